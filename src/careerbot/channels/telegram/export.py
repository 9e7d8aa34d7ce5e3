"""All that is held on a person in a chat -> a document for them, and where it goes."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from careerbot.channels.telegram import words
from careerbot.channels.telegram.events import Event
from careerbot.channels.telegram.messages import Draft, draft_text
from careerbot.model import State
from careerbot.store import Claim, Held

FILE_NAME = "my-data.json"


def draft_export(event: Event, claim: Claim, held: Held) -> list[Draft]:
    """The document, always in private; in a group a word that it went there."""
    if event.user < 0:
        return draft_text(event, words.EXPORT_NOBODY)
    document = Draft("document", event.user, words.EXPORTED, file=write_export(claim, held))
    return [document] if event.private else [document, *draft_text(event, words.EXPORTED_APART)]


def write_export(claim: Claim, held: Held) -> str:
    """JSON of what is remembered of a conversation, what is noted beside it, and what waits to be sent."""
    remembered = {} if claim.state == State() else msgspec.to_builtins(claim.state)
    everything = {
        "chat": claim.letter.conversation,
        "remembered": remembered,
        "notes": {name: _read(body) for name, body in claim.notes.items()},
        "waiting_to_be_sent": [_read(body) for body in held.waiting],
        "answers_by_question": held.answers,
    }
    return json.dumps(everything, ensure_ascii=False, indent=1)


def _read(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body
