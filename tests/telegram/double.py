"""People and faults -> a Bot API on loopback, strict where Telegram is; what the bot did is kept for the test."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import time
from collections import deque
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from aiohttp import ClientError, ClientSession, web
from tests.telegram.forum import Forum, Refusal

TOKEN = "4242:A_token_for-tests"
BOT = {"id": 4242, "is_bot": True, "first_name": "Career", "username": "career_test_bot"}
TAGS = frozenset("a b strong i em u ins s strike del code pre blockquote tg-spoiler".split())
TEXT_LIMIT, CAPTION_LIMIT, DATA_LIMIT = 4096, 1024, 64
PHOTO = [{"file_id": "p", "file_unique_id": "u", "width": 8, "height": 8}]
# A message without buttons.
BARE: dict[str, Any] = {"inline_keyboard": []}
_TAG = re.compile(r"<(/?)([a-zA-Z0-9-]*)(?:\s[^<>]*)?>")


@dataclass
class Fault:
    """The next `count` calls of a method go wrong: a status, "cut" (before it is carried out), "cut after", "hang"."""

    method: str
    kind: int | str
    count: int = 1
    retry_after: int = 0
    chat: int = 0
    why: str = "Some Error"
    migrate_to: int = 0


@dataclass
class Call:
    """What the bot asked for, and how that ended: 200 or the code of the refusal."""

    method: str
    params: dict[str, Any]
    status: int
    at: float
    result: Any = None


@dataclass
class Double:
    """A Bot API with one bot. `calls` are all but polling; `polls` are the offsets asked for.

    With a webhook (`hook`) it brings updates one after the other, each again until it is taken; `brought` are the
    statuses of those tries, 0 for no answer.
    """

    calls: list[Call] = field(default_factory=list)
    polls: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    queue: deque[dict[str, Any]] = field(default_factory=deque)
    messages: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    profile: dict[str, Any] = field(default_factory=dict)
    forum: Forum = field(default_factory=Forum)
    token: str = TOKEN
    url: str = ""
    hook: dict[str, Any] = field(default_factory=dict)
    brought: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self._updates = itertools.count(1000)
        self._news = asyncio.Event()
        self._polling: asyncio.Task[Any] | None = None
        self._bringing: asyncio.Task[None] | None = None
        self._done = asyncio.Condition()

    # ---------------------------------------------------------------- what people do
    def write(self, text: str | None = None, user: int = 7, chat: int = 0, **more: Any) -> int:
        """A message from a person; its number. A negative chat is a group."""
        message = self._make_message(user, chat or user, text, more)
        self.push({"message": message})
        return int(message["message_id"])

    def edit(self, number: int, text: str, user: int = 7, chat: int = 0) -> None:
        """A person edits a message of their own."""
        message = self.messages[chat or user, number] | {"text": text, "edit_date": int(time.time())}
        self.push({"edited_message": message})

    def press(self, data: str, user: int = 7, chat: int = 0, number: int = 0) -> str:
        """A press of a button with the data under the bot's latest message, or that of a number; the query's id."""
        place = chat or user
        sent = [n for (c, n), m in self.messages.items() if c == place and m["from"]["id"] == BOT["id"]]
        message = self.messages[place, number or max(sent)]
        query = f"q{next(self._numbers)}"
        sender = {"id": user, "is_bot": False, "first_name": "P"}
        self.push(
            {"callback_query": {"id": query, "from": sender, "message": message, "data": data, "chat_instance": "1"}}
        )
        return query

    def type_inline(self, query: str, user: int = 7) -> str:
        """Words that a person types behind the bot's name in some chat; the query's id."""
        number = f"i{next(self._numbers)}"
        sender = {"id": user, "is_bot": False, "first_name": "P"}
        self.push({"inline_query": {"id": number, "from": sender, "query": query, "offset": ""}})
        return number

    def push(self, update: dict[str, Any], number: int = 0) -> int:
        """Any update, under a number of its own or a given one; its number."""
        number = number or next(self._updates)
        self.queue.append({"update_id": number, **update})
        self._news.set()
        self._bring()
        return number

    def _make_message(self, user: int, chat: int, text: str | None, more: dict[str, Any]) -> dict[str, Any]:
        number = next(self._numbers)
        message = {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup"},
            "from": {"id": user, "is_bot": False, "first_name": more.pop("first_name", "P")},
            **({} if text is None else {"text": text}),
            **more,
        }
        self.messages[chat, number] = message
        return message

    # ---------------------------------------------------------------- what a test looks at
    def shown(self, chat: int = 7) -> list[str]:
        """The texts that the bot has sent to a chat, as written, in order; edits are not among them."""
        return [c.params["text"] for c in self.done("sendMessage", chat)]

    def done(self, method: str = "", chat: int = 0) -> list[Call]:
        """Calls that were carried out, in order."""
        found = [c for c in self.calls if c.status == 200]
        return [c for c in found if method in ("", c.method) and chat in (0, int(c.params.get("chat_id", 0)))]

    async def wait(self, count: int, method: str = "sendMessage", chat: int = 0, seconds: float = 8.0) -> list[Call]:
        """The calls of a method once there are so many; fails when they do not come."""
        async with asyncio.timeout(seconds), self._done:
            await self._done.wait_for(lambda: len(self.done(method, chat)) >= count)
        return self.done(method, chat)

    async def settle(self, quiet: float = 0.15) -> None:
        """Wait until all updates are confirmed and nothing was called for a moment."""
        async with asyncio.timeout(8):
            seen = -1
            while self.queue or seen != len(self.calls):
                seen = len(self.calls)
                await asyncio.sleep(quiet)

    # ---------------------------------------------------------------- the Bot API
    async def serve(self) -> web.AppRunner:
        """Start to serve on a free port; `url` says where."""
        app = web.Application()
        app.on_shutdown.append(self._stop_bringing)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return runner

    async def _stop_bringing(self, _: web.Application) -> None:
        if self._bringing:
            self._bringing.cancel()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        params = {k: _read(v) if isinstance(v, str) else _open(v) for k, v in (await request.post()).items()}
        fault = self._next_fault(method, params)
        if fault and fault.kind != "cut after":
            self._note(method, params, fault.kind if isinstance(fault.kind, int) and fault.kind != 200 else 0)
            return await self._fail(request, fault)
        try:
            if request.match_info["token"] != self.token:
                raise Refusal(401, "Unauthorized")
            result = await self._carry_out(method, params)
        except Refusal as refusal:
            self._note(method, params, refusal.code)
            return _refuse(refusal)
        self._note(method, params, 200, result)
        async with self._done:
            self._done.notify_all()
        if fault:
            return await self._fail(request, fault)
        return web.json_response({"ok": True, "result": result})

    def _next_fault(self, method: str, params: dict[str, Any]) -> Fault | None:
        for fault in self.faults:
            if fault.count and fault.method.lower() == method and fault.chat in (0, params.get("chat_id")):
                fault.count -= 1
                return fault
        return None

    async def _fail(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.kind == 429:
            return _refuse(Refusal(429, "Too Many Requests", retry_after=fault.retry_after))
        if fault.kind == 502:
            return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")
        if fault.kind == 200:
            return web.Response(text='{"ok":true,"resu', content_type="application/json")
        if isinstance(fault.kind, int):
            more = {"migrate_to_chat_id": fault.migrate_to} if fault.migrate_to else {}
            return _refuse(Refusal(fault.kind, fault.why, **more))
        if fault.kind == "hang":
            await asyncio.sleep(60)
        if request.transport:
            request.transport.abort()
        return web.Response(status=500)

    def _note(self, method: str, params: dict[str, Any], status: int, result: Any = None) -> None:
        if method != "getupdates":
            self.calls.append(Call(_NAMES.get(method, method), params, status, time.time(), result))

    async def _carry_out(self, method: str, params: dict[str, Any]) -> Any:
        if method == "getupdates":
            return await self._give_updates(params)
        if method.startswith("getmy"):
            empty: Any = [] if method == "getmycommands" else {_SNAKES[method[5:]]: ""}
            return self.profile.get(method[5:] + _scope_of(params), empty)
        if method.startswith("setmy"):
            name = method[5:]
            self.profile[name + _scope_of(params)] = params["commands"] if name == "commands" else params
            return True
        if method == "sendmessage":
            return self._send(params)
        if method == "senddocument":
            return self._send(params | {"text": params["caption"]})
        if method == "sendphoto":
            return self._send_photo(params)
        if method == "editmessagetext":
            return self._edit(params, _check(params))
        if method == "editmessagereplymarkup":
            return self._edit(params, {"reply_markup": params.get("reply_markup", BARE)})
        if method == "answerinlinequery":
            return self._check_results(params)
        if method in ("setwebhook", "deletewebhook"):
            self.hook = params
            self._bring()
            return True
        if method == "getwebhookinfo":
            return {"has_custom_certificate": False, "pending_update_count": len(self.queue), "url": "", **self.hook}
        if method == "copymessage":
            return self._copy(params)
        if method in _FORUM_CALLS:
            return _FORUM_CALLS[method](self.forum, params)
        return {"getme": BOT, "sendchataction": True, "answercallbackquery": True}[method]

    def _check_results(self, params: dict[str, Any]) -> bool:
        results = params["results"]
        ids = {r["id"] for r in results if 1 <= len(r["id"].encode()) <= DATA_LIMIT}
        if len(ids) != len(results):
            raise Refusal(400, "Bad Request: RESULT_ID_INVALID")
        for result in results:
            _check({"text": result["input_message_content"]["message_text"], "parse_mode": "HTML"})
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(params["button"]["start_parameter"])):
            raise Refusal(400, "Bad Request: START_PARAM_INVALID")
        return True

    def _bring(self) -> None:
        if self.hook.get("url") and (self._bringing is None or self._bringing.done()):
            self._bringing = asyncio.create_task(self._bring_all())

    async def _bring_all(self) -> None:
        async with ClientSession() as session:
            while self.queue and self.hook.get("url"):
                self.brought.append(await self.bring(session, self.queue[0]))
                if self.brought[-1] == 200:
                    self.queue.popleft()
                else:
                    await asyncio.sleep(0.05)

    async def bring(self, session: ClientSession, update: Any, url: str = "") -> int:
        """The status of one call of the webhook, or of another with the same secret; 0 for no answer."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.hook["secret_token"]}
        try:
            async with session.post(url or self.hook["url"], json=update, headers=headers) as response:
                return response.status
        except ClientError:
            return 0

    async def _give_updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        if self._polling and not self._polling.done():
            self._polling.cancel()
        offset = int(params["offset"])
        self.polls.append(offset)
        while self.queue and offset and self.queue[0]["update_id"] < offset:
            self.queue.popleft()
        self._polling = asyncio.create_task(self._wait_for_updates(float(params["timeout"])))
        try:
            await asyncio.shield(self._polling)
        except asyncio.CancelledError:
            if self._polling.cancelled():
                raise Refusal(409, "Conflict: terminated by other getUpdates request") from None
            raise
        return list(self.queue)[: int(params["limit"])]

    async def _wait_for_updates(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.queue and time.monotonic() < until:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), until - time.monotonic())
            except TimeoutError:
                return

    def _send(self, params: dict[str, Any]) -> dict[str, Any]:
        chat = params["chat_id"]
        if chat in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        message = self._make_message(BOT["id"], chat, None, self.forum.heed(params))
        message |= {"from": BOT, **_check(params)}
        asked = (params.get("reply_parameters") or {}).get("message_id")
        if asked:
            message["reply_to_message"] = self.messages[chat, asked]
        return message

    def _send_photo(self, params: dict[str, Any]) -> dict[str, Any]:
        if not params["photo"]["content"].startswith(("\udc89PNG", "\udcff\udcd8\udcff")):
            raise Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED")
        caption = params.get("caption", "")
        message = self._send(params | {"text": caption or "-"})
        if len(message.pop("text")) > CAPTION_LIMIT:
            raise Refusal(400, "Bad Request: message caption is too long")
        message |= {"photo": PHOTO, **({"caption": caption} if caption else {})}
        return message

    def _copy(self, params: dict[str, Any]) -> dict[str, Any]:
        if params["chat_id"] in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        found = self.messages.get((params["from_chat_id"], params["message_id"]))
        if found is None:
            raise Refusal(400, "Bad Request: message to copy not found")
        body = {k: v for k, v in found.items() if k in ("text", "caption", "photo", "voice")}
        if not body:
            raise Refusal(400, "Bad Request: the message can't be copied")
        message = self._make_message(BOT["id"], params["chat_id"], None, self.forum.heed(params))
        message |= {"from": BOT, **body}
        return {"message_id": message["message_id"]}

    def _edit(self, params: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        message = self.messages.get((params["chat_id"], params["message_id"]))
        if message is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        if "text" in body and "text" not in message:
            raise Refusal(400, "Bad Request: there is no text in the message to edit")
        # An edit that names no buttons takes them away.
        body = {"reply_markup": BARE} | body
        if all(message.get(k, BARE) == v for k, v in body.items()):
            raise Refusal(400, "Bad Request: message is not modified")
        message |= body
        return message


_FORUM_CALLS = {
    "createforumtopic": Forum.make,
    "closeforumtopic": lambda forum, params: forum.turn(params, False),
    "reopenforumtopic": lambda forum, params: forum.turn(params, True),
    "deleteforumtopic": Forum.delete,
    "getchat": Forum.describe,
    "getchatmember": Forum.describe_member,
}
_SNAKES = {"description": "description", "shortdescription": "short_description"}
_CALLED = """sendMessage sendPhoto sendDocument sendChatAction editMessageText editMessageReplyMarkup
answerCallbackQuery answerInlineQuery setMyCommands setMyDescription copyMessage createForumTopic closeForumTopic
reopenForumTopic deleteForumTopic""".split()
_NAMES = {name.lower(): name for name in _CALLED}


def _read(value: str) -> Any:
    return json.loads(value) if re.fullmatch(r"-?\d+|[\[{].*", value, re.DOTALL) else value


def _scope_of(params: dict[str, Any]) -> str:
    scope = params.get("scope", {})
    return f" {scope['type']}{scope.get('chat_id', '')}" if scope else ""


def _open(file: Any) -> dict[str, str]:
    content = file.file.read().decode(errors="surrogateescape")
    return {"name": file.filename, "type": file.content_type, "content": content}


def _refuse(refusal: Refusal) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.why}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return web.json_response(body, status=refusal.code)


def _check(params: dict[str, Any]) -> dict[str, Any]:
    """Text and keyboard as Telegram would keep them."""
    text = str(params["text"])
    seen = read_html(text) if params.get("parse_mode") == "HTML" else text
    if not seen.strip():
        raise Refusal(400, "Bad Request: text must be non-empty")
    if len(seen) > TEXT_LIMIT:
        raise Refusal(400, "Bad Request: message is too long")
    markup = params.get("reply_markup") or {}
    for button in itertools.chain(*markup.get("inline_keyboard", [])):
        data = button.get("callback_data", "url")
        if not button["text"].strip() or not 1 <= len(data.encode()) <= DATA_LIMIT:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    return {"text": seen.strip(), "reply_markup": markup} if markup else {"text": seen.strip()}


def read_html(html: str) -> str:
    """What is seen of HTML in Telegram's dialect. Raises Refusal where Telegram's parser would."""
    opened: list[str] = []
    for piece in re.findall(r"<[^<>]*>?", html):
        tag = _TAG.fullmatch(piece)
        if not tag or tag[2].lower() not in TAGS:
            raise Refusal(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{piece}"')
        if not tag[1]:
            opened.append(tag[2].lower())
        elif not opened or opened.pop() != tag[2].lower():
            raise Refusal(400, "Bad Request: can't parse entities: Unmatched end tag")
    if opened:
        raise Refusal(400, f"Bad Request: can't parse entities: Can't find end tag for \"{opened[-1]}\"")
    return unescape(re.sub(r"<[^<>]*>", "", html))
