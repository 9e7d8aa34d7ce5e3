"""A job that is described and not named is found by meaning, where there is a sentence model."""

from __future__ import annotations

import pytest

from careerbot.model import Item, Mark, Occupation
from careerbot.reading.described import Described
from careerbot.reading.intents import usual_encode

HERE = Mark("described")
JOBS = {
    "31-9097": ("Phlebotomists", "phlebotomist", "They draw blood for tests, donations or research."),
    "13-1121": ("Event planners", "event planner", "They plan weddings, meetings and other events."),
    "49-3011": ("Aircraft mechanics", "aircraft mechanic", "They repair and maintain airplanes."),
    "15-1252": ("Software developers", "software developer", "They write computer programs."),
    "39-9099": ("Personal care workers, all other", "other worker", "They plan weddings and draw blood."),
}
encode = usual_encode()
pytestmark = pytest.mark.skipif(encode is None, reason="there is no sentence model here")


@pytest.fixture(scope="module")
def described() -> Described:
    assert encode is not None
    known = [
        Occupation(id, title, singular, HERE, summary=Item(f"{id}.summary", text, (), HERE))
        for id, (title, singular, text) in JOBS.items()
    ]
    return Described.load(Described.fit(known, encode).dump())


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("the lady who draws my blood", "31-9097"),
        ("everyone says i should plan weddings for a living", "13-1121"),
        ("who fixes airplanes", "49-3011"),
    ],
)
def test_a_description_leads_to_its_job_and_never_to_what_is_left_over(
    described: Described, text: str, id: str
) -> None:
    assert encode is not None
    found = described.find(text, encode)
    assert found[0] == id
    assert "39-9099" not in found


def test_what_is_not_wanted_does_not_count(described: Described) -> None:
    assert encode is not None
    assert "15-1252" not in described.find("i like airplanes but hate programs", encode)


def test_words_that_describe_no_job_lead_nowhere(described: Described) -> None:
    assert encode is not None
    assert described.find("zzz", encode) == ()
