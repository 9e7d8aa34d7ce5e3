"""Files of a layer -> text, or the reason why not."""

from __future__ import annotations

import lzma
import os
from pathlib import Path

import pytest

from careerbot.content.files import SourceFile, find_lines, list_files, read_bytes, read_text
from careerbot.model import Mark, Problem


def only_file(layer: Path) -> SourceFile:
    (file,) = list_files(layer)
    return file


def read(layer: Path, limit: int = 1000) -> tuple[str | None, list[str]]:
    problems: list[Problem] = []
    return read_text(only_file(layer), problems, limit), [p.code for p in problems]


def test_files_are_shown_with_the_name_of_their_layer(tmp_path: Path) -> None:
    (tmp_path / "intents").mkdir()
    (tmp_path / "intents" / "pay.yaml").write_text("label: Pay")
    file = only_file(tmp_path)
    assert (file.name, file.shown) == ("intents/pay.yaml", f"{tmp_path.name}/intents/pay.yaml")
    assert (file.folder, file.stem) == ("intents", "pay")


def test_hidden_files_and_editors_copies_are_not_listed(tmp_path: Path) -> None:
    for name in (".pay.yaml.swp", "pay.yaml~", ".hidden", "pay.yaml.bak", "pay.yaml"):
        (tmp_path / name).write_text("a: b")
    assert [file.name for file in list_files(tmp_path)] == ["pay.yaml"]


def test_a_folder_that_is_not_there_has_no_files(tmp_path: Path) -> None:
    assert list_files(tmp_path / "nowhere") == []


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: b")
    assert read(tmp_path) == ("a: b", [])


def test_a_packed_file_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv.xz").write_bytes(lzma.compress(b"0" * 1_000_000))
    assert read(tmp_path, limit=1000) == (None, ["too-big"])


def test_a_packed_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    whole = lzma.compress(b"occupation,area\n" * 10_000)
    (tmp_path / "a.csv.xz").write_bytes(whole[: len(whole) - 40])
    assert read(tmp_path, limit=1_000_000) == (None, ["unreadable-file"])


def test_a_pipe_in_place_of_a_file_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    assert read(tmp_path) == (None, ["unreadable-file"])


@pytest.mark.parametrize("target", ["/etc/hostname", "a.yaml", "nowhere"])
def test_a_link_that_leads_out_or_nowhere_is_refused(tmp_path: Path, target: str) -> None:
    (tmp_path / "a.yaml").symlink_to(target)
    text, codes = read(tmp_path)
    assert text is None
    assert codes in (["link-outside"], ["unreadable-file"])


def test_a_link_within_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("a: b")
    (tmp_path / "a.yaml").symlink_to("real.yaml")
    assert [read_bytes(file, []) for file in list_files(tmp_path)] == [b"a: b", b"a: b"]


def test_a_mark_leads_to_its_line_in_the_last_layer_that_has_the_file(tmp_path: Path) -> None:
    layers = [tmp_path / "base" / "k", tmp_path / "own" / "k"]
    for layer, line in zip(layers, ("old: 1", "new: 2"), strict=True):
        layer.mkdir(parents=True)
        (layer / "words.yaml").write_text(f"# words\n{line}\n")
    line_at = find_lines(layers)
    assert line_at(Mark("k/words.yaml", 2, 1)) == "new: 2"
    assert line_at(Mark("k/words.yaml", 99)) == ""
    assert line_at(Mark("elsewhere.yaml", 1)) == ""
