"""Deep links -> what they ask, as untrusted words; and an answer -> the link that asks it again in private."""

from __future__ import annotations

import re
import unicodedata

from careerbot.model import Choice, Knowledge, Step
from careerbot.talking.buttons import encode_step
from careerbot.talking.wording import name_step

# What Telegram takes as the parameter of a link; anything else was typed by hand.
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LONGEST = 64
# Leads to where help is found; offered where somebody writes in distress in a chat that is not ours.
HELP_NOW = "help_now"


def read_payload(text: str) -> str:
    """The words of a link's parameter, "pay welder ohio" of "pay_welder_ohio"; "" for what is none."""
    return re.sub("[_-]+", " ", text).strip() if _PAYLOAD.fullmatch(text) else ""


def write_payload(words: str) -> str:
    """The words as a link's parameter: without accents and marks, cut behind a word; "" where nothing is left."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    kept = re.findall("[a-z0-9]+", plain)
    while len("_".join(kept)) > _LONGEST:
        kept.pop()
    return "_".join(kept)


def offer_private(bot: str, step: Step, knowledge: Knowledge) -> Choice:
    """A button in a group that asks the same in a chat of two."""
    return Choice("Ask me in private", f"https://t.me/{bot}?start={write_payload(name_step(step, knowledge))}")


def press_help(knowledge: Knowledge) -> str:
    """The press that brings the answer to a cry for help; "" where authors wrote none."""
    return next((encode_step(Step(i.id)) for i in knowledge.intents.values() if i.kind == "crisis"), "")
