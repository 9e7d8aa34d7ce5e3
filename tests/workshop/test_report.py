"""Counts by week -> a page and a table that show what people ask and nobody who asks."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from small_knowledge import make_knowledge

from careerbot.model import Knowledge, Settings, Tally
from careerbot.workshop.report import Report, TooFewTurnsError, make_report, write_page, write_table

ALWAYS = date.min, date.max
TALLIES = [
    Tally("2026-W45", "plan", "answer", 6),
    Tally("2026-W45", "plan", "decline", 2),
    Tally("2026-W45", "intent", "pay", 6),
    Tally("2026-W45", "occupation", "51-4121", 4),
    Tally("2026-W45", "place", "3900000", 3),
    Tally("2026-W45", "source", "bls", 6),
    Tally("2026-W45", "crisis", "", 1),
    Tally("2026-W46", "plan", "ask", 10),
    Tally("2026-W46", "intent", "gone_intent", 1),
    Tally("2026-W46", "intent", "pay", 3),
]


@pytest.fixture
def knowledge() -> Knowledge:
    return replace(make_knowledge(), settings=Settings(name="Ask <us> & them"))


def turns(*counts: int) -> list[Tally]:
    """So many answers in each week of a year, from its first."""
    return [Tally(f"2026-W{week:02}", "plan", "answer", n) for week, n in enumerate(counts, 1) if n]


def spans(report: Report) -> list[tuple[str, str, int]]:
    return [(week.first.isoformat(), week.last.isoformat(), week.turns) for week in report.weeks]


def page(report: Report) -> str:
    file = io.StringIO()
    write_page(report, file)
    return file.getvalue()


# ------------------------------------------------------------------ figures
def test_shares_are_of_all_questions_and_names_are_those_people_use(knowledge: Knowledge) -> None:
    report = make_report(TALLIES, knowledge, *ALWAYS)
    assert (report.turns, report.crises) == (18, 1)
    assert [(bar.name, bar.count) for bar in report.plans] == [
        ("answered", 6),
        ("asked back what was missing", 10),
        ("declined", 2),
    ]
    intents, jobs, places, sources = (bars for _, bars, _ in report.charts)
    assert [(bar.name, bar.count, bar.share) for bar in intents] == [
        ("What it pays", 9, 0.5),
        ("gone_intent", 1, 1 / 18),
    ]
    assert [bars[0].name for bars in (jobs, places, sources)] == ["Welders", "Ohio", "U.S. Bureau: Survey, 2025-05"]


def test_only_weeks_that_begin_in_the_days_asked_for_count(knowledge: Knowledge) -> None:
    assert make_report(TALLIES, knowledge, date(2026, 11, 3), date.max).turns == 10
    assert make_report(TALLIES, knowledge, date.min, date(2026, 11, 8)).turns == 8
    assert make_report(TALLIES, knowledge, date(2026, 11, 2), date(2026, 11, 9)).turns == 18


def test_weeks_in_which_a_single_person_could_be_seen_are_joined(knowledge: Knowledge) -> None:
    report = make_report(turns(9, 2, 0, 1, 4, 7, 3), knowledge, *ALWAYS)
    assert spans(report) == [
        ("2025-12-29", "2026-01-04", 9),
        ("2026-01-05", "2026-02-01", 7),
        ("2026-02-02", "2026-02-15", 10),
    ]


def test_too_few_questions_are_not_shown_at_all(knowledge: Knowledge) -> None:
    with pytest.raises(TooFewTurnsError, match="fewer than 5"):
        make_report(turns(2, 2), knowledge, *ALWAYS)
    with pytest.raises(TooFewTurnsError):
        make_report([], knowledge, *ALWAYS)


# ------------------------------------------------------------------ page and table
class Outline(HTMLParser):
    """Collects tags, and fails on one that is closed out of order."""

    VOID = ("meta", "rect", "line")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_needs_nothing_from_elsewhere(knowledge: Knowledge) -> None:
    text = page(make_report(TALLIES, knowledge, *ALWAYS))
    outline = Outline()
    outline.feed(text)
    assert outline.open == []
    assert not [a for a in outline.attributes if a[0] in ("script", "link", "img", "iframe") or a[1] in ("src", "href")]
    assert "http" not in text
    assert "Ask &lt;us&gt; &amp; them" in text


def test_what_the_page_draws_stands_beside_it_in_figures(knowledge: Knowledge) -> None:
    text = page(make_report(TALLIES, knowledge, *ALWAYS))
    assert re.sub("</?span[^>]*>", "", text).count(
        '<th scope="row">2026-11-02 to 2026-11-08</th><td class="number">8</td><td class="number">6</td>'
    )
    assert '<th scope="row">What it pays</th><td class="number">9</td><td class="number">50.0%</td>' in text
    assert "1 message was a cry for help" in text


def test_columns_of_the_drawing_are_as_high_as_their_weeks_have_questions(knowledge: Knowledge) -> None:
    text = page(make_report(TALLIES, knowledge, *ALWAYS))
    assert '<rect class="answer" x="0.0" y="64.0" width="48" height="96.0"/>' in text
    assert '<rect class="decline" x="0.0" y="32.0" width="48" height="32.0"/>' in text
    assert '<rect class="ask" x="360.0" y="0.0" width="48" height="160.0"/>' in text


def test_of_many_lines_the_first_are_shown_and_the_rest_counted(knowledge: Knowledge) -> None:
    many = [Tally("2026-W45", "occupation", f"11-{n:04}", 40 - n) for n in range(20)]
    report = make_report([*TALLIES, *many], knowledge, *ALWAYS)
    assert "6 more stand in the table" in page(report)


def test_the_table_has_every_count_and_of_cries_for_help_the_sum_alone(knowledge: Knowledge) -> None:
    file = io.StringIO()
    write_table(make_report(TALLIES, knowledge, *ALWAYS), knowledge, file)
    rows = list(csv.DictReader(io.StringIO(file.getvalue())))
    assert rows[0] == {
        "from": "2026-11-02",
        "to": "2026-11-08",
        "kind": "plan",
        "id": "answer",
        "name": "answered",
        "count": "6",
    }
    crises = [row for row in rows if row["kind"] == "crisis"]
    assert [(row["from"], row["to"], row["count"]) for row in crises] == [("2026-11-02", "2026-11-15", "1")]
    assert sum(int(row["count"]) for row in rows if row["kind"] == "plan") == 18


def test_the_page_tells_how_answers_were_rated_where_any_were(knowledge: Knowledge) -> None:
    rated = [Tally("2026-W45", "rating", "liked", 3), Tally("2026-W45", "rating", "disliked", 1)]
    assert "answers that people rated, 3 were helpful and 1 not." in page(
        make_report(TALLIES + rated, knowledge, *ALWAYS)
    )
    assert "rated" not in page(make_report(TALLIES, knowledge, *ALWAYS))
