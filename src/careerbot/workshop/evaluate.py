"""Labelled questions -> how often the bot got intent, occupation, place and facts right, and each miss.

A file is tab separated, UTF-8, without quoting, with the columns id, turn_group, text, intent, occupation_soc,
area, must_contain and kind. Rows with one turn_group are turns of one conversation, in order.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from careerbot.bot import Answer, CareerBot, report
from careerbot.model import Message, State
from careerbot.workshop.matching import fold, shows_any

COLUMNS = ("id", "turn_group", "text", "intent", "occupation_soc", "area", "must_contain", "kind")
MEASURES = ("intent", "occupation", "place", "facts")
# Asking back is right for a question that cannot be understood in one way.
_ASKED_BACK = ("ask", "choose")
_SHOWN = 200


class UnreadableQuestionsError(ValueError):
    """A file that holds no labelled questions; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and what a right answer is about: intents, occupation and area names, and facts it must show.

    All alternatives of a fact are in one tuple; empty parts are not judged.
    """

    id: str
    conversation: str
    text: str
    intents: tuple[str, ...]
    occupations: tuple[str, ...]
    areas: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, its answer, and for each measure that applies whether it was right."""

    question: Labelled
    answer: Answer
    right: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the questions to which a measure applies were right."""

    good: int
    total: int

    @property
    def percent(self) -> float:
        """0..100; 100 where the measure applied to nothing."""
        return 100.0 * self.good / self.total if self.total else 100.0


def read_questions(path: Path) -> list[Labelled]:
    """The rows of a file in order. Raises UnreadableQuestionsError, or OSError when it cannot be opened."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
            missing = [c for c in COLUMNS if c not in (rows.fieldnames or ())]
            if missing:
                raise UnreadableQuestionsError(f"{path}: no column {', '.join(missing)}")
            return [_read_row(row) for row in rows]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableQuestionsError(f"{path}: it is no tab-separated UTF-8 text ({error})") from None


def _read_row(row: Mapping[str, str]) -> Labelled:
    return Labelled(
        id=row["id"],
        conversation=row["turn_group"] or row["id"],
        text=row["text"],
        intents=_split(row["intent"], ";"),
        occupations=_split(row["occupation_soc"], ";"),
        areas=_split(row["area"], ";"),
        facts=tuple(_split(fact, "|") for fact in _split(row["must_contain"], ";")),
        ambiguous=row["kind"] == "ambiguous",
    )


def _split(cell: str, separator: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in cell.split(separator)) if part)


def evaluate(questions: Iterable[Labelled], bot: CareerBot) -> Iterator[Judged]:
    """Asks every question in its conversation, in order."""
    states: defaultdict[str, State] = defaultdict(State)
    for question in questions:
        turn = bot.respond(Message(question.text), states[question.conversation])
        states[question.conversation] = turn.after
        answer = report(turn, bot.knowledge)
        yield Judged(question, answer, _judge(question, answer))


def _judge(question: Labelled, answer: Answer) -> dict[str, bool]:
    """Right or wrong by measure; all of several intents, occupations, areas or facts are needed."""
    asked_back = question.ambiguous and answer.plan in _ASKED_BACK
    names = [name for _, name in answer.areas]
    right = {
        "intent": set(question.intents) <= set(answer.intents),
        "occupation": set(question.occupations) <= set(answer.occupations),
        "place": all(_names_place(area, names) for area in question.areas),
        "facts": all(shows_any(answer.text, fact) for fact in question.facts),
    }
    wanted = (question.intents, question.occupations, question.areas, question.facts)
    return {measure: asked_back or right[measure] for measure, some in zip(MEASURES, wanted, strict=True) if some}


def _names_place(wanted: str, names: Iterable[str]) -> bool:
    """Whether a name shares a town, county or state with the wanted one: "Lewiston, ID-WA", "Clarkston-Lewiston"."""
    parts = [part.strip() for part in re.split("[-,]", fold(wanted)) if part.strip()]
    return any(part in fold(name) for part in parts for name in names)


def score(judged: Iterable[Judged]) -> dict[str, Score]:
    """The score of each measure, in the order of MEASURES."""
    verdicts: dict[str, list[bool]] = {measure: [] for measure in MEASURES}
    for one in judged:
        for measure, right in one.right.items():
            verdicts[measure].append(right)
    return {measure: Score(sum(rights), len(rights)) for measure, rights in verdicts.items()}


def describe_misses(judged: Iterable[Judged]) -> Iterator[str]:
    """For each question that went wrong: what was wrong, what was wanted, what came, and the reply's beginning."""
    for one in judged:
        wrong = [measure for measure, right in one.right.items() if not right]
        if wrong:
            yield f"{one.question.id} wrong {', '.join(wrong)}: {one.question.text}"
            yield f"    wanted {_describe_wanted(one.question)}"
            yield f"    came   {_describe_answer(one.answer)}"
            yield f"    said   {' '.join(one.answer.text.split())[:_SHOWN]}"


def _describe_wanted(question: Labelled) -> str:
    facts = ["|".join(fact) for fact in question.facts]
    return _join(question.intents, question.occupations, question.areas, facts)


def _describe_answer(answer: Answer) -> str:
    return _join((answer.plan,), answer.intents, answer.occupations, [name for _, name in answer.areas])


def _join(*parts: Sequence[str]) -> str:
    return "; ".join(", ".join(part) for part in parts if part)
