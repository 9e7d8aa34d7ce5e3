"""A question's words and what else it may mean -> the entry of the FAQ that it asks for in other words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from careerbot.model import Candidate, Mention
from careerbot.reading.asked import Beside, Meant
from careerbot.reading.intents import Reading
from careerbot.reading.items import SAME, SPECIFIC, Found
from careerbot.reading.mixture import spell_out
from careerbot.reading.reader import Context, Reader
from careerbot.reading.text import mask

# From which sureness it is clear what is asked of a job named.
CLEARLY = 0.55
# How alike the words of an entry must be, by whether those of the message name something and whether they are unclear.
PROMISING = {(True, False): 0.6, (True, True): 0.3, (False, False): 0.3, (False, True): 0.0}
# How much more those of an upper layer promise.
NEARER = 0.15
# From which likeness a note on a job is asked for, by whether one is named or talked of.
NOTED = {True: SPECIFIC, False: 0.9}
# What picks one of several that were offered: "the medical records one".
PICKING = re.compile(r"(?:(?:ok|so|and|then|maybe) )*the (?:[a-z]+ ){1,4}one\b")


def is_aside(found: Found, best: Candidate, reader: Reader) -> bool:
    """Whether an item of the FAQ that is on no job answers something else than what is surely meant of a job."""
    general = found.item.startswith("faq.") and not reader.items.occupations[found.item]
    return general and found.intent != best.intent and best.score >= CLEARLY and found.like < SAME



class Stretch(NamedTuple):
    """A stretch of a message: its words, what it names, and the jobs and places that it is on."""

    text: str
    mentions: Sequence[Mention]
    jobs: Sequence[str]
    places: Sequence[str]


def find_asked(stretch: Stretch, reading: Reading, found: Sequence[Found], context: Context, reader: Reader) -> Meant:
    """The entries of the FAQ that a stretch may ask for in other words.

    Where the words are clear, or name something, those besides names have to promise an entry by being like one that
    was found.
    """
    if reader.encode is None or not reader.asked.items or is_ruled(reading) or PICKING.match(stretch.text):
        return Meant()
    encode, items, named = reader.encode, reader.items, bool(stretch.mentions)
    likest = max((f.like + NEARER * (f.item in items.own) for f in found if f.item.startswith("faq.")), default=0.0)
    if likest < PROMISING[named, reading.unclear]:
        return Meant()
    on_a_job = bool(context.talked) or any(m.kind == "occupation" for m in stretch.mentions)
    if found and found[0].like >= NOTED[on_a_job] and not found[0].item.startswith(("faq.", "terms.")):
        return Meant()
    fitting = {i for i in reader.asked.items if items.belongs(i, stretch.jobs) and items.counts(i, stretch.places)}
    mended = reader.intents.mend(stretch.text)
    # Terms stay as they are: so the intents were looked for, and the vector is at hand.
    masked = reader.intents.mend(mask(stretch.text, [m for m in stretch.mentions if m.kind != "term"]))
    nameless = encode([spell_out(masked)])[0]
    covered = items.retriever.cover(mended, reader.asked.items)
    beside = _beside(stretch, reading, context)
    return reader.asked.find(
        lambda: encode([mended])[0], nameless, covered, fitting, items.own, reader.known, beside
    )


def _beside(stretch: Stretch, reading: Reading, context: Context) -> Beside:
    kinds = {m.kind for m in stretch.mentions}
    return Beside(
        sure=reading.candidates[0].score if reading.candidates else 0.0,
        ours=reading.in_scope,
        job="occupation" in kinds,
        place="place" in kinds,
        follows=bool(context.talked),
        length=len(stretch.text.split()),
    )


def is_ruled(reading: Reading) -> bool:
    """Whether an author's rule says what is likeliest meant."""
    return bool(reading.candidates) and reading.candidates[0].is_ruled
