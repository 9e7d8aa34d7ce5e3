"""Telegram's updates -> answers, by long polling; the only place that knows python-telegram-bot."""

from __future__ import annotations

from careerbot.channels.telegram.service import run_telegram, serve

__all__ = ["run_telegram", "serve"]
