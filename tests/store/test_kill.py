"""Processes killed at any moment -> every letter answered once, in order, each answer knowing of the one before."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from careerbot.store import Letter, Store, open_store

WORKER = Path(__file__).with_name("worker.py")
CHATS, PER_CHAT = 20, 15
TOTAL = CHATS * PER_CHAT


def start(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, str(WORKER), url], stdout=subprocess.PIPE, text=True)


def read_lines(process: subprocess.Popen[str], count: int) -> None:
    assert process.stdout
    for _ in range(count):
        assert process.stdout.readline()


def kill_soon(process: subprocess.Popen[str]) -> None:
    time.sleep(random.uniform(0, 0.02))
    process.kill()
    process.communicate()


def end_well(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.communicate(timeout=60)
    assert process.returncode == 0


def write_letters(store: Store, n: int) -> None:
    """The next letter of every chat, some of them twice."""
    letters = [Letter(f"{chat}.{n}", f"chat {chat}", f"talk {chat}", f"q{n}") for chat in range(CHATS)]
    store.add(letters + random.sample(letters, 5), 0)
    store.add(random.sample(letters, 5), 0)


def send_all(store: Store) -> Iterator[tuple[str, str]]:
    """All that the outbox gives, as chat and text."""
    while parcels := store.due(64, time.time()):
        for parcel in parcels:
            yield parcel.chat, parcel.body
            store.sent(parcel)


def check_answers(url: str) -> None:
    store = open_store(url)
    assert store.backlog().letters == 0
    answers = list(send_all(store))
    for chat in range(CHATS):
        told = [text for to, text in answers if to == f"chat {chat}"]
        assert told == [f"q{n} {n + 1}" for n in range(PER_CHAT)]
    assert len(answers) == TOTAL
    store.close()


def test_nothing_is_lost_or_doubled_when_a_file_is_worked_on_by_processes_that_die(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/state"
    store = open_store(url)
    for n in range(PER_CHAT):
        write_letters(store, n)
    store.close()
    for most in (1, 2, 60):
        process = start(url)
        read_lines(process, random.randint(1, most))
        kill_soon(process)
    process = start(url)
    read_lines(process, 1)
    end_well(process)
    check_answers(url)


@pytest.mark.parametrize("deaths", [(2, 4), (5, 5)])
def test_nothing_is_lost_or_doubled_when_two_of_three_processes_die(postgres: str, deaths: tuple[int, int]) -> None:
    processes = [start(postgres) for _ in range(3)]
    for process in processes:
        read_lines(process, 1)
    store = open_store(postgres)
    for n in range(PER_CHAT):
        write_letters(store, n)
        for death, process in zip(deaths, processes, strict=False):
            if n == death:
                kill_soon(process)
    store.close()
    end_well(processes[-1])
    check_answers(postgres)
