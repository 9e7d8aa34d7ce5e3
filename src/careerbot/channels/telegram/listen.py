"""Web application -> a server on an address, which neither slow nor many callers can tie up."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import cast

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

# Telegram opens 100 at most, and whoever watches a few.
MOST_CONNECTIONS = 256
# Seconds that a caller may take over the head of a request, or leave a connection idle.
IDLE_SECONDS = 15.0
# Those under way at the end may take so long.
_LAST_SECONDS = 1.0
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class CannotListenError(Exception):
    """An address that cannot be listened on; the message is one sentence for the operator."""


@contextlib.asynccontextmanager
async def listen(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve for as long as the block runs; gives the port, a free one for 0. Raises CannotListenError."""
    watch = _IdleWatch()
    app.middlewares.append(watch.note_request)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_LAST_SECONDS, lingering_time=_LAST_SECONDS)
    await runner.setup()
    server = cast(web.Server, runner.server)
    door = await _open_door(lambda: _admit(server), host, port)
    closing = asyncio.create_task(watch.close_idle(server))
    try:
        yield door.sockets[0].getsockname()[1]
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


class _IdleWatch:
    """Closes connections on which no request has come for too long; aiohttp's own limit begins after the first."""

    def __init__(self) -> None:
        self._since: dict[RequestHandler, float] = {}
        self._busy: set[RequestHandler] = set()

    @web.middleware
    async def note_request(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer a request, knowing meanwhile that its connection is not idle."""
        connection = request.protocol
        self._busy.add(connection)
        try:
            return await handler(request)
        finally:
            self._busy.discard(connection)
            self._since.pop(connection, None)

    async def close_idle(self, server: web.Server) -> None:
        """Look for such connections, for ever."""
        clock = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(IDLE_SECONDS / 10)
            now = clock()
            self._since = {c: self._since.get(c, now) for c in server.connections if c not in self._busy}
            for connection in [c for c, since in self._since.items() if now - since > IDLE_SECONDS]:
                if connection.transport:
                    connection.transport.write(_TOO_SLOW)
                connection.force_close()
