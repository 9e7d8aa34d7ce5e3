"""Bot, store and settings -> a running Telegram service, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot, User
from telegram.error import InvalidToken

from careerbot.channels.telegram.desk import Desk, Responder
from careerbot.channels.telegram.handoff_desk import HandoffDesk
from careerbot.channels.telegram.handoff_group import prepare_group
from careerbot.channels.telegram.health import Health
from careerbot.channels.telegram.inbox import Inbox
from careerbot.channels.telegram.intake import Intake, back_off
from careerbot.channels.telegram.listen import CannotListenError, listen
from careerbot.channels.telegram.logs import describe_error, note, start_logging
from careerbot.channels.telegram.profile import set_profile
from careerbot.channels.telegram.request import AiohttpRequest
from careerbot.channels.telegram.sender import Sender
from careerbot.channels.telegram.threads import StoreThread
from careerbot.channels.telegram.typing import Typing
from careerbot.channels.telegram.webhook import Webhook, WebhookRefusedError
from careerbot.channels.telegram.workers import Workers
from careerbot.config import Config
from careerbot.records import Recorder
from careerbot.store import DAY_SECONDS, Store, StoreError, open_store

REFUSED = 3
_TELEGRAM = "https://api.telegram.org"
_HERE = ("localhost", "127.0.0.1", "::1")
LAST_SECONDS = 5.0
# Whoever stops us waits ten seconds before killing; by then all that counts is on disk whatever still hangs.
_MOST_SECONDS = 9.0
# Telegram repeats an update for a day; double that is safe.
_SEEN_SECONDS = 48 * 3600.0
# A talk that nobody went on with for so long is over.
_IDLE_SECONDS = 30 * DAY_SECONDS
_PRUNE_SECONDS = 3600.0


def run_telegram(bot: Responder, config: Config) -> int:
    """Serve until SIGTERM (0) or SIGINT (130); 3 with a line on standard error when it cannot run at all."""
    if not config.token:
        return _refuse("no bot token: set CAREERBOT_TOKEN, or CAREERBOT_TOKEN_FILE to a file that holds it")
    start_logging(config)
    try:
        store = open_store(config.state)
    except StoreError as error:
        return _refuse(str(error))
    desk = Desk(bot, Recorder(bot.knowledge, bot.vocabulary, config.gaps_days))
    try:
        status = asyncio.run(serve(desk, store, config))
    except (CannotListenError, WebhookRefusedError) as error:
        return _refuse(str(error))
    except Exception as error:
        return _refuse(f"stopped by an error: {describe_error(error)}")
    finally:
        store.close()
    return _refuse("Telegram does not accept the bot token") if status == REFUSED else status


def _refuse(why: str) -> int:
    print(f"careerbot telegram: {why}", file=sys.stderr)
    return REFUSED


async def serve(desk: Desk, store: Store, config: Config) -> int:
    """Serve until told to stop: 0 after SIGTERM, 130 after SIGINT, 3 when Telegram refuses the token."""
    stop: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    with _heed_signals(stop):
        async with _connect(config) as api:
            return await Service(api, store, desk, config).run(stop)


@contextlib.contextmanager
def _heed_signals(stop: asyncio.Future[int]) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    statuses = {signal.SIGTERM: 0, signal.SIGINT: 130}
    last_call = threading.Timer(_MOST_SECONDS, lambda: os._exit(stop.result()))
    last_call.daemon = True

    def end(status: int) -> None:
        """Ask the service to stop; the first signal decides how, the second does not wait: nothing is lost by it."""
        if stop.done():
            os._exit(stop.result())
        stop.set_result(status)
        last_call.start()

    with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
        for number, status in statuses.items():
            loop.add_signal_handler(number, end, status)
    try:
        yield
    finally:
        last_call.cancel()
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            for number in statuses:
                loop.remove_signal_handler(number)
                if stop.done():
                    # The process is at its end, which one more signal is not to spoil.
                    signal.signal(number, signal.SIG_IGN)


@contextlib.asynccontextmanager
async def _connect(config: Config) -> AsyncIterator[Bot]:
    url = (config.api_url or _TELEGRAM).rstrip("/")
    # A Bot API server on this machine is never behind a proxy.
    async with AiohttpRequest(use_proxy=urlsplit(url).hostname not in _HERE) as request:
        yield Bot(config.token, base_url=f"{url}/bot", request=request, get_updates_request=request)


class Service:
    """The parts that serve Telegram, and their start and end."""

    def __init__(self, api: Bot, store: Store, desk: Desk, config: Config) -> None:
        self._api, self._store, self._about = api, store, desk.bot.knowledge.settings
        self._config = config
        self._gaps_seconds = desk.recorder.days * DAY_SECONDS
        self._thread = StoreThread()
        self._health = Health(store, self._thread)
        inbox = Inbox(store, self._thread, config.staff_chat)
        self._webhook = Webhook(api, inbox, self._health, config) if config.webhook_url else None
        self._intake = self._webhook or Intake(api, inbox, self._health)
        answerer = HandoffDesk(desk, config.staff_chat) if config.staff_chat else desk
        self._workers = Workers(answerer, store, self._thread, inbox.arrived, Typing(api))
        self._sender = Sender(api, store, self._thread, self._workers.written, inbox.arrived)

    async def run(self, stop: asyncio.Future[int]) -> int:
        """Serve until `stop` holds an exit status; that status, or 3 when Telegram refuses the token.

        Raises CannotListenError, WebhookRefusedError.
        """
        try:
            async with contextlib.AsyncExitStack() as doors:
                await self._open(doors)
                return await self._serve(stop)
        finally:
            self._thread.close()
            note(logging.INFO, "stopped")

    async def _open(self, doors: contextlib.AsyncExitStack) -> None:
        """Listen, until all is done: whoever asks meanwhile is told that we stop."""
        config = self._config
        if config.metrics_port:
            app = self._health.make_app()
            await doors.enter_async_context(listen(app, config.metrics_listen, config.metrics_port))
        if self._webhook:
            app = self._webhook.make_app()
            await doors.enter_async_context(listen(app, config.webhook_listen, config.webhook_port))

    async def _serve(self, stop: asyncio.Future[int]) -> int:
        ears = [asyncio.create_task(p) for p in (self._listen(), self._watch_token(), self._prune())]
        hands = [asyncio.create_task(p) for p in (self._workers.run(), self._sender.run())]
        waited: list[asyncio.Future[Any]] = [stop, *ears, *hands]
        try:
            done, _ = await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            return stop.result() if stop in done else _find_status(done)
        finally:
            await self._end(ears, hands)

    async def _listen(self) -> None:
        me = await self._introduce()
        note(logging.INFO, "serving", bot=me.username or "")
        about, staff = set_profile(self._api, self._about), prepare_group(self._api, self._config.staff_chat)
        await asyncio.gather(about, staff, self._intake.run(me))

    async def _introduce(self) -> User:
        """Who we are, asked until Telegram can be reached and is ready to give us updates."""
        failures = 0
        while True:
            try:
                me = await self._api.get_me()
                await self._intake.prepare()
            except (InvalidToken, WebhookRefusedError):
                raise
            except Exception as error:
                failures += 1
                note(logging.WARNING, "Telegram cannot be reached", error=describe_error(error), failures=failures)
                await asyncio.sleep(back_off(failures))
            else:
                self._health.hear()
                return me

    async def _watch_token(self) -> None:
        await self._sender.refused.wait()
        raise InvalidToken

    async def _prune(self) -> None:
        while True:
            try:
                now = time.time()
                ends = (now - kept for kept in (_SEEN_SECONDS, _IDLE_SECONDS, self._gaps_seconds))
                await self._thread(self._store.prune, *ends)
            except StoreError as error:
                note(logging.WARNING, "old letters not removed", error=describe_error(error))
            await asyncio.sleep(_PRUNE_SECONDS)

    async def _end(self, ears: list[asyncio.Task[None]], hands: list[asyncio.Task[None]]) -> None:
        """Hear no more, finish what is under way, send what can go at once; the rest waits in the store."""
        note(logging.INFO, "stopping")
        self._health.stopping = True
        for ear in ears:
            ear.cancel()
        self._workers.stop()
        self._sender.stop()
        await asyncio.gather(*hands, return_exceptions=True)
        await self._sender.finish(LAST_SECONDS)
        await asyncio.gather(*ears, return_exceptions=True)


def _find_status(done: set[asyncio.Future[Any]]) -> int:
    """3 when Telegram refused the token; raises what else ended a part."""
    for part in done:
        if isinstance(part.exception(), InvalidToken):
            return REFUSED
        part.result()
    return 0
