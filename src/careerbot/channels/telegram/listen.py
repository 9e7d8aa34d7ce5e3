"""Web application -> a server on an address, which neither slow nor many callers can tie up."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import cast

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

# Telegram opens 100 at most, and whoever watches a few.
MOST_CONNECTIONS = 256
# Seconds that a new caller may take to come out with the head of a request, and a known one to the next request.
SILENT_SECONDS = 15.0
_KEEP_SECONDS = 90.0
# Those under way at the end may take so long.
_LAST_SECONDS = 1.0
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class CannotListenError(Exception):
    """An address that cannot be listened on; the message is one sentence for the operator."""


@contextlib.asynccontextmanager
async def listen(app: web.Application, host: str, port: int) -> AsyncIterator[None]:
    """Serve for as long as the block runs. Raises CannotListenError."""
    watch = _Watch()
    app.middlewares.append(watch.note_request)
    runner = web.AppRunner(
        app,
        access_log=None,
        keepalive_timeout=_KEEP_SECONDS,
        shutdown_timeout=_LAST_SECONDS,
        lingering_time=_LAST_SECONDS,
    )
    await runner.setup()
    server = cast(web.Server, runner.server)
    door = await _open_door(lambda: _admit(server), host, port)
    closing = asyncio.create_task(watch.close_silent(server))
    try:
        yield
    finally:
        closing.cancel()
        door.close()
        await runner.cleanup()


async def _open_door(admit: Callable[[], asyncio.Protocol], host: str, port: int) -> asyncio.Server:
    try:
        return await asyncio.get_running_loop().create_server(admit, host, port)
    except OSError as error:
        raise CannotListenError(f"cannot listen on {host}, port {port}: {error.strerror}") from None


def _admit(server: web.Server) -> asyncio.Protocol:
    return server() if len(server.connections) < MOST_CONNECTIONS else _Full()


class _Full(asyncio.Protocol):
    """A connection for which there is no room."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Close it."""
        transport.close()


class _Watch:
    """Closes connections on which no first request comes for too long; aiohttp itself sees to those that had one."""

    def __init__(self) -> None:
        self._silent: dict[RequestHandler, float] = {}
        self._served: set[RequestHandler] = set()

    @web.middleware
    async def note_request(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer a request, and know from then on that its connection had one."""
        self._served.add(request.protocol)
        return await handler(request)

    async def close_silent(self, server: web.Server) -> None:
        """Look for such connections, for ever."""
        while True:
            await asyncio.sleep(SILENT_SECONDS / 10)
            now, connections = time.monotonic(), set(server.connections)
            self._served &= connections
            self._silent = {c: self._silent.get(c, now) for c in connections - self._served}
            for connection in [c for c, since in self._silent.items() if now - since > SILENT_SECONDS]:
                if connection.transport:
                    connection.transport.write(_TOO_SLOW)
                connection.force_close()
