"""The bot's speed is measured on the conversations of its knowledge, also with invented names."""

from __future__ import annotations

from pathlib import Path

from careerbot.bot import CareerBot
from careerbot.config import find_layers
from careerbot.workshop.bench import Measured, grow, measure, write_table


def test_everything_that_the_table_shows_is_measured() -> None:
    measured = measure(find_layers(()))
    assert 0 < measured.p50 <= measured.p99
    assert min(measured.start, measured.messages, measured.longest, measured.memory) > 0
    assert measured.names > 10_000


def test_a_table_has_a_line_for_each_size() -> None:
    lines = list(write_table([(1, Measured(12_000, 90, 0.5, 400.0, 1.25, 9.0, 120.0, 170.0))]))
    assert lines[-1] == "| 1× | 12,000 | 90 | 0.50 | 400 | 1.25 | 9.0 | 120 | 170 |"


def test_a_grown_layer_holds_so_many_times_the_names_and_entries(tmp_path: Path) -> None:
    layers = find_layers(())
    knowledge = CareerBot.load(*layers).knowledge
    folder = grow(layers, 3, tmp_path)
    names = (folder / "occupations" / "names.csv").read_text("utf-8").splitlines()[1:]
    welder = next(line for line in names if line.startswith("51-4121"))
    assert welder.count("|") + 1 == 2 * (2 + len(knowledge.occupations["51-4121"].also))
    assert (folder / "faq" / "invented.yaml").read_text("utf-8").count("- id:") == 2 * len(knowledge.faq)
