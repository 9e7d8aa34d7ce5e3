from __future__ import annotations

import subprocess

import pytest

from careerbot.workshop.history import NoHistoryError, list_versions, read_version


@pytest.fixture
def git(tmp_path):
    """A layer inside a repository, and a function that saves a text in it and commits."""

    def run(*arguments):
        who = ("-c", "user.name=J. Rivera", "-c", "user.email=j@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", tmp_path, *who, *arguments], check=True, capture_output=True)

    def commit(text, subject):
        (tmp_path / "ours" / "faq").mkdir(parents=True, exist_ok=True)
        (tmp_path / "ours" / "faq" / "visits.yaml").write_text(text)
        run("add", "--all")
        run("commit", "--message", subject)

    run("init", "--quiet")
    return tmp_path / "ours", commit


def test_versions_are_listed_latest_first_and_can_be_read(git):
    layer, commit = git
    commit("first\n", "Begin: with 'quotes' and %h")
    commit("second\n", "Go on")
    later, earlier = list_versions(layer, "faq/visits.yaml")
    assert (later.subject, earlier.subject, earlier.author) == ("Go on", "Begin: with 'quotes' and %h", "J. Rivera")
    assert read_version(layer, "faq/visits.yaml", earlier.commit) == "first\n"


def test_a_folder_that_no_git_keeps_has_no_history(tmp_path):
    assert list_versions(tmp_path, "faq/visits.yaml") == []


@pytest.mark.parametrize("commit", ["HEAD", "--output=/tmp/x", "", "a" * 39, "0" * 40])
def test_what_is_no_commit_of_the_file_is_refused(git, commit):
    layer, save = git
    save("first\n", "Begin")
    with pytest.raises(NoHistoryError):
        read_version(layer, "faq/visits.yaml", commit)
