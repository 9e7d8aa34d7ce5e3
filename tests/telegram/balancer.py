"""Ports of alike processes -> one address before them, for a server that brings updates to one address only."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Sequence

from tests.telegram.conftest import find_port


@contextlib.asynccontextmanager
async def balance(ports: Sequence[int]) -> AsyncIterator[int]:
    """The port of a balancer that gives each connection to the next of the ports that takes it."""
    turns = itertools.cycle(range(len(ports)))

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = next(turns)
        for port in (*ports[first:], *ports[:first]):
            with contextlib.suppress(OSError):
                there, to_there = await asyncio.open_connection("127.0.0.1", port)
                await asyncio.gather(_pour(reader, to_there), _pour(there, writer))
                return
        writer.close()

    own = find_port()
    async with await asyncio.start_server(serve, "127.0.0.1", own):
        yield own


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Everything from one side to the other, until either ends."""
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
