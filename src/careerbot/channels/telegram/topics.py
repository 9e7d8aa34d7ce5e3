"""What Telegram answers to drafts of copies and forum topics -> what that means for a hand-off."""

from __future__ import annotations

from telegram.error import Forbidden, TelegramError

from careerbot.channels.telegram.events import Result
from careerbot.channels.telegram.messages import Draft

_LOST = ("thread not found", "topic_deleted", "topic_id_invalid", "topic_closed")
_UNREACHABLE = ("rights to send text", "administrator rights", "chat not found")


def judge_success(draft: Draft) -> Result:
    """What to report of a draft that was carried out; "" for nothing."""
    if draft.do == "make":
        return "made"
    return "closed" if draft.do == "close" else ""


def judge_refusal(draft: Draft, error: TelegramError) -> Result:
    """What to report of a draft that Telegram will not carry out. A topic that cannot be closed counts as closed."""
    why = error.message.lower()
    if draft.do in ("close", "reopen"):
        return "closed" if draft.do == "close" else "lost"
    unreachable = isinstance(error, Forbidden) or any(sign in why for sign in _UNREACHABLE)
    if draft.chat == draft.person:
        return "gone" if unreachable else "refused"
    if draft.do == "make" or unreachable:
        return "failed"
    return "lost" if any(sign in why for sign in _LOST) else "refused"
