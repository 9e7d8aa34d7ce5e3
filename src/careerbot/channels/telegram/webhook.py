"""Telegram's calls of our webhook -> letters in the inbox; a call is answered only once its letter is there."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Bot, User, WebhookInfo
from telegram.error import BadRequest, InvalidToken

from careerbot.channels.telegram import metrics
from careerbot.channels.telegram.health import Health
from careerbot.channels.telegram.inbox import KINDS, FullError, Inbox
from careerbot.channels.telegram.logs import describe_error, note
from careerbot.config import Config
from careerbot.store import StoreError

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
# Updates are far smaller.
LARGEST_BODY = 1024 * 1024
BODY_SECONDS = 10.0
_STORE_SECONDS = 10.0
# At once: each waits for the disk together with the others.
_CONNECTIONS = 40
CHECK_SECONDS = 30.0
_AGAIN_SECONDS = "2"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class WebhookRefusedError(Exception):
    """An address that Telegram does not take; the message is one sentence for the operator."""


class Webhook:
    """Takes what Telegram brings, and sees to it that Telegram goes on bringing it."""

    def __init__(self, api: Bot, inbox: Inbox, health: Health, config: Config) -> None:
        self._api, self._inbox, self._health, self._url = api, inbox, health, config.webhook_url
        self._secret = config.webhook_secret
        self._me: User | None = None
        self._error_at = 0.0

    async def prepare(self) -> None:
        """Tell Telegram where to bring updates. Raises TelegramError, or WebhookRefusedError if that can never be."""
        try:
            await self._api.set_webhook(
                self._url, max_connections=_CONNECTIONS, allowed_updates=KINDS, secret_token=self._secret
            )
        except BadRequest as error:
            raise WebhookRefusedError(f"Telegram does not take CAREERBOT_WEBHOOK_URL: {error.message}") from None

    async def run(self, me: User) -> None:
        """Look after the webhook until cancelled. Raises InvalidToken when Telegram no longer takes the token."""
        self._me = me
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            try:
                await self._check(await self._api.get_webhook_info())
            except InvalidToken:
                raise
            except Exception as error:
                note(logging.WARNING, "webhook not looked after", error=describe_error(error))

    async def _check(self, info: WebhookInfo) -> None:
        self._health.hear()
        self._health.rival = info.url != self._url
        metrics.PENDING.set(info.pending_update_count)
        failed = info.last_error_date.timestamp() if info.last_error_date else 0.0
        metrics.LAST_ERROR.set(failed)
        if failed > self._error_at:
            self._error_at = failed
            note(logging.WARNING, "Telegram could not deliver", why=(info.last_error_message or "")[:120])
        if self._health.rival:
            note(logging.ERROR, "another process took the webhook away; setting it again")
            await self.prepare()

    def make_app(self) -> web.Application:
        """The address that Telegram calls."""
        app = web.Application(middlewares=[_count], client_max_size=LARGEST_BODY)
        app.router.add_post(urlsplit(self._url).path or "/", self._receive)
        return app

    async def _receive(self, request: web.Request) -> web.Response:
        self._check_secret(request.headers.get(SECRET_HEADER))
        if self._me is None or self._health.stopping:
            raise _busy()
        update = await _read_update(request)
        try:
            async with asyncio.timeout(_STORE_SECONDS):
                await self._inbox.put([update], self._me)
        except (StoreError, FullError, TimeoutError) as error:
            note(logging.ERROR, "update not kept, Telegram will bring it again", error=describe_error(error))
            raise _busy() from None
        self._health.hear()
        return web.Response()

    def _check_secret(self, given: str | None) -> None:
        if given is None:
            raise web.HTTPUnauthorized
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret.encode()):
            raise web.HTTPForbidden


async def _read_update(request: web.Request) -> Mapping[str, Any]:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await request.read()
        update = json.loads(body)
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        raise web.HTTPBadRequest
    return update


def _busy() -> web.HTTPServiceUnavailable:
    return web.HTTPServiceUnavailable(headers={"Retry-After": _AGAIN_SECONDS})


@web.middleware
async def _count(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        response = await handler(request)
    except web.HTTPException as error:
        metrics.WEBHOOK.labels(error.status).inc()
        raise
    metrics.WEBHOOK.labels(response.status).inc()
    return response
