"""Counts of turns by week -> a report of what people ask: figures, a page to print, and a table for other programs."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import IO, get_args

from jinja2 import Environment, StrictUndefined

from careerbot.model import CountKind, Knowledge, Tally

# In fewer turns than this one could see what a single person asked.
FEWEST = 5
# So many of a kind are on the page; the table has all.
MOST_SHOWN = 15
PLANS: dict[str, str] = {
    "answer": "answered",
    "ask": "asked back what was missing",
    "choose": "asked back which was meant",
    "decline": "declined",
    "handoff": "handed off",
}
# The drawing of the weeks: its size, the widest column, and the room that a date needs.
WIDTH, HEIGHT, WIDEST, LABEL = 720, 160, 48, 76
COLUMNS = ("from", "to", "kind", "id", "name", "count")


@dataclass(frozen=True, slots=True)
class Week:
    """A span of whole weeks with enough turns to show, Monday to Sunday, and its counts by kind and key."""

    first: date
    last: date
    counts: Counter[tuple[CountKind, str]]

    @property
    def turns(self) -> int:
        """How many questions and presses were answered in any way."""
        return sum(count for (kind, _), count in self.counts.items() if kind == "plan")


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart: its share is of all turns (0..1), its length of the longest line."""

    id: str
    name: str
    count: int
    share: float
    length: float


@dataclass(frozen=True, slots=True)
class Report:
    """Everything on the page: `weeks` in order, bars by kind with the largest first, `left` are bars not shown."""

    name: str
    first: date
    last: date
    turns: int
    weeks: tuple[Week, ...]
    plans: tuple[Bar, ...]
    charts: tuple[tuple[str, tuple[Bar, ...], int], ...]
    crises: int
    liked: int
    disliked: int


@dataclass(frozen=True, slots=True)
class Column:
    """A span of weeks as drawn: left edge, width, and the top and height of each plan's part."""

    week: Week
    left: float
    width: float
    parts: tuple[tuple[str, float, float], ...]
    labelled: bool


class TooFewTurnsError(Exception):
    """Too little to show without showing what a single person asked; the message says so."""


def make_report(tallies: Iterable[Tally], knowledge: Knowledge, since: date, until: date) -> Report:
    """The report on the weeks that begin in a span of days. Raises TooFewTurnsError."""
    weeks = join_weeks(_read_weeks(tallies, since, until))
    total: Counter[tuple[CountKind, str]] = Counter()
    for week in weeks:
        total.update(week.counts)
    turns = sum(week.turns for week in weeks)
    if turns < FEWEST:
        raise TooFewTurnsError(f"fewer than {FEWEST} questions in that time: too few to show without showing whose")
    name = _make_namer(knowledge)
    bars = {kind: _make_bars(kind, total, turns, name) for kind in get_args(CountKind)}
    charts = (
        ("What people ask", "intent"),
        ("Occupations", "occupation"),
        ("Places", "place"),
        ("Sources used", "source"),
    )
    return Report(
        name=knowledge.settings.name,
        first=weeks[0].first,
        last=weeks[-1].last,
        turns=turns,
        weeks=tuple(weeks),
        plans=tuple(sorted(bars["plan"], key=lambda bar: list(PLANS).index(bar.id))),
        charts=tuple((title, bars[kind][:MOST_SHOWN], len(bars[kind][MOST_SHOWN:])) for title, kind in charts),
        crises=total["crisis", ""],
        liked=total["rating", "liked"],
        disliked=total["rating", "disliked"],
    )


def _read_weeks(tallies: Iterable[Tally], since: date, until: date) -> list[Week]:
    """Weeks that begin from `since` to `until`, in order; those without a turn are left out."""
    counts: dict[date, Counter[tuple[CountKind, str]]] = {}
    for tally in tallies:
        year, _, number = tally.week.partition("-W")
        monday = date.fromisocalendar(int(year), int(number), 1)
        if since <= monday <= until:
            counts.setdefault(monday, Counter())[tally.kind, tally.key] += tally.count
    return [Week(monday, monday + timedelta(days=6), counts[monday]) for monday in sorted(counts)]


def join_weeks(weeks: Iterable[Week]) -> list[Week]:
    """The weeks, those with too few turns joined to the next ones; what is left at the end, to the one before."""
    joined: list[Week] = []
    for week in weeks:
        if joined and joined[-1].turns < FEWEST:
            week = _join(joined.pop(), week)
        joined.append(week)
    if len(joined) > 1 and joined[-1].turns < FEWEST:
        last = joined.pop()
        joined.append(_join(joined.pop(), last))
    return joined


def _join(one: Week, other: Week) -> Week:
    return Week(one.first, other.last, one.counts + other.counts)


def _make_bars(
    kind: CountKind, total: Counter[tuple[CountKind, str]], turns: int, name: Callable[[CountKind, str], str]
) -> tuple[Bar, ...]:
    found = sorted(((key, n) for (of, key), n in total.items() if of == kind), key=lambda pair: (-pair[1], pair[0]))
    longest = found[0][1] if found else 1
    return tuple(Bar(key, name(kind, key), n, n / turns, n / longest) for key, n in found)


def _make_namer(knowledge: Knowledge) -> Callable[[CountKind, str], str]:
    """What people call what is counted; its id where the knowledge has it no more."""

    def name(kind: CountKind, key: str) -> str:
        if kind == "plan":
            return PLANS[key]
        if kind == "intent" and key in knowledge.intents:
            return knowledge.intents[key].label
        if kind == "occupation" and key in knowledge.occupations:
            return knowledge.occupations[key].title
        if kind == "place" and key in knowledge.places:
            return knowledge.places[key].name
        source = knowledge.sources.get(key) if kind == "source" else None
        return f"{source.publisher}: {source.title}, {source.published}" if source else key

    return name


# ------------------------------------------------------------------ as a table and as a page
def write_table(report: Report, knowledge: Knowledge, file: IO[str]) -> None:
    """CSV with the columns COLUMNS: a row for each thing counted in each span of weeks; cries for help in all alone."""
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(COLUMNS)
    name = _make_namer(knowledge)
    for week in report.weeks:
        shown = ((kind, key, n) for (kind, key), n in week.counts.items() if kind != "crisis")
        for kind, key, count in sorted(shown, key=lambda row: (get_args(CountKind).index(row[0]), -row[2], row[1])):
            rows.writerow((week.first, week.last, kind, key, name(kind, key), count))
    if report.crises:
        rows.writerow((report.first, report.last, "crisis", "", "cries for help", report.crises))


def write_page(report: Report, file: IO[str]) -> None:
    """One HTML page that needs nothing else: charts as drawings, each with its figures beside it, fit to be printed."""
    environment = Environment(undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((files("careerbot.workshop") / "report.html.j2").read_text("utf-8"))
    file.write(template.render(report=report, plans=PLANS, columns=draw_columns(report), fewest=FEWEST))


def draw_columns(report: Report) -> list[Column]:
    """A column for each span of weeks, its parts from the bottom up in the order of PLANS, in parts of the drawing."""
    highest = max(week.turns for week in report.weeks)
    return [_draw_column(number, week, len(report.weeks), highest) for number, week in enumerate(report.weeks)]


def _draw_column(number: int, week: Week, among: int, highest: int) -> Column:
    parts, top = [], float(HEIGHT)
    for plan in PLANS:
        height = HEIGHT * week.counts["plan", plan] / highest
        top -= height
        parts.append((plan, round(max(0.0, top), 1), round(height, 1)))
    step = WIDTH / among
    # Dates that would run into each other are left out.
    labelled = number % (1 + among * LABEL // WIDTH) == 0
    return Column(week, round(number * step, 1), round(min(step * 0.8, WIDEST), 1), tuple(parts), labelled)
