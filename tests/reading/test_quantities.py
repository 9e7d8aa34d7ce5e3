"""Sums, percentiles and pay periods are found where pay is meant, and nowhere else."""

from __future__ import annotations

import pytest

from careerbot.reading.quantities import find_quantities
from careerbot.reading.text import normalise


def found(text: str) -> list[tuple[str, str]]:
    return [(mention.kind, mention.id) for mention in find_quantities(normalise(text, {}))]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("they offered me $27/hr, should i take it", "27/hour"),
        ("is 31 an hour decent around here", "31/hour"),
        ("22 dollars an hour to start", "22/hour"),
        ("i get 19.50 per hour now", "19.5/hour"),
        ("45 hourly", "45/hour"),
        ("would 72k be enough to live on", "72000"),
        ("5 grand a month take home?", "5000/month"),
        ("they offered me 800 a week", "800/week"),
        ("theyd start me at 19 while i learn", "19?"),
        ("im at 19.75", "19.75?"),
        ("place says 17.50 for a welder", "17.5?"),
        ("they said 23 after 90 days", "23?"),
        ("so 112 is low there?", "112?"),
        ("my printout says 130,520 tho", "130520"),
        ("$6,200 a month", "6200/month"),
        ("130,000 a year sounds like a lot", "130000/year"),
        ("95k/yr is what my uncle gets", "95000/year"),
        ("$48,500 yearly", "48500/year"),
        ("how do people get to six figures", "100000/year"),
        ("anything with a 6 figure salary", "100000/year"),
        ("i make 54000 and want more", "54000"),
        ("$2.5k a month", "2500/month"),
    ],
)
def test_a_sum_of_money_is_an_amount_with_the_period_said_beside_it(text: str, id: str) -> None:
    assert found(text) == [("amount", id)]


def test_two_sums_in_one_message_are_two_amounts() -> None:
    assert found("is it 62k or 71k for new ones") == [("amount", "62000"), ("amount", "71000")]


def test_a_sum_for_a_shift_is_left_alone_rather_than_taken_for_a_year() -> None:
    assert found("they pay $900 a shift") == []


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("what does the 75th percentile earn", "p75"),
        ("and the 90th?", "p90"),
        ("p25 for roofers", "p25"),
        ("what do the top 10 percent take home", "p90"),
        ("highest 10% of plumbers", "p90"),
        ("lowest ten percent of cooks", "p10"),
        ("where does the bottom quarter sit", "p25"),
        ("wage for the top quarter", "p75"),
        ("median for a nurse", "p50"),
        ("starting salary of a machinist", "p10"),
        ("entry level electrician wage", "p10"),
        ("what is the top pay for it", "p90"),
        ("tell me the high end", "p90"),
        ("and the lowest paid ones", "p10"),
    ],
)
def test_a_place_in_the_range_of_pay_is_a_percentile(text: str, id: str) -> None:
    assert found(text) == [("percentile", id)]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("whats the hourly rate", "hour"),
        ("how much per hour do they get", "hour"),
        ("what do they bring home a month", "month"),
        ("monthly please", "month"),
        ("annual pay in ohio", "year"),
        ("how much do they make a year in ohio", "year"),
        ("yearly not that", "year"),
    ],
)
def test_by_the_hour_month_or_year_is_a_period(text: str, id: str) -> None:
    assert found(text) == [("period", id)]


@pytest.mark.parametrize(
    "text",
    [
        "the meeting is at 10 am",
        "welder jobs near 98110",
        "i have 3 yrs experience",
        "is it 24/7 work",
        "do they work more than 40 hours",
        "40 hours a week or more",
        "e7 leaving soon",
        "im 50 fyi",
        "what will it be like in 2040",
        "18 percent automation risk",
        "i get out in 6 months",
        "im in 10th grade",
        "do i get a 401k",
        "i live at 98101",
        "are there 75,000 jobs",
        "top 10 skills",
        "what is the 80th percentile",
        "i did this a year ago",
        "they check it twice a month",
        "half an hour away",
        "highest paid jobs",
        "annual openings",
        "starting a business with my brother",
        "entry level jobs with no experience",
    ],
)
def test_numbers_and_times_that_are_not_pay_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_quantities_come_in_the_order_of_the_text_with_their_places() -> None:
    text = "is $30/hr above the 75th percentile"
    spans = [text[mention.start : mention.end] for mention in find_quantities(text)]
    assert spans == ["$30/hr", "75th percentile"]
