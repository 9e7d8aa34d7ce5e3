"""Buttons carry all they need and trust nothing that comes back."""

from __future__ import annotations

import pytest
from small_knowledge import make_knowledge

from careerbot.model import Step
from careerbot.talking.buttons import decode_step, encode_step, offer


@pytest.mark.parametrize(
    "step",
    [
        Step("pay", ("51-4121",)),
        Step("pay_percentile", ("51-4121",), ("t-oh-kent",), "p90", "hour"),
        Step("pay", ("51-4121", "29-1141"), ("3900000", "0010420"), unit="year", amount=62.5),
        Step("duties", ("51-4121",), page=2, length="short"),
        Step("duties", ("51-4121",), item="51-4121.duties.lead"),
    ],
)
def test_a_button_says_again_what_was_put_into_it(step: Step) -> None:
    data = encode_step(step)
    assert 0 < len(data.encode()) <= 64
    assert decode_step(data, make_knowledge()) == step


@pytest.mark.parametrize(
    "data",
    [
        "",
        "v1",
        "v0|pay",
        "v1|nothing",
        "v1|pay|99-9999",
        "v1|pay|51-4121|nowhere",
        "v1|pay|||p99",
        "v1|pay||||day",
        "v1|pay" + "|" * 20,
        "x" * 64,
        "v1|pay|51-4121|||||||||",
        "'; drop table",
    ],
)
def test_a_forged_or_outdated_button_is_refused(data: str) -> None:
    assert decode_step(data, make_knowledge()) is None


def test_a_step_too_long_for_a_button_is_not_offered() -> None:
    assert offer("Long", Step("pay", ("51-4121",) * 9)) == []
