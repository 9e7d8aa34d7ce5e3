"""Files in faq/pictures/ -> pictures that entries show, whatever layer they are of, or the words alone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from pictures import make_jpeg, make_png

from careerbot.bot import CareerBot
from careerbot.content.checks import check_layers
from careerbot.content.knowledge import load_content
from careerbot.content.pictures import SIZE_LIMIT, BadPictureError, check_picture, load_picture
from careerbot.model import Picture

BASE = Path(__file__).parents[1] / "broken" / "_base" / "knowledge"
ENTRY = """entries:
  - id: shop
    intent: duties
    asks: [where is the welding shop]
    say: In Building {place}.
    picture: map.png
    alt: {alt}
"""
ASK = "where is the welding shop"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAREERBOT_CACHE", str(tmp_path / "cache"))
    return tmp_path


def make_layer(folder: Path, name: str = "school", place: str = "C", alt: str = "A map.", side: int = 8) -> Path:
    layer = folder / name
    (layer / "faq" / "pictures").mkdir(parents=True)
    (layer / "faq" / "shop.yaml").write_text(ENTRY.format(place=place, alt=alt))
    (layer / "faq" / "pictures" / "map.png").write_bytes(make_png(side, side))
    return layer


def where(layer: Path) -> str:
    return str(layer / "faq" / "pictures" / "map.png")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", make_png()),
        ("A.PNG", make_png(200, 10)),
        ("a.jpg", make_jpeg()),
        ("a.jpeg", make_jpeg(frame=0xC2)),
        ("a.jpg", make_jpeg(fill=b"\xff\xff")),
        ("wrongly-named.jpg", make_png()),
    ],
)
def test_a_png_or_jpeg_of_a_usual_size_can_be_shown(name: str, data: bytes) -> None:
    check_picture(name, data)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.png", b"", "empty"),
        ("a.png", b"<svg/>", "no whole PNG"),
        ("a.png", make_png()[:20], "no whole PNG"),
        ("a.png", make_png(0, 8), "no whole PNG"),
        ("a.jpg", make_jpeg()[:-3], "no whole PNG"),
        ("a.jpg", b"\xff\xd8\xff", "no whole PNG"),
        ("a.jpg", make_jpeg(frame=0xC8), "no whole PNG"),
        ("a.jpg", make_jpeg(5000, 5001), "more than 10,000 together"),
        ("a.jpg", make_jpeg(10, 201), "more than 20 times"),
        ("a.gif", make_png(), "name does not end"),
        ("a.png", make_png() + bytes(SIZE_LIMIT), "larger than 5 MB"),
    ],
)
def test_anything_else_cannot_and_says_why(name: str, data: bytes, why: str) -> None:
    with pytest.raises(BadPictureError, match=why):
        check_picture(name, data)


def test_a_jpeg_that_leads_in_circles_ends() -> None:
    with pytest.raises(BadPictureError):
        check_picture("a.jpg", b"\xff\xd8" + b"\xff\xe0\x00\x00" * 9)


def test_a_picture_is_looked_at_again_when_it_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(make_png())
    assert load_picture(str(path)) == make_png()
    path.write_bytes(b"root:x:0:0")
    with pytest.raises(BadPictureError):
        load_picture(str(path))
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(OSError, match="no plain file"):
        load_picture(str(path))


def test_an_answer_brings_the_picture_of_its_entry_and_no_other_answer_does(folder: Path) -> None:
    layer = make_layer(folder)
    bot = CareerBot.load(BASE, layer)
    assert bot.reply(ASK).picture == Picture(where(layer), "A map.")
    assert bot.reply("what do welders do").picture is None


def test_compiled_knowledge_keeps_where_a_picture_lies_and_not_the_picture(folder: Path) -> None:
    layer = make_layer(folder)
    CareerBot.load(BASE, layer)
    assert CareerBot.load(BASE, layer).reply(ASK).picture == Picture(where(layer), "A map.")
    [kept] = (folder / "cache").glob("compiled-*.sqlite")
    assert b"IHDR" not in kept.read_bytes()


def test_a_folder_of_the_same_name_elsewhere_shows_its_own_picture(folder: Path) -> None:
    layer = make_layer(folder)
    CareerBot.load(BASE, layer)
    moved = folder / "elsewhere" / "school"
    shutil.copytree(layer, moved)
    shutil.rmtree(layer)
    assert CareerBot.load(BASE, moved).reply(ASK).picture == Picture(where(moved), "A map.")


def test_each_layer_shows_its_own_picture_and_the_later_entry_goes_before(folder: Path) -> None:
    below, above = make_layer(folder, "below"), make_layer(folder, "above", "D", "Another map.", 9)
    assert [p.code for p in check_layers([BASE, below, above]) if "picture" in p.code] == []
    [entry] = load_content([BASE, below, above]).knowledge.faq
    assert entry.picture == Picture(where(above), "Another map.")


def test_an_entry_whose_picture_is_no_good_still_answers(folder: Path) -> None:
    layer = make_layer(folder)
    Path(where(layer)).unlink()
    answer = CareerBot.load(BASE, layer).reply(ASK)
    assert (answer.text.strip(), answer.picture) == ("In Building C.", None)


def test_a_picture_of_an_entry_with_another_mistake_is_not_told_as_unused(folder: Path) -> None:
    layer = make_layer(folder)
    text = (layer / "faq" / "shop.yaml").read_text()
    (layer / "faq" / "shop.yaml").write_text(text.replace("say: In Building C.", "say: ''"))
    assert "unused-picture" not in {p.code for p in check_layers([BASE, layer])}


def test_empty_keys_are_as_good_as_none(folder: Path) -> None:
    layer = make_layer(folder)
    Path(where(layer)).unlink()
    text = (layer / "faq" / "shop.yaml").read_text()
    (layer / "faq" / "shop.yaml").write_text(text.replace(" map.png", "").replace(" A map.", ""))
    assert not [p for p in check_layers([BASE, layer]) if p.severity == "error"]
