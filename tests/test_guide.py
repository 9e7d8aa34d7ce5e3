"""The guide for counselors -> proof that whoever follows it line by line gets what it shows."""

from __future__ import annotations

import os
import re
import shutil
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from guides import Follower, is_shown, read_samples

from careerbot.bot import CareerBot
from careerbot.content.files import builtin_knowledge
from careerbot.content.knowledge import _READERS
from careerbot.kept import cache_folder
from careerbot.workshop.replay import find_scripts, play

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "guide.md").read_text("utf-8")
START, _, KINDS = GUIDE.partition("## Every kind of file")


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """A cache of its own that begins with the compiled built-in knowledge, so that nothing pushes that out."""
    CareerBot.load(builtin_knowledge())
    newest = max(cache_folder().glob("compiled-*.sqlite"), key=lambda path: path.stat().st_mtime)
    folder = tmp_path_factory.mktemp("cache")
    for file in (newest, *cache_folder().glob("vectors-*.sqlite")):
        shutil.copy2(file, folder)
    return folder


@pytest.fixture(scope="module")
def follower(tmp_path_factory, cache):
    """Somebody in an empty folder, with no settings."""
    folder = tmp_path_factory.mktemp("guide")
    own = {name: value for name, value in os.environ.items() if not name.startswith("CAREERBOT_")}
    own |= {"CAREERBOT_CACHE": str(cache), "PYTHONUNBUFFERED": "1", "XDG_STATE_HOME": str(folder)}
    return Follower(folder, folder / "output.txt", own)


def files_of(part):
    return {sample.name: sample.text for sample in read_samples(part) if sample.kind == "file"}


def write_layer(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def play_all(*layers):
    bot = CareerBot.load(*layers, today=str)
    return [outcome for script in find_scripts(layers[-1:]) for outcome in play(script, bot)]


def test_whoever_follows_the_guide_gets_what_it_shows(follower):
    for shown, came in follower.follow(read_samples(START)):
        assert is_shown(shown, came), came


def test_the_files_of_every_kind_are_without_mistakes_in_the_folder_that_was_made(follower):
    for shown, came in follower.follow(read_samples(KINDS)):
        assert is_shown(shown, came), came


@pytest.mark.parametrize("pattern", [p for p in _READERS if not p.endswith(("*", ".xz", ".tsv", "titles.csv"))])
def test_every_kind_of_file_has_a_sample(pattern):
    assert any(fnmatchcase(name, pattern) for name in files_of(KINDS))


def test_the_talks_of_the_samples_go_as_written_with_all_samples_in_one_folder(cache, tmp_path, monkeypatch):
    monkeypatch.setenv("CAREERBOT_CACHE", str(cache))
    outcomes = play_all(builtin_knowledge(), write_layer(tmp_path / "ours", files_of(GUIDE)))
    assert len(outcomes) > 4
    assert [miss for outcome in outcomes for miss in outcome.misses] == []


def test_the_browser_shows_every_button_that_the_guide_names():
    _, _, part = START.partition("## The same in the browser")
    page = (ROOT / "src/careerbot/channels/desk/page/desk.html").read_text("utf-8")
    buttons = re.findall(r"<button[^>]*>([^<]*)</button>", page)
    assert set(re.findall(r"\*\*(.+?)\*\*", part)) <= set(buttons)
