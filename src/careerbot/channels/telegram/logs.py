"""Happenings -> one log line each, text or JSON; never what people wrote, their names, or a secret."""

from __future__ import annotations

import json
import logging
import secrets
import sys
import warnings
from collections.abc import Sequence
from hashlib import blake2s
from typing import Any, TextIO

from telegram.warnings import PTBDeprecationWarning

from careerbot.config import Config

_OURS = "careerbot"
log = logging.getLogger(f"{_OURS}.telegram")

# A new key with every start: lines of one run can be joined, people cannot be looked up.
_KEY = secrets.token_bytes(16)


def start_logging(config: Config, stream: TextIO | None = None) -> None:
    """Send the log of the whole process to a stream (standard error), in the configured form and level."""
    handler = logging.StreamHandler(stream or sys.stderr)
    hidden = (config.token, config.token.partition(":")[2], config.webhook_secret)
    handler.setFormatter(LineFormatter(config.log_format == "json", hidden))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(_OURS).setLevel(config.log_level.upper())
    # A log that cannot be written must not print the record instead.
    logging.raiseExceptions = False
    logging.captureWarnings(True)
    # That waits will be of another type one day, which `get_wait` is ready for.
    warnings.filterwarnings("ignore", category=PTBDeprecationWarning)


def note(level: int, event: str, **fields: str | float) -> None:
    """Log one happening, named in a few fixed words, with fields that hold nothing personal."""
    log.log(level, event, extra={"fields": fields})


def mask_person(conversation: str) -> str:
    """A name for a conversation that means nothing outside this run's log."""
    return blake2s(conversation.encode(), key=_KEY, digest_size=4).hexdigest()


class LineFormatter(logging.Formatter):
    """A record -> one line without control characters, and without a secret wherever it may come from.

    A library's message may quote addresses with the token or what people wrote: of it only the place is told.
    """

    def __init__(self, as_json: bool, hidden: Sequence[str]) -> None:
        super().__init__(datefmt="%Y-%m-%dT%H:%M:%S%z")
        self._as_json, self._hidden = as_json, [secret for secret in hidden if secret]

    def format(self, record: logging.LogRecord) -> str:
        """One line: time, level, what happened, its fields, and where an exception came from."""
        fields: dict[str, Any] = dict(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[0]:
            fields["error"] = describe_error(record.exc_info[1])
        event = record.getMessage()
        if record.name.partition(".")[0] != _OURS:
            event, fields["by"] = "a library reports", f"{record.name} at {record.filename}:{record.lineno}"
        line = self._write(self.formatTime(record, self.datefmt), record.levelname, event, fields)
        for secret in self._hidden:
            line = line.replace(secret, "***")
        return line

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
