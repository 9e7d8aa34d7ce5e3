"""Bot API calls -> HTTP by aiohttp; nothing that it raises or logs holds the address, which holds the token."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from careerbot.channels.telegram.metrics import count_call

_CONNECTIONS = 100
_CONNECT_SECONDS = 5.0
_READ_SECONDS = 20.0


class AiohttpRequest(BaseRequest):
    """python-telegram-bot's way out, over one pool of connections.

    `use_proxy` says whether the environment's proxy (HTTPS_PROXY and the like) is to be used.
    """

    def __init__(self, use_proxy: bool = True) -> None:
        self._use_proxy = use_proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take when the caller does not say."""
        return _READ_SECONDS

    async def initialize(self) -> None:
        """Open the pool, if it is not open."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=_CONNECTIONS, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(connector=connector, trust_env=self._use_proxy)

    async def shutdown(self) -> None:
        """Close the pool, if it is open."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of one call. Raises TimedOut when it is not known to have failed, else NetworkError."""
        if self._session is None:
            raise NetworkError("not connected")
        read = _READ_SECONDS if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        whole = None if read is None else read + _CONNECT_SECONDS
        limits = aiohttp.ClientTimeout(total=whole, sock_connect=_CONNECT_SECONDS)
        data = _write_body(request_data) if request_data else None
        name = url.rpartition("/")[2]
        try:
            async with self._session.request(method, url, data=data, timeout=limits) as response:
                body = await response.read()
        except TimeoutError:
            count_call(name, "timeout")
            raise TimedOut from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            count_call(name, "unreachable")
            raise NetworkError(type(error).__name__) from None
        count_call(name, response.status)
        return response.status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The JSON object of an answer. Raises TelegramError when it is none, without showing what it was."""
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or (answer.get("ok") and "result" not in answer):
            raise TelegramError("the answer is not of the Bot API")
        return answer


def _write_body(asked: RequestData) -> dict[str, str] | aiohttp.FormData:
    if not asked.contains_files:
        return asked.json_parameters
    form = aiohttp.FormData(asked.json_parameters)
    for field, (name, content, kind) in asked.multipart_data.items():
        form.add_field(field, content, filename=name, content_type=kind)
    return form


def get_wait(error: RetryAfter) -> float:
    """Seconds that Telegram told us to wait."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
