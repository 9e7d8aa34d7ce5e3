"""Happenings -> one log line each, text or JSON; never what people wrote, their names, or the token."""

from __future__ import annotations

import json
import logging
import secrets
import sys
import warnings
from hashlib import blake2s
from typing import Any, TextIO

from telegram.warnings import PTBDeprecationWarning

from careerbot.config import Config

log = logging.getLogger("careerbot.telegram")

# A new key with every start: lines of one run can be joined, people cannot be looked up.
_KEY = secrets.token_bytes(16)
# These write addresses with the token, or whole messages, at levels that operators switch on.
_TALKATIVE = ("telegram", "httpx", "httpcore", "aiohttp", "asyncio", "psycopg")


def start_logging(config: Config, stream: TextIO | None = None) -> None:
    """Send the log of the whole process to a stream (standard error), in the configured form and level."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(LineFormatter(config.log_format == "json", config.token))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("careerbot").setLevel(config.log_level.upper())
    # A log that cannot be written must not print the record instead.
    logging.raiseExceptions = False
    # That waits will be of another type one day, which `get_wait` is ready for.
    warnings.filterwarnings("ignore", category=PTBDeprecationWarning)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR if name == "asyncio" else logging.CRITICAL)


def note(level: int, event: str, **fields: str | float) -> None:
    """Log one happening, named in a few fixed words, with fields that hold nothing personal."""
    log.log(level, event, extra={"fields": fields})


def mask_person(conversation: str) -> str:
    """A name for a conversation that means nothing outside this run's log."""
    return blake2s(conversation.encode(), key=_KEY, digest_size=4).hexdigest()


class LineFormatter(logging.Formatter):
    """A record -> one line without control characters, and without the token wherever it may come from."""

    def __init__(self, as_json: bool, token: str) -> None:
        super().__init__(datefmt="%Y-%m-%dT%H:%M:%S%z")
        self._as_json, self._secret = as_json, token

    def format(self, record: logging.LogRecord) -> str:
        """One line: time, level, what happened, its fields, and where an exception came from."""
        fields: dict[str, Any] = dict(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[0]:
            fields["error"] = describe_error(record.exc_info[1])
        line = self._write(self.formatTime(record, self.datefmt), record.levelname, record.getMessage(), fields)
        return line.replace(self._secret, "***") if self._secret else line

    def _write(self, time: str, level: str, event: str, fields: dict[str, Any]) -> str:
        if self._as_json:
            return json.dumps({"time": time, "level": level.lower(), "event": event, **fields})
        said = " ".join(f"{name}={json.dumps(value)}" for name, value in fields.items())
        return " ".join(part for part in (time, level, json.dumps(event)[1:-1], said) if part)


def describe_error(error: BaseException | None) -> str:
    """The kind of an exception and the innermost place it came from; its message may hold what people wrote."""
    trace = error.__traceback__ if error else None
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" at {trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{where}"
