"""A county named without the word, and the counties talked of -> the county: "vs clark", "and king?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from careerbot.model import Mention
from careerbot.reading.nametable import PLACE, tokenise
from careerbot.reading.placing import Atlas

NAME = r"(?P<name>[a-z]+(?: (?!then\b|though\b|too\b|instead\b)[a-z]+)?)"
# What is set beside a county named in the same message.
BEHIND = re.compile(rf" ?,? (?:vs\.?|versus|or|and|compared to|than) {NAME}[ ?.!]*$")
# What stands alone after one was talked of: "ouch. king?".
ALONE = re.compile(
    r"^(?:(?:and|n|ok|okay|so|or|vs|versus|what about|how about|hmm|wow|ouch|damn|lol|for|in|then|also)[ ,.!?]+)*"
    rf"{NAME}(?: (?:then|though|too|instead))?[ ?.!]*$"
)
COUNTY = "county"


def find_county(normal: str, mentions: Sequence[Mention], areas: Sequence[str], atlas: Atlas) -> tuple[Mention, ...]:
    """The mentions with the county of the same state that a bare name means beside a county, or after one alone."""
    places = [m for m in mentions if m.kind == "place"]
    if len(places) == 1:
        near, found = places[0].id, BEHIND.match(normal, places[0].end)
    else:
        near, found = "".join(areas[:1]), None if mentions or len(areas) != 1 else ALONE.match(normal)
    id = next(_counties(found["name"], near, atlas), "") if found else ""
    return (*mentions, Mention("place", id, *found.span("name"), 1.0)) if found and id else tuple(mentions)


def _counties(name: str, near: str, atlas: Atlas) -> Iterator[str]:
    """The counties of a name in the state of another county; none where that is no county."""
    entries, number = atlas.table.entries, atlas.numbers.get(near)
    if number is None or entries.kinds[number] != COUNTY:
        return
    said = " ".join(token.place for token in tokenise(name))
    for n in atlas.table.names.get(f"{PLACE} {said} {COUNTY}", ()):
        if entries.kinds[n] == COUNTY and entries.states[n] == entries.states[number]:
            yield entries.ids[n]
