"""Figures and items -> the words of one answer, every source used on the way kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment

from careerbot.model import NATION, Cite, Fact, Item, Knowledge, Picture, Row, Step, Subject
from careerbot.talking import wording
from careerbot.talking.live import say_entry
from careerbot.talking.lookup import PAY, find_entry, rows_at
from careerbot.talking.markup import literal

UNITS = ("year", "hour")
# Units of pay; beside it counts of people stand in the same rows.
PAID_BY = frozenset((*UNITS, "month"))
# How many weeks and months make a year, and how many hours the BLS counts as one of full-time work.
PARTS = {"week": 52, "month": 12}
FULL_TIME_HOURS = 2080
LADDER = ("p10", "p25", "p50", "p75", "p90")


@dataclass(slots=True)
class Voice:
    """What templates speak through. `cites` and `pictures` grow with everything that is said, in order.

    `today` is the day of the answer, such as "2026-03-01", or empty where it does not matter.
    """

    knowledge: Knowledge
    templates: Environment
    today: str = ""
    cites: list[Cite] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    def words(self) -> dict[str, Callable[..., Any]]:
        """The functions that a template may call."""
        return {
            "say": self.say,
            "pay": self.pay,
            "money": self.money,
            "count": self.count,
            "percent": self.percent,
            "change": self.change,
            "by": self.by,
            "area": self.area,
            "best": self.best,
            "amounts": self.amounts,
            "national": self.national,
            "side_by_side": self.side_by_side,
            "gap": self.gap,
            "band": self.band,
            "parted": self.parted,
            "over_year": over_year,
            "parts": self.parts,
            "ranked": self.ranked,
            "note": self.note,
            "gist": self.gist,
            "schooling": self.schooling,
            "plural": self.plural,
            "singular": self.singular,
            "capital": wording.capital,
            "lower": lower_first,
            "share": wording.SHARES.__getitem__,
            "percentile": wording.PERCENTILES.__getitem__,
            "date": wording.write_period,
            "join": wording.join_words,
            "dollars": wording.write_dollars,
            "literal": literal,
            "prints": published,
            "printed": self.printed,
            "use": self.use,
            "cite": self.cite,
        }

    def use(self, cite: Cite) -> str:
        """Note a source as used; says nothing."""
        self.cites.append(cite)
        return ""

    def cite(self, source: str) -> str:
        """Note a source with its own date as used; says nothing."""
        return self.use(Cite(source, self.knowledge.sources[source].published))

    def say(self, item: Item) -> str:
        """The item's text; an entry of the FAQ with its live figures and who signed it."""
        self.cites.extend(item.cites)
        entry = find_entry(item.id, self.knowledge)
        if entry and entry.picture:
            self.pictures.append(entry.picture)
        return say_entry(entry, self) if entry else item.text

    def pay(self, fact: Fact) -> str:
        """ "$126,060 a year"."""
        self.use(fact.cite)
        return wording.write_pay(fact)

    def money(self, fact: Fact) -> str:
        """ "$126,060"."""
        self.use(fact.cite)
        return wording.write_money(fact)

    def count(self, fact: Fact) -> str:
        """ "241,900", or the words of a figure that is none."""
        self.use(fact.cite)
        return wording.write_count(fact)

    def percent(self, fact: Fact) -> str:
        """ "1.9%"."""
        self.use(fact.cite)
        return wording.write_percent(fact)

    def change(self, fact: Fact) -> str:
        """ "grow 1.9%"."""
        self.use(fact.cite)
        return wording.write_change(fact)

    def by(self, row: Row) -> str:
        """ "BLS pay survey, May 2025"."""
        return wording.name_row(row, self.knowledge)

    def area(self, area: str) -> str:
        """ "the Yakima, WA metro area"."""
        return wording.name_area(area, self.knowledge)

    def parts(self, fact: Fact) -> list[str]:
        """The pieces of a figure that is a list, in the publisher's order."""
        self.use(fact.cite)
        return [part.strip() for part in fact.text.split("|") if part.strip()]

    def ranked(self, row: Row) -> list[tuple[str, str]]:
        """The figures of a row with their names in words, largest first: [("investigative", "6.5"), ...]."""
        self.use(row.cite)
        figures = sorted((f for f in row.facts if f.value is not None), key=lambda f: -(f.value or 0.0))
        return [(f.measure.replace("_", " "), f"{f.value:g}") for f in figures]

    def note(self, occupation: str) -> str:
        """What the official figures of an occupation cover beyond its name; "" where nothing needs saying."""
        return self.knowledge.occupations[occupation].note

    def gist(self, occupation: str) -> str:
        """What people in an occupation do, in a sentence; "" where no summary is held."""
        summary = self.knowledge.occupations[occupation].summary
        return self.say(summary) if summary else ""

    def schooling(self, occupation: str) -> str:
        """ "associate's degree", as BLS lists it for an occupation; "" where it lists none."""
        facts = self.knowledge.facts.find("entry", occupation, NATION)
        listed = next((f for f in facts if f.measure == "education"), None)
        return lower_first(self.count(listed)) if listed else ""

    def plural(self, occupation: str) -> str:
        """ "industrial production managers", as it stands in a sentence."""
        return lower_first(self.knowledge.occupations[occupation].title)

    def singular(self, occupation: str) -> str:
        """ "industrial production manager"."""
        return self.knowledge.occupations[occupation].singular

    def best(self, subject: Subject, topic: str, measure: str, unit: str = "") -> Row | None:
        """The best row of the topic that publishes the measure, in the unit if one is named."""
        return next((r for r in subject.rows if r.topic == topic and published(r, measure, unit)), None)

    def amounts(self, row: Row, measure: str, unit: str = "") -> str:
        """The measure in every unit printed, the one asked first: "$126,060 a year ($60.61 an hour)"."""
        units = sorted((*UNITS, *((unit,) if unit == "month" else ())), key=lambda u: u != unit)
        facts = [f for u in units if (f := row.get(measure, u)) and f.value is not None]
        if not facts:
            return "not published"
        rest = f" ({', '.join(self.pay(f) for f in facts[1:])})" if facts[1:] else ""
        return self.pay(facts[0]) + rest

    def national(self, row: Row) -> Row | None:
        """The same source's row for the whole country."""
        rows = rows_at(row.topic, row.facts[0].occupation, NATION, self.knowledge)
        return next((r for r in rows if r.cite.source == row.cite.source), None)

    def printed(self, step: Step) -> list[tuple[Row, Fact]]:
        """The pay of the step's occupation that is the amount somebody quotes or rounds to it, nearest areas first.

        Of areas that were not named only the very figure counts.
        """
        if step.amount is None or not step.occupations:
            return []
        occupation, near = step.occupations[0], tuple(dict.fromkeys((*step.areas, NATION)))
        if found := self._figures(occupation, near, step.amount, rounding_of(step.amount)):
            return found
        elsewhere = self.knowledge.facts.areas(PAY, occupation, wording.write_plain(step.amount))
        return self._figures(occupation, (a for a in elsewhere if a not in near), step.amount, 0)

    def _figures(self, occupation: str, areas: Iterable[str], amount: float, rounding: int) -> list[tuple[Row, Fact]]:
        rows = (row for area in areas for row in rows_at(PAY, occupation, area, self.knowledge))
        money = ((row, fact) for row in rows for fact in row.facts if fact.unit in PAID_BY)
        return [(row, fact) for row, fact in money if is_about(fact.value, amount, rounding)]

    def side_by_side(self, subjects: Sequence[Subject], topic: str, measure: str, unit: str = "") -> list[Row]:
        """A row for each subject, all of one source and vintage; empty where no source has them all and apart."""
        for lead in subjects[0].rows:
            rows = [next((r for r in s.rows if r.topic == topic and r.cite == lead.cite), None) for s in subjects]
            whole = [r for r in rows if r and published(r, measure, unit)]
            apart = len({s.area for s in subjects}) == 1 or len({r.area for r in whole}) > 1
            if lead.topic == topic and len(whole) == len(subjects) and apart:
                return whole
        return []

    def gap(self, rows: Sequence[Row], measure: str, unit: str) -> str:
        """The gap between two rows in dollars and as a share of the lower; "" where it cannot be worked out."""
        facts = [r.get(measure, unit) for r in rows]
        values = [f.value for f in facts if f and f.value and f.status == "published"]
        if len(values) != 2 or min(values) == max(values):
            return ""
        low, high = sorted(values)
        dollars = wording.write_dollars(high - low, unit == "hour")
        return f"{dollars} {'an' if unit == 'hour' else 'a'} {unit}, {(high - low) / low:.0%} of the lower one"

    def parted(self, row: Row, measure: str, unit: str) -> str:
        """The year's figure by the week or month where none is printed: "about $1,299 a week"; else ""."""
        year = row.get(measure, "year")
        if unit not in PARTS or published(row, measure, unit) or not year or year.status != "published":
            return ""
        self.use(year.cite)
        return f"about {wording.write_dollars((year.value or 0.0) / PARTS[unit])} a {unit}"

    def band(self, row: Row, amount: float, unit: str) -> tuple[Fact | None, Fact | None]:
        """The printed percentiles just below and just above an amount; None at an open end."""
        steps = [f for m in LADDER if (f := row.get(m, unit)) and f.value is not None]
        below = [f for f in steps if f.value is not None and f.value <= amount]
        above = [f for f in steps if f.value is not None and f.value > amount]
        return (below[-1] if below else None), (above[0] if above else None)


def over_year(amount: float, unit: str) -> float:
    """A wage over a whole year; by the hour at the hours that the BLS counts as one."""
    return amount * (FULL_TIME_HOURS if unit == "hour" else PARTS.get(unit, 1))


def rounding_of(amount: float) -> int:
    """To what an amount seems to be rounded: 1000 for 84000, 100 for 84200, 0 for a figure as it is printed."""
    return next((step for step in (1000, 100) if amount >= 10 * step and amount % step == 0), 0)


def is_about(value: float | None, amount: float, rounding: int) -> bool:
    """Whether a figure is the amount, or would be once it is rounded."""
    return value is not None and (value == amount or (rounding > 0 and round(value / rounding) * rounding == amount))


def published(row: Row, measure: str, unit: str = "") -> bool:
    """Whether the row prints the measure, in the unit if one is named."""
    return any(f.measure == measure and unit in ("", f.unit) and (f.value is not None or f.text) for f in row.facts)


def lower_first(title: str) -> str:
    """A title inside a sentence: first letter lowered unless the first word is an abbreviation."""
    return title if title[:2].isalpha() and title[:2].isupper() else title[:1].lower() + title[1:]
