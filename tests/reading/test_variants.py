"""A part of a title names another job beside the one talked of, and no other words do."""

from __future__ import annotations

import pytest

from careerbot.model import Mark, Occupation
from careerbot.reading.judging import SMALL
from careerbot.reading.names import Names
from careerbot.reading.variants import Talked, find_variant

HERE = Mark("names")
JOBS = {
    "29-1123": ("Physical therapists", "physical therapist"),
    "31-2021": ("Physical therapist assistants", "physical therapist assistant"),
    "29-1051": ("Pharmacists", "pharmacist"),
    "29-2052": ("Pharmacy technicians", "pharmacy technician"),
    "33-3012": ("Correctional officers and jailers", "correctional officer or jailer"),
    "33-2011": ("Firefighters", "firefighter"),
}


@pytest.fixture(scope="module")
def names() -> Names:
    return Names.build([Occupation(id, *titles, HERE) for id, titles in JOBS.items()], [], [])


def found(names: Names, text: str, *talked: str) -> list[tuple[str, str]]:
    """The words that name a job beside those talked of, each with the job."""
    known: list[Talked] = [(id, JOBS[id]) for id in talked]
    return [(text[m.start : m.end], m.id) for m in find_variant(text, (), known, names, SMALL)]


@pytest.mark.parametrize(
    "text", ["no the assistant", "what is the assistant one", "and the assistant pay", "assistant"]
)
def test_a_part_of_a_title_joins_the_job_talked_of(names: Names, text: str) -> None:
    assert [id for _, id in found(names, text, "29-1123")] == ["31-2021"]


def test_a_word_akin_to_the_job_is_enough(names: Names) -> None:
    assert found(names, "is the technician job growing", "29-1051") == [("technician job", "29-2052")]


def test_of_several_jobs_talked_of_a_part_picks_the_one_that_has_it(names: Names) -> None:
    assert found(names, "what about the jail one", "33-2011", "33-3012") == [("jail one", "33-3012")]


@pytest.mark.parametrize(
    "text", ["do they have an assistant who helps them with the lifting", "the first one", "the pay"]
)
def test_other_words_name_no_job(names: Names, text: str) -> None:
    assert found(names, text, "29-1123") == []


def test_nothing_is_joined_before_a_job_was_talked_of(names: Names) -> None:
    assert found(names, "the assistant") == []


@pytest.mark.parametrize("text", ["the physical therapist one", "growth for the physical therapist one"])
def test_a_part_of_several_words_picks_the_job_talked_of(names: Names, text: str) -> None:
    assert [id for _, id in found(names, text, "29-1051", "29-1123")] == ["29-1123"]


def test_a_part_behind_the_end_of_a_sentence_joins_the_job_talked_of(names: Names) -> None:
    assert [id for _, id in found(names, "that takes 2 long . assistant ?", "29-1123")] == ["31-2021"]
