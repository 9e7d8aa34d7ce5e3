"""Happenings -> counts and times for Prometheus; labels come from short fixed lists, never from people."""

from __future__ import annotations

import math
from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)

from careerbot.store import Backlog

# A second series for each, which nobody reads.
disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)
_METHODS = {"getupdates": "getUpdates"}

Info("careerbot_build", "The version that runs.", registry=REGISTRY).info({"version": version("careerbot")})
UPDATES = Counter("careerbot_updates", "Updates that came, repeated ones too, by kind.", ["kind"], registry=REGISTRY)
UNREADABLE = Counter("careerbot_updates_unreadable", "Updates that were skipped.", ["kind"], registry=REGISTRY)
REPEATED = Counter("careerbot_updates_repeated", "Updates that had come before.", registry=REGISTRY)
ANSWERS = Counter(
    "careerbot_answers",
    "What became of what people sent: first intent, and plan, or kind of event where there was no question.",
    ["intent", "outcome"],
    registry=REGISTRY,
)
CALLS = Counter(
    "careerbot_api_calls",
    "Calls of the Bot API by method and HTTP status; timeout and unreachable where there was none.",
    ["method", "status"],
    registry=REGISTRY,
)
WEBHOOK = Counter("careerbot_webhook_requests", "Calls of our webhook, by status.", ["status"], registry=REGISTRY)
QUEUED = Histogram(
    "careerbot_queue_wait_seconds", "From the arrival of a letter to work on it.", registry=REGISTRY, buckets=_SECONDS
)
THINKING = Histogram(
    "careerbot_thinking_seconds", "Finding what to say to a letter.", registry=REGISTRY, buckets=_SECONDS
)
SENDING = Histogram(
    "careerbot_sending_seconds",
    "From an answer in the outbox to Telegram's having it, with all waiting and trying again.",
    registry=REGISTRY,
    buckets=_SECONDS,
)
_LETTERS = Gauge("careerbot_inbox_letters", "Letters not answered yet.", registry=REGISTRY)
_OLDEST = Gauge("careerbot_inbox_oldest_seconds", "How long the first of them has waited.", registry=REGISTRY)
_PARCELS = Gauge("careerbot_outbox_parcels", "Answers not sent yet.", registry=REGISTRY)
PENDING = Gauge("careerbot_webhook_pending_updates", "Updates that Telegram could not deliver yet.", registry=REGISTRY)
LAST_ERROR = Gauge(
    "careerbot_webhook_last_error_timestamp_seconds", "When Telegram last failed to deliver.", registry=REGISTRY
)


def count_call(method: str, status: int | str) -> None:
    """Count one call of the Bot API."""
    CALLS.labels(_METHODS.get(method, method), status).inc()


def show_backlog(backlog: Backlog | None, now: float) -> None:
    """Set the gauges of inbox and outbox; None where the store cannot tell."""
    _LETTERS.set(backlog.letters if backlog else math.nan)
    _PARCELS.set(backlog.parcels if backlog else math.nan)
    _OLDEST.set(max(0.0, now - backlog.oldest) if backlog and backlog.letters else 0.0 if backlog else math.nan)
