"""A question's words and what else it may mean -> the entry of the FAQ that it asks for in other words."""

from __future__ import annotations

from collections.abc import Sequence

from careerbot.model import Candidate
from careerbot.reading.asked import BARS, Meant
from careerbot.reading.intents import Reading
from careerbot.reading.items import LIKE, SAME, Found
from careerbot.reading.mixture import spell_out
from careerbot.reading.reader import Context, Reader

# From which sureness it is clear what is asked of a job named, and that it is one of ours at all.
CLEARLY, OURS = 0.8, 0.6
# How alike the words of an entry must be, by whether those of the message name something and whether they are unclear.
PROMISING = {(True, False): 0.75, (True, True): LIKE, (False, False): LIKE, (False, True): 0.0}
# From which sureness it is clear what is asked, or that it is none of ours.
SURELY = 0.9


def is_aside(found: Found, best: Candidate, reader: Reader) -> bool:
    """Whether an item of the FAQ that is on no job answers something else than what is surely meant of a job."""
    general = found.item.startswith("faq.") and not reader.items.occupations[found.item]
    return general and found.intent != best.intent and best.score >= CLEARLY and found.like < SAME


def find_asked(
    text: str,
    masked: str,
    jobs: Sequence[str],
    places: Sequence[str],
    reading: Reading,
    found: Sequence[Found],
    context: Context,
    reader: Reader,
) -> Meant:
    """The entries of the FAQ that a text may ask for in other words.

    Where the words are clear, or name something, those besides names have to promise an entry by being like one that
    was found.
    """
    if reader.encode is None or not reader.asked.items or is_ruled(reading):
        return Meant()
    mended = reader.intents.mend(text)
    encode, items, named = reader.encode, reader.items, mended != masked
    likest = max((f.like for f in found if f.item.startswith("faq.")), default=0.0)
    if likest < PROMISING[named, reading.unclear]:
        return Meant()
    fitting = {i for i in reader.asked.items if items.belongs(i, jobs) and items.counts(i, places)}
    if context.talked:
        fitting = {i for i in fitting if items.intents[i] not in reader.roaming}
    bar = BARS[named or bool(context.talked), is_doubtful(reading)]
    nameless = encode([spell_out(masked)])[0]
    if not reader.asked.comes_near(nameless, fitting, bar):
        return Meant()
    asked = encode([mended])[0] if named else nameless
    alike = dict(items.rank(mended, jobs, 0.0, 0))
    return reader.asked.find(asked, nameless, alike, fitting, items.own, reader.known, bar)


def is_doubtful(reading: Reading) -> bool:
    """Whether neither words nor meaning say what is asked, nor that it is none of ours."""
    best = reading.candidates[0].score if reading.candidates else 0.0
    return reading.unclear and reading.in_scope < OURS and best < SURELY


def is_ruled(reading: Reading) -> bool:
    """Whether an author's rule says what is likeliest meant."""
    return bool(reading.candidates) and reading.candidates[0].is_ruled
