"""Environment and .env file -> the settings of a running bot, and its knowledge folders."""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlsplit

from careerbot.content.files import builtin_knowledge

# What stands for the bot's own knowledge in a list of layers.
BUILT_IN = "built-in"
PREFIX = "CAREERBOT_"
FORMATS = ("text", "json")
LEVELS = ("debug", "info", "warning", "error")
# Days for which the wording of a question without a good answer is kept.
GAPS_DAYS = 90
# For the machine's own eyes: a proxy in front, a container or a private net may say otherwise.
_LOOPBACK = "127.0.0.1"
_WEBHOOK_PORT = 8080
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_TOKEN = re.compile(r"[1-9]\d*:[A-Za-z0-9_-]+")


class ConfigError(ValueError):
    """A setting that cannot be used; the message names the setting, never a secret's value."""


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of a running bot; token, secret, and the state's URL that may hold a password, stay out of its repr.

    `knowledge` names layers, lowest first (see `find_layers`); `state` is empty where the store is to choose
    its own file; an empty `webhook_url` means polling, a `metrics_port` of 0 none; `gaps_days` is how long wordings of
    questions without a good answer are kept, 0 for not at all; `staff_chat` is the number of the Telegram group that
    takes hand-offs, 0 for none; `warnings` are sentences for the operator's eyes.
    """

    token: str = field(default="", repr=False)
    api_url: str = ""
    knowledge: tuple[str, ...] = ()
    state: str = field(default="", repr=False)
    gaps_days: int = GAPS_DAYS
    webhook_url: str = ""
    webhook_listen: str = _LOOPBACK
    webhook_port: int = _WEBHOOK_PORT
    webhook_secret: str = field(default="", repr=False)
    metrics_listen: str = _LOOPBACK
    metrics_port: int = 0
    staff_chat: int = 0
    log_format: Literal["text", "json"] = "text"
    log_level: str = "info"
    warnings: tuple[str, ...] = ()


def find_layers(named: Sequence[str]) -> tuple[Path, ...]:
    """Knowledge folders, lowest first. The name `built-in` stands for the bot's own; so does naming none.

    Raises ConfigError for a folder that does not exist.
    """
    layers = tuple(builtin_knowledge() if name == BUILT_IN else Path(name) for name in named or [BUILT_IN])
    for layer in layers:
        if not layer.is_dir():
            raise ConfigError(f"there is no knowledge folder {layer}")
    return layers


def load_config(folder: Path = Path(), given: Mapping[str, str] = MappingProxyType({})) -> Config:
    """Settings of this process: those given, over the environment, over the .env file of a folder if it has one.

    Raises ConfigError.
    """
    return read_config({**_read_dotenv(folder / ".env"), **os.environ, **given})


def _read_dotenv(path: Path) -> dict[str, str]:
    """The variables a file sets; none when there is no such file."""
    if not path.is_file():
        return {}
    from dotenv import dotenv_values

    return {name: value for name, value in dotenv_values(path).items() if value is not None}


def read_config(variables: Mapping[str, str]) -> Config:
    """Settings from variables named CAREERBOT_…; those not there keep their defaults. Raises ConfigError."""
    values = {name.removeprefix(PREFIX): text.strip() for name, text in variables.items() if name.startswith(PREFIX)}
    log_format, _, log_level = (values.get("LOG") or "text:info").lower().partition(":")
    token, warnings = _read_secret("TOKEN", "TOKEN_FILE", values)
    if token and not _TOKEN.fullmatch(token):
        raise ConfigError("CAREERBOT_TOKEN does not look like a token from BotFather (123456:ABC…)")
    secret, more = _read_secret("WEBHOOK_SECRET", "WEBHOOK_SECRET_FILE", values)
    if secret and not _SECRET.fullmatch(secret):
        raise ConfigError("CAREERBOT_WEBHOOK_SECRET may have 1 to 256 letters, digits, _ and - only")
    return Config(
        token=token,
        api_url=_read_url("API_URL", values, ("http", "https")),
        knowledge=tuple(part for part in values.get("KNOWLEDGE", "").split(":") if part),
        state=_read_url("STATE", values, ("memory", "sqlite", "postgresql")),
        gaps_days=_read_days("GAPS_DAYS", values, GAPS_DAYS),
        webhook_url=_read_webhook_url(values, token),
        webhook_listen=values.get("WEBHOOK_LISTEN") or _LOOPBACK,
        webhook_port=_read_port("WEBHOOK_PORT", values, _WEBHOOK_PORT),
        webhook_secret=secret or _derive_secret(token),
        metrics_listen=values.get("METRICS_LISTEN") or _LOOPBACK,
        metrics_port=_read_port("METRICS_PORT", values, 0),
        staff_chat=_read_group("STAFF_CHAT", values),
        log_format="json" if _one_of("LOG", log_format, FORMATS) == "json" else "text",
        log_level=_one_of("LOG", log_level or "info", LEVELS),
        warnings=(*warnings, *more),
    )


def _derive_secret(token: str) -> str:
    """The webhook's secret where none is set: one for all processes with the token, of which it tells nothing."""
    return hmac.digest(token.encode(), b"careerbot webhook", "sha256").hex() if token else ""


def _read_secret(name: str, file_name: str, values: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """A secret without blank edges, "" for none, and a warning when everybody on the machine can read its file."""
    if values.get(name) or not values.get(file_name):
        return values.get(name, ""), ()
    path = Path(values[file_name])
    try:
        open_to_all = bool(path.stat().st_mode & 0o007)
        text = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"CAREERBOT_{file_name}: {path} cannot be read ({type(error).__name__})") from None
    warning = f"everybody on this machine can read {path}; `chmod 600` mends that"
    return text, (warning,) if open_to_all else ()


def _read_url(name: str, values: Mapping[str, str], schemes: Sequence[str]) -> str:
    url = values.get(name, "")
    if url and urlsplit(url).scheme not in schemes:
        raise ConfigError(f"CAREERBOT_{name} must begin with {' or '.join(f'{s}:' for s in schemes)}")
    return url


def _read_webhook_url(values: Mapping[str, str], token: str) -> str:
    url = _read_url("WEBHOOK_URL", values, ("https", "http"))
    if url and not urlsplit(url).hostname:
        raise ConfigError("CAREERBOT_WEBHOOK_URL must name a host, as in https://bot.example.org/telegram")
    if token and token.partition(":")[2] in url:
        raise ConfigError("CAREERBOT_WEBHOOK_URL must not hold the token: addresses end up in logs")
    return url


def _read_port(name: str, values: Mapping[str, str], default: int) -> int:
    text = values.get(name) or str(default)
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > 65535:
        raise ConfigError(f"CAREERBOT_{name} must be a port from 0 to 65535, not {text!r}")
    return int(text)


def _read_days(name: str, values: Mapping[str, str], default: int) -> int:
    text = values.get(name) or str(default)
    if not re.fullmatch("[0-9]{1,4}", text):
        raise ConfigError(f"CAREERBOT_{name} must be a number of days from 0 to 9999, not {text!r}")
    return int(text)


def _read_group(name: str, values: Mapping[str, str]) -> int:
    text = values.get(name) or "0"
    if text != "0" and not re.fullmatch("-[1-9][0-9]{0,18}", text):
        raise ConfigError(f"CAREERBOT_{name} must be the number of a group, such as -1001234567890, not {text!r}")
    return int(text)


def _one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise ConfigError(f"CAREERBOT_{name} must be one of {', '.join(allowed)}, not {value!r}")
    return value
