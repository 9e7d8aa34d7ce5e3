from __future__ import annotations

import os
import subprocess
import sys
from queue import Empty, Queue
from threading import Thread
from types import SimpleNamespace

import pytest
from pictures import make_png
from small_layers import FAQ, QUESTION, make_layers

from careerbot.channels.watching import follow_files

WAIT_SECONDS = 30


@pytest.fixture
def layers(tmp_path):
    return make_layers(tmp_path)


@pytest.fixture
def talk(layers, tmp_path):
    """`chat --watch` as a process; (say, read): a line in, and the next line out that holds some words."""
    named = [word for layer in layers for word in ("--knowledge", str(layer))]
    process = subprocess.Popen(
        [sys.executable, "-m", "careerbot", "chat", "--watch", *named],
        env={**os.environ, "CAREERBOT_CACHE": str(tmp_path / "cache")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        bufsize=1,
    )
    lines: Queue[str] = Queue()
    Thread(target=lambda: [lines.put(line) for line in process.stdout], daemon=True).start()

    def say(text):
        process.stdin.write(f"{text}\n")

    def read(words):
        met = []
        while words not in (met[-1] if met else ""):
            try:
                met.append(lines.get(timeout=WAIT_SECONDS))
            except Empty:
                pytest.fail(f"no line with {words!r}; there were {met}")
        return met[-1].rstrip("\n")

    yield say, read
    process.stdin.close()
    assert process.wait(WAIT_SECONDS) == 0


def test_a_saved_file_shows_the_last_answer_again_with_what_changed(talk, layers):
    say, read = talk
    say(QUESTION)
    assert read("visitors") == "The shop is open to visitors on Fridays."
    (layers[1] / "faq" / "visits.yaml").write_text(FAQ.replace("Fridays", "Mondays"))
    assert read("saved:") == "saved: our-school/faq/visits.yaml"
    assert read("visitors") == "The shop is open to visitors on [-Fridays.-]{+Mondays.+}"


def test_a_broken_file_is_told_by_line_and_the_chat_goes_on_as_before(talk, layers):
    say, read = talk
    say(QUESTION)
    read("visitors")
    (layers[1] / "faq" / "visits.yaml").write_text(FAQ.replace("say:", "sya:"))
    assert read("unknown-key").startswith("our-school/faq/visits.yaml:5:5: ")
    read("the answers stay as they were until this is mended")
    say(QUESTION)
    assert read("visitors") == "The shop is open to visitors on Fridays."


def test_a_file_that_is_mended_is_told_to_be_once(talk, layers):
    say, read = talk
    say(QUESTION)
    read("visitors")
    (layers[1] / "faq" / "visits.yaml").write_text(FAQ.replace("say:", "sya:"))
    read("the answers stay as they were until this is mended")
    (layers[1] / "faq" / "visits.yaml").write_text(FAQ)
    assert read("saved:") == "saved: our-school/faq/visits.yaml"
    assert read(" ") == "it is mended: the answers come from the files as they are now"
    assert read(" ") == "The answer stays as it was."
    (layers[1] / "faq" / "visits.yaml").write_text(FAQ.replace("Fridays", "Mondays"))
    assert read("saved:") == "saved: our-school/faq/visits.yaml"
    assert "visitors" in read(" ")


def test_a_picture_that_is_added_taken_away_or_broken_is_seen_at_once(talk, layers):
    say, read = talk
    pictures = layers[1] / "faq" / "pictures"
    say(QUESTION)
    read("visitors")
    pictures.mkdir()
    (pictures / "shop.png").write_bytes(make_png())
    read("warning: no entry shows this picture")
    (layers[1] / "faq" / "visits.yaml").write_text(f"{FAQ}    picture: shop.png\n    alt: The way to the shop.\n")
    assert read("[picture:") == f"[picture: The way to the shop.] {pictures / 'shop.png'}+}}"
    (pictures / "shop.png").write_bytes(b"")
    assert read("bad-picture").startswith("our-school/faq/visits.yaml:7:14: `shop.png` cannot be shown")
    (pictures / "shop.png").unlink()
    read("unknown-picture")
    (layers[1] / "faq" / "visits.yaml").write_text(FAQ)
    assert read("[picture:") == f"[picture: The way to the shop.] {pictures / 'shop.png'}-]"


def test_a_watch_that_cannot_go_on_is_told_of_and_the_chat_stays(tmp_path, capsys):
    bench = SimpleNamespace(layers=[tmp_path / "gone"])
    with follow_files(bench)(SimpleNamespace()):
        pass
    said = capsys.readouterr()
    assert "saved files are no longer noticed" in said.out
    assert "Traceback" not in said.err
