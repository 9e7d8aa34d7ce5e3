"""Figures and dates read as people read them."""

from __future__ import annotations

import pytest
from small_knowledge import BLS, OLD, make_knowledge, pay

from careerbot.model import Cite, Fact, Step
from careerbot.talking.wording import (
    join_words,
    name_area,
    name_step,
    write_change,
    write_pay,
    write_period,
    write_sources,
)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2025-05", "May 2025"),
        ("2024-34", "2024–34"),
        ("2006-16", "2006–16"),
        ("2023", "2023"),
        ("undated", "undated"),
        ("2025-08-28", "August 2025"),
    ],
)
def test_periods_read_like_dates(period: str, words: str) -> None:
    assert write_period(period) == words


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (pay("0000000", "p50", "year", 126060), "$126,060 a year"),
        (pay("0000000", "p50", "hour", 60.6), "$60.60 an hour"),
        (pay("0000000", "p50", "month", 8613), "$8,613 a month"),
        (pay("0000000", "p50", "year", 239200, status="at_least"), "at least $239,200 a year"),
    ],
)
def test_pay_reads_like_money(fact: Fact, words: str) -> None:
    assert write_pay(fact) == words


@pytest.mark.parametrize(
    ("value", "words"), [(1.9, "grow 1.9%"), (-6.0, "shrink 6%"), (0.0, "stay about the same (0%)")]
)
def test_a_change_says_its_direction(value: float, words: str) -> None:
    assert write_change(Fact("outlook", "51-4121", "0000000", "growth_percent", "percent", value, BLS)) == words


def test_a_source_line_names_each_source_once_with_all_its_dates() -> None:
    cites = [BLS, OLD, Cite("bls", "2024-34"), BLS]
    assert write_sources(cites, make_knowledge()) == "BLS, May 2025 and 2024–34; Old Page, undated"


@pytest.mark.parametrize(
    ("area", "words"), [("0000000", "the United States"), ("3900000", "Ohio"), ("0010420", "the Akron, OH metro area")]
)
def test_areas_are_named_as_in_a_sentence(area: str, words: str) -> None:
    assert name_area(area, make_knowledge()) == words


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_are_joined_in_words(words: list[str], text: str) -> None:
    assert join_words(words) == text


def test_a_step_is_named_by_what_it_asks_and_about_what() -> None:
    assert name_step(Step("pay", ("51-4121",), ("3900000",)), make_knowledge()) == "What it pays: welder, Ohio"
    assert name_step(Step("pay", ("51-4121",), ("0000000",)), make_knowledge()) == "What it pays: welder"
    assert name_step(Step("greeting"), make_knowledge()) == "Hello"
