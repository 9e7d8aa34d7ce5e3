"""A small crowd and every kind of trouble -> every promise of `make load` holds."""

from __future__ import annotations

import pytest
from tests.telegram.crowd import Figures
from tests.telegram.load import carry_out, find_broken, make_runs

RUNS = make_runs(people=20, messages=3, outage=1.5, seed=7)


@pytest.mark.parametrize("name", sorted(RUNS.keys() - {"calm"}))
async def test_every_promise_holds_under(name: str) -> None:
    figures = await carry_out(RUNS[name])
    assert find_broken(RUNS[name], figures) == [], figures


async def test_every_promise_holds_with_replicas_of_which_any_is_killed(postgres: str) -> None:
    figures = await carry_out(RUNS["kill -9"], state=postgres, replicas=3)
    assert find_broken(RUNS["kill -9"], figures) == [], figures


@pytest.mark.parametrize("broken", [{"lost": 1}, {"extra": 1}, {"disordered": 1}, {"status": 3}])
def test_a_broken_promise_is_seen(broken: dict[str, int]) -> None:
    figures = Figures(**({"asked": 60, "lost": 0, "extra": 0, "disordered": 0} | broken), rate=9, middle=1, slowest=1)
    assert len(find_broken(RUNS["plain"], figures)) == 1
