"""A desk over a counselor's layer -> the pages and answers that a browser on this machine asks for."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from aiohttp import web

from careerbot.channels.desk.guard import HOST, make_guard
from careerbot.channels.desk.views import describe_files, describe_look, describe_turn
from careerbot.content.files import TEXT_LIMIT
from careerbot.model import Message
from careerbot.workshop.drafting import Drafts
from careerbot.workshop.folder import ChangedMeanwhileError, RefusedFileError
from careerbot.workshop.history import NoHistoryError, list_versions, read_version

_TOKEN_BYTES = 32
_LONGEST_MESSAGE = 4096
# A text of many escaped letters is longer as JSON than as a file.
_LARGEST_REQUEST = 3 * TEXT_LIMIT
_PAGE = Path(__file__).parent / "page"
Body = dict[str, Any]
Answer = Callable[[Body], Body]


class NoGapsError(Exception):
    """Gaps that cannot be listed, or of which no entry can be made; the message says why."""


@dataclass(frozen=True, slots=True)
class GapList:
    """Questions without a good answer: `find` lists them as `careerbot gaps --json` does, `take` makes a FAQ file of
    the one that is listed by some wording, and gives the file's name in the layer. Both raise NoGapsError.
    """

    find: Callable[[], list[dict[str, Any]]]
    take: Callable[[str], str]


# The first that an error is says how the page is answered.
_STATUS = {ChangedMeanwhileError: 409, RefusedFileError: 400, NoHistoryError: 404, NoGapsError: 409, OSError: 500}


class Desk:
    """What the page can ask for. Everything but the page itself goes one after the other, beside the server's loop."""

    def __init__(self, drafts: Drafts, gaps: GapList) -> None:
        self._drafts, self._gaps = drafts, gaps
        self._turn = asyncio.Lock()

    def make_app(self, token: str) -> web.Application:
        """The application, all of whose addresses begin with the token."""
        app = web.Application(middlewares=[make_guard(token)], client_max_size=_LARGEST_REQUEST)
        app.router.add_get(f"/{token}/", _give("desk.html"))
        for name in ("desk.css", "desk.js"):
            app.router.add_get(f"/{token}/{name}", _give(name))
        for name, answer in self._answers().items():
            app.router.add_post(f"/{token}/{name}", self._handle(answer))
        return app

    def _answers(self) -> dict[str, Answer]:
        return {
            "files": self._list_files,
            "gaps": self._list_gaps,
            "take": lambda body: {"name": self._gaps.take(_text(body, "wording"))},
            "open": self._open,
            "write": self._write,
            "compare": lambda body: {"diff": self._drafts.folder.compare(_text(body, "name"), _text(body, "text"))},
            "save": self._save,
            "history": self._list_history,
            "version": self._read_version,
            "say": self._say,
            "again": self._say_again,
            "forget": self._forget,
        }

    def _handle(self, answer: Answer) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            body = await _read_body(request)
            async with self._turn:
                try:
                    return web.json_response(await asyncio.to_thread(answer, body))
                except tuple(_STATUS) as error:
                    status = next(status for kind, status in _STATUS.items() if isinstance(error, kind))
                    return web.json_response({"error": str(error)}, status=status)

        return handle

    def _list_files(self, body: Body) -> Body:
        self._drafts.look()
        return describe_files(self._drafts)

    def _list_gaps(self, body: Body) -> Body:
        try:
            return {"gaps": self._gaps.find()}
        except NoGapsError as error:
            return {"gaps": [], "lacking": str(error)}

    def _open(self, body: Body) -> Body:
        name = _text(body, "name")
        page, text = self._drafts.open(name)
        found = describe_look(self._drafts.look(), name, self._drafts)
        return {"name": name, "text": text, "saved": page.text, "stamp": page.stamp, **found}

    def _write(self, body: Body) -> Body:
        name = _text(body, "name")
        return describe_look(self._drafts.write(name, _text(body, "text")), name, self._drafts)

    def _save(self, body: Body) -> Body:
        page = self._drafts.save(_text(body, "name"), _text(body, "text"), _text(body, "stamp"))
        return {"stamp": page.stamp, **describe_look(self._drafts.look(), page.name, self._drafts)}

    def _list_history(self, body: Body) -> Body:
        page, _ = self._drafts.open(_text(body, "name"))
        return {"versions": [asdict(version) for version in list_versions(self._drafts.folder.path, page.name)]}

    def _read_version(self, body: Body) -> Body:
        page, _ = self._drafts.open(_text(body, "name"))
        return {"text": read_version(self._drafts.folder.path, page.name, _text(body, "commit"))}

    def _say(self, body: Body) -> Body:
        message = Message(_text(body, "text")[:_LONGEST_MESSAGE], _text(body, "press"))
        return describe_turn(self._drafts.say(_text(body, "talk"), message))

    def _say_again(self, body: Body) -> Body:
        turns = self._drafts.say_again(_text(body, "talk"))
        return describe_turn(turns[1], turns[0]) if turns else {}

    def _forget(self, body: Body) -> Body:
        self._drafts.forget(_text(body, "talk"))
        return {}


def serve_desk(drafts: Drafts, gaps: GapList, port: int, tell: Callable[[str], None]) -> None:
    """Serves until SIGTERM or Ctrl-C; `tell` is given the address. Raises OSError when the port cannot be had.

    Port 0 is any that is free.
    """
    asyncio.run(_serve(drafts, gaps, port, tell))


async def _serve(drafts: Drafts, gaps: GapList, port: int, tell: Callable[[str], None]) -> None:
    token = token_urlsafe(_TOKEN_BYTES)
    runner = web.AppRunner(Desk(drafts, gaps).make_app(token), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        tell(f"http://{HOST}:{runner.addresses[0][1]}/{token}/")
        await _wait_for_end()
    finally:
        await runner.cleanup()


async def _wait_for_end() -> None:
    ended = asyncio.Event()
    with contextlib.suppress(NotImplementedError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()


def _give(name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def give(request: web.Request) -> web.StreamResponse:
        return web.FileResponse(_PAGE / name)

    return give


async def _read_body(request: web.Request) -> Body:
    """The request's values; HTTPBadRequest when it holds none."""
    try:
        body = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(reason="send JSON") from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(reason="send a JSON object")
    return body


def _text(body: Body, name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise RefusedFileError(f"`{name}` should be text")
    return value
