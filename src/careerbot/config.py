"""Environment and .env file -> the settings of a running bot, and where its own knowledge lies."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

BUILT_IN = "built-in"
LEVELS = ("debug", "info", "warning", "error")
_TOKEN = re.compile(r"[1-9]\d*:[A-Za-z0-9_-]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class ConfigError(ValueError):
    """A setting that cannot be used; the message names the setting, never a secret's value."""


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of a running bot; secrets stay out of its repr.

    `knowledge` names layers, lowest first (see `find_layers`); `state` is empty where the store is to choose
    its own file; `warnings` are sentences for the operator's eyes.
    """

    token: str = field(default="", repr=False)
    api_url: str = ""
    knowledge: tuple[str, ...] = ()
    state: str = ""
    staff_chat: int | None = None
    webhook_url: str = ""
    webhook_listen: str = "127.0.0.1"
    webhook_port: int = 8080
    webhook_secret: str = field(default="", repr=False)
    metrics_port: int | None = None
    log_format: Literal["text", "json"] = "text"
    log_level: str = "info"
    warnings: tuple[str, ...] = ()


def find_built_in_knowledge() -> Path:
    """The knowledge folder that comes with the package: inside it when installed, beside src/ in a checkout."""
    installed = Path(__file__).resolve().parent / "knowledge"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[2] / "knowledge"


def find_layers(named: Sequence[str]) -> tuple[Path, ...]:
    """Knowledge folders, lowest first. The name `built-in` stands for the bot's own; so does naming none.

    Raises ConfigError for a folder that does not exist.
    """
    layers = tuple(find_built_in_knowledge() if name == BUILT_IN else Path(name) for name in named or [BUILT_IN])
    for layer in layers:
        if not layer.is_dir():
            raise ConfigError(f"there is no knowledge folder {layer}")
    return layers


def load_config(folder: Path = Path()) -> Config:
    """Settings of this process: the environment, over the .env file of a folder if it has one."""
    written: Mapping[str, str | None] = {}
    if (folder / ".env").is_file():
        from dotenv import dotenv_values

        written = dotenv_values(folder / ".env")
    return read_config({**{k: v for k, v in written.items() if v is not None}, **os.environ})


def read_config(variables: Mapping[str, str]) -> Config:
    """Settings from variables; those not there keep their defaults. Raises ConfigError."""
    warnings: list[str] = []
    text = {name: variables.get(f"CAREERBOT_{name}", "").strip() for name in _NAMES}
    log_format, _, log_level = (text["LOG"] or "text:info").lower().partition(":")
    return Config(
        token=_match("TOKEN", _secret("TOKEN", text, warnings), _TOKEN, "123456:ABC…, as BotFather gave it"),
        api_url=_url("API_URL", text, ("http", "https")),
        knowledge=tuple(part for part in text["KNOWLEDGE"].split(":") if part),
        state=_url("STATE", text, ("memory", "sqlite", "postgresql")),
        staff_chat=_number("STAFF_CHAT", text),
        webhook_url=_url("WEBHOOK_URL", text, ("https", "http")),
        webhook_listen=text["WEBHOOK_LISTEN"] or "127.0.0.1",
        webhook_port=_port("WEBHOOK_PORT", text) or 8080,
        webhook_secret=_match(
            "WEBHOOK_SECRET", _secret("WEBHOOK_SECRET", text, warnings), _SECRET, "letters, digits, - and _"
        ),
        metrics_port=_port("METRICS_PORT", text),
        log_format="json" if _one_of("LOG", log_format, ("text", "json")) == "json" else "text",
        log_level=_one_of("LOG", log_level or "info", LEVELS),
        warnings=tuple(warnings),
    )


_NAMES = (
    *("TOKEN", "TOKEN_FILE", "API_URL", "KNOWLEDGE", "STATE", "STAFF_CHAT", "WEBHOOK_URL", "WEBHOOK_LISTEN"),
    *("WEBHOOK_PORT", "WEBHOOK_SECRET", "WEBHOOK_SECRET_FILE", "METRICS_PORT", "LOG"),
)
SETTINGS = tuple(f"CAREERBOT_{name}" for name in _NAMES)


def _secret(name: str, text: Mapping[str, str], warnings: list[str]) -> str:
    """A secret from the variable or, failing that, from the file that its `_FILE` twin names."""
    if text[name] or not text[f"{name}_FILE"]:
        return text[name]
    path = Path(text[f"{name}_FILE"])
    try:
        if path.stat().st_mode & 0o007:
            warnings.append(f"everybody on this machine can read CAREERBOT_{name}_FILE ({path}); chmod 600 helps")
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"CAREERBOT_{name}_FILE: {path} cannot be read ({type(error).__name__})") from None


def _match(name: str, value: str, form: re.Pattern[str], looks: str) -> str:
    if value and not form.fullmatch(value):
        raise ConfigError(f"CAREERBOT_{name} does not look like {looks}")
    return value


def _url(name: str, text: Mapping[str, str], schemes: Sequence[str]) -> str:
    scheme = urlsplit(text[name]).scheme
    if text[name] and scheme not in schemes:
        raise ConfigError(f"CAREERBOT_{name} must begin with {' or '.join(f'{s}:' for s in schemes)}")
    return text[name]


def _number(name: str, text: Mapping[str, str]) -> int | None:
    try:
        return int(text[name]) if text[name] else None
    except ValueError:
        raise ConfigError(f"CAREERBOT_{name} must be a whole number, not {text[name]!r}") from None


def _port(name: str, text: Mapping[str, str]) -> int | None:
    port = _number(name, text)
    if port is not None and not 0 < port < 65536:
        raise ConfigError(f"CAREERBOT_{name} must be a port from 1 to 65535, not {port}")
    return port


def _one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise ConfigError(f"CAREERBOT_{name} must be one of {', '.join(allowed)}, not {value!r}")
    return value
