"""Everything compiled for reading -> one value for its steps, and what came before a message as another."""

from __future__ import annotations

from dataclasses import dataclass

from careerbot.reading.asked import Asked, Known
from careerbot.reading.described import Described
from careerbot.reading.intents import IntentIndex
from careerbot.reading.items import Shelves
from careerbot.reading.meaning import Encode
from careerbot.reading.names import Names
from careerbot.reading.spelling import English
from careerbot.reading.variants import Talked


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything that reading needs, compiled from the knowledge.

    `vocabulary` are the words that it uses, `encode` gives the meaning of texts where there is a sentence model, `talk`
    are the intents that are small talk and turns, `roaming` those that take no occupation.
    """

    names: Names
    intents: IntentIndex
    items: Shelves
    vocabulary: frozenset[str]
    english: English
    described: Described
    asked: Asked
    known: Known
    encode: Encode | None
    talk: frozenset[str]
    roaming: frozenset[str]

    def remember(self) -> Encode | None:
        """The encoder with the vectors of the FAQ's questions at hand; None without a sentence model."""
        return self.asked.remember(self.encode) if self.encode else None


@dataclass(frozen=True, slots=True)
class Context:
    """What came before: `home` is the state that a place of many names is first looked for in, `occupations` are what
    a question that names none is about, `intents` what was asked last, `talked` the jobs talked of, latest first, and
    `areas` the places that a question that names none is about.
    """

    home: str = ""
    occupations: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    talked: tuple[Talked, ...] = ()
    areas: tuple[str, ...] = ()
