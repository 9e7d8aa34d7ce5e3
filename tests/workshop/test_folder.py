from __future__ import annotations

import os

import pytest

from careerbot.content.files import TEXT_LIMIT
from careerbot.workshop.folder import ChangedMeanwhileError, Folder, RefusedFileError


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "ours" / "faq").mkdir(parents=True)
    (tmp_path / "ours" / "faq" / "visits.yaml").write_text("entries: []\n")
    (tmp_path / "ours" / "settings.yaml").write_text("name: ours\n")
    (tmp_path / "secret.yaml").write_text("secret\n")
    return Folder(tmp_path / "ours")


OUTSIDE = [
    "../secret.yaml", "faq/../../secret.yaml", "/etc/passwd", "faq//etc/passwd.yaml", "faq/./a.yaml",
    "faq/.hidden.yaml",
    "faq/..\\..\\secret.yaml", "faq/a\0.yaml", "faq/a\n.yaml", "settings.yaml", "intents/pay.yaml", "faq/run.sh", "faq",
    "", "answers/page.html", "faq/con.yaml", "faq/a./b.yaml", "faq/" + "a" * 200 + ".yaml", "faq/C:evil.yaml",
    "faq/faq/visits.yaml",
]  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_is_no_file_to_edit_is_neither_read_nor_written(folder, name):
    with pytest.raises(RefusedFileError):
        folder.read(name)
    with pytest.raises(RefusedFileError):
        folder.write(name, "mine", "")
    with pytest.raises(RefusedFileError):
        folder.compare(name, "")


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("faq/open-house", "lacks its ending; write faq/open-house.yaml"),
        ("dialogues/open-house.yaml", "lacks its ending; write dialogues/open-house.txt"),
        ("faq/faq/open-house.yaml", "names two folders; write faq/open-house.yaml"),
        ("faq/dialogues/open-house.txt", "names two folders; write dialogues/open-house.txt"),
        ("open-house.yaml", "there are faq/….yaml, answers/….md.j2, dialogues/….txt"),
    ],
)
def test_a_name_that_is_refused_is_told_how_to_write_it(folder, name, cure):
    with pytest.raises(RefusedFileError) as refusal:
        folder.read(name)
    assert str(refusal.value).endswith(cure)


@pytest.mark.parametrize("name", ["faq/visits.yaml", "faq/link.yaml", "faq/in/visits.yaml"])
def test_links_are_not_followed_by_file_or_folder(folder, tmp_path, name):
    (folder.path / "faq" / "visits.yaml").unlink()
    (tmp_path / "elsewhere").mkdir()
    for outside in ("visits.yaml", "link.yaml"):
        (tmp_path / "elsewhere" / outside).write_text("outside\n")
        (folder.path / "faq" / outside).symlink_to(tmp_path / "elsewhere" / outside)
    (folder.path / "faq" / "in").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RefusedFileError, match="link"):
        folder.read(name)
    with pytest.raises(RefusedFileError, match="link"):
        folder.write(name, "mine", "")
    assert (tmp_path / "elsewhere" / "visits.yaml").read_text() == "outside\n"
    assert folder.names() == []


def test_what_is_written_is_what_is_read_and_nothing_else_lies_about(folder):
    page = folder.read("faq/visits.yaml")
    new = folder.write("faq/visits.yaml", "entries: [é]\n", page.stamp)
    assert folder.read("faq/visits.yaml") == new
    assert os.listdir(folder.path / "faq") == ["visits.yaml"]


def test_a_new_file_can_be_made_in_a_new_folder(folder):
    folder.write("dialogues/ours/first.txt", "# a\n", folder.read("dialogues/ours/first.txt").stamp)
    assert folder.names() == ["dialogues/ours/first.txt", "faq/visits.yaml"]


def test_a_file_that_somebody_changed_meanwhile_is_not_written_over(folder):
    page = folder.read("faq/visits.yaml")
    (folder.path / "faq" / "visits.yaml").write_text("theirs\n")
    with pytest.raises(ChangedMeanwhileError):
        folder.write("faq/visits.yaml", "mine\n", page.stamp)
    assert (folder.path / "faq" / "visits.yaml").read_text() == "theirs\n"


def test_the_line_ends_and_rights_of_a_file_stay(folder):
    path = folder.path / "faq" / "visits.yaml"
    path.write_bytes(b"entries:\r\n  []\r\n")
    path.chmod(0o640)
    page = folder.read("faq/visits.yaml")
    assert page.text == "entries:\n  []\n"
    folder.write("faq/visits.yaml", "entries: []\n\n", page.stamp)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"entries: []\r\n\r\n", 0o640)


def test_a_text_that_is_too_large_is_refused(folder):
    with pytest.raises(RefusedFileError, match="larger"):
        folder.write("faq/big.yaml", "a" * (TEXT_LIMIT + 1), "")


def test_a_file_that_is_no_text_is_refused_with_the_reason(folder):
    (folder.path / "faq" / "visits.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(RefusedFileError, match="UTF-8"):
        folder.read("faq/visits.yaml")


def test_what_saving_would_change_is_told_as_a_diff(folder):
    assert folder.compare("faq/visits.yaml", "entries: []\n") == ""
    assert folder.compare("faq/visits.yaml", "entries: []\nmore").endswith(" entries: []\n+more\n")
