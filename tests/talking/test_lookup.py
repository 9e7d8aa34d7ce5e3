"""Figures come from the nearest area of the best source, and what is missing is known to be missing."""

from __future__ import annotations

from small_knowledge import OLD, make_knowledge, pay

from careerbot.model import Cite, Findings, Step
from careerbot.talking.lookup import PAGE, look_up

NATION = pay("0000000", "p50", "year", 50_000)
OHIO = pay("3900000", "p50", "year", 48_000)
AKRON = pay("0010420", "p50", "year", 47_000)
AKRON_WITHHELD = pay("0010420", "p50", "year", None, status="withheld")
OHIO_OLD = pay("3900000", "p50", "year", 33_000, OLD)


def look(step: Step, *facts: object) -> Findings:
    """What is found for a step among the facts."""
    return look_up(step, make_knowledge(*facts))  # type: ignore[arg-type]


def test_a_town_without_a_figure_takes_its_metro_area() -> None:
    subject = look(Step("pay_area", ("51-4121",), ("t-oh-kent",)), NATION, OHIO, AKRON).subjects[0]
    assert subject.area == "t-oh-kent"
    assert subject.rows[0].area == "0010420"


def test_a_withheld_figure_falls_back_to_the_state_and_is_told() -> None:
    subject = look(Step("pay_area", ("51-4121",), ("0010420",)), NATION, OHIO, AKRON_WITHHELD).subjects[0]
    assert subject.rows[0].area == "3900000"
    assert [g.area for g in subject.gaps] == ["0010420"]


def test_the_official_source_leads_over_an_undated_page() -> None:
    subject = look(Step("pay_area", ("51-4121",), ("3900000",)), OHIO_OLD, OHIO).subjects[0]
    assert [r.cite.source for r in subject.rows] == ["bls", "old"]


def test_a_nearer_weak_source_leads_over_an_official_figure_for_the_nation() -> None:
    subject = look(Step("pay_area", ("51-4121",), ("3900000",)), OHIO_OLD, NATION).subjects[0]
    assert [r.cite.source for r in subject.rows] == ["old", "bls"]


def test_the_newer_of_two_years_of_one_rank_leads() -> None:
    older = pay("3900000", "p50", "year", 46_000, Cite("old", "2023"))
    newer = pay("3900000", "p50", "year", 47_000, Cite("old", "2024-05"))
    subject = look(Step("pay_area", ("51-4121",), ("3900000",)), older, newer).subjects[0]
    assert subject.rows[0].cite.period == "2024-05"


def test_us_pay_never_stands_in_for_another_country() -> None:
    assert look(Step("pay_area", ("51-4121",), ("x-canada",)), NATION).subjects[0].rows == ()


def test_a_percentile_that_only_one_source_prints_is_found_there() -> None:
    top = pay("3900000", "p90", "year", 70_000, OLD)
    subject = look(Step("pay_percentile", ("51-4121",), ("3900000",), "p90"), OHIO, top).subjects[0]
    assert [r.cite for r in subject.rows] == [OLD]


def test_two_occupations_in_two_places_are_four_subjects() -> None:
    step = Step("compare", ("51-4121", "29-1141"), ("3900000", "0000000"))
    assert len(look(step, NATION, OHIO).subjects) == 4


def test_a_topic_comes_in_pages() -> None:
    first, second, third = (look(Step("duties", ("51-4121",), page=n)).items for n in range(3))
    assert (len(first), len(second), len(third)) == (PAGE, 2, 0)


def test_an_item_is_found_by_its_id_and_a_stranger_is_not() -> None:
    assert look(Step("duties", ("51-4121",), item="51-4121.duties.3")).focus is not None
    assert look(Step("duties", ("51-4121",), item="51-4121.duties.none")).focus is None
    assert look(Step("definition_term", item="terms.tig")).focus is not None


def test_an_occupation_without_notes_has_no_topic() -> None:
    assert look(Step("duties", ("29-1141",))).topic is None


def test_an_item_of_one_occupation_never_speaks_for_another() -> None:
    assert look(Step("duties", ("29-1141",), item="51-4121.duties.3")).focus is None
    assert look(Step("duties", ("51-4121", "29-1141"), item="51-4121.duties.3")).focus is None


def test_states_stand_in_the_order_of_their_figures() -> None:
    found = look(Step("pay", ("51-4121",), ("0000000",), ranked="state"), NATION, OHIO, AKRON, AKRON_WITHHELD)
    assert [(s.area, s.rows[0].get("p50").value) for s in found.subjects] == [("3900000", 48_000)]


def test_an_undated_page_takes_no_part_in_an_order_of_places() -> None:
    assert look(Step("pay", ("51-4121",), ("0000000",), ranked="state"), OHIO_OLD).subjects == ()
