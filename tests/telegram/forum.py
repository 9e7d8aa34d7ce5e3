"""Calls about forum topics and copies -> what Telegram would do and refuse, for the double."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

STAFF = -1001000


class Refusal(Exception):
    """A call that Telegram would refuse."""

    def __init__(self, code: int, why: str, **parameters: int) -> None:
        super().__init__(why)
        self.code, self.why, self.parameters = code, why, parameters


@dataclass
class Topic:
    """A topic, open or closed."""

    name: str
    is_open: bool = True


@dataclass
class Forum:
    """The topics of the staff group by number, and what the bot may do there."""

    is_forum: bool = True
    may_manage: bool = True
    may_delete: bool = True
    topics: dict[int, Topic] = field(default_factory=dict)
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(9001))

    def heed(self, params: dict[str, Any]) -> dict[str, Any]:
        """What a message into a topic has more than others. Raises Refusal where there is no open one."""
        thread = params.get("message_thread_id")
        if params["chat_id"] != STAFF or not thread:
            return {}
        self._open(thread)
        return {"message_thread_id": thread, "is_topic_message": True}

    def _open(self, thread: int) -> None:
        if thread not in self.topics:
            raise Refusal(400, "Bad Request: message thread not found")
        if not self.topics[thread].is_open:
            raise Refusal(400, "Bad Request: TOPIC_CLOSED")

    def make(self, params: dict[str, Any]) -> dict[str, Any]:
        """CreateForumTopic."""
        if not self.is_forum:
            raise Refusal(400, "Bad Request: the chat is not a forum")
        if not self.may_manage:
            raise Refusal(400, "Bad Request: not enough rights to create a topic")
        if not 1 <= len(str(params["name"])) <= 128:
            raise Refusal(400, "Bad Request: TOPIC_TITLE_EMPTY")
        number = next(self.numbers)
        self.topics[number] = Topic(str(params["name"]))
        return {"message_thread_id": number, "name": params["name"], "icon_color": 7322096}

    def turn(self, params: dict[str, Any], is_open: bool) -> bool:
        """CloseForumTopic and reopenForumTopic."""
        topic = self.topics.get(params["message_thread_id"])
        if topic is None:
            raise Refusal(400, "Bad Request: TOPIC_ID_INVALID")
        if topic.is_open == is_open:
            raise Refusal(400, "Bad Request: TOPIC_NOT_MODIFIED")
        topic.is_open = is_open
        return True

    def delete(self, params: dict[str, Any]) -> bool:
        """DeleteForumTopic."""
        if not self.may_delete:
            raise Refusal(400, "Bad Request: not enough rights to delete a topic")
        if self.topics.pop(params["message_thread_id"], None) is None:
            raise Refusal(400, "Bad Request: TOPIC_ID_INVALID")
        return True

    def describe(self, _: dict[str, Any]) -> dict[str, Any]:
        """GetChat."""
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        accepted = {"accepted_gift_types": dict.fromkeys(gifts, False), "accent_color_id": 0, "max_reaction_count": 11}
        return {"id": STAFF, "type": "supergroup", "title": "Staff", "is_forum": self.is_forum, **accepted}

    def describe_member(self, params: dict[str, Any]) -> dict[str, Any]:
        """getChatMember, for the bot."""
        user = {"id": params["user_id"], "is_bot": True, "first_name": "Career"}
        if not self.may_manage:
            return {"user": user, "status": "member"}
        rights = (
            "can_be_edited can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members"
            " can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
        ).split()
        flags = dict.fromkeys(rights, False) | {"can_manage_topics": True, "is_anonymous": False}
        return {"user": user, "status": "administrator", **flags}
