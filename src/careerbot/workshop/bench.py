"""Knowledge layers -> how long the bot takes to start and to answer, how much memory, and how that grows with them."""

from __future__ import annotations

import csv
import gc
import resource
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import msgspec

from careerbot.bot import CareerBot
from careerbot.model import Knowledge, Message, State
from careerbot.reading.spelling import read_counts
from careerbot.workshop.replay import Script, find_scripts

LONGEST_MESSAGE = 4096
WARM_UP = 60
ROUNDS = 3
# What a layer that makes the knowledge so many times as large takes its invented names from: long, seldom words.
SHORTEST_WORD = 8
PHRASINGS = 10
COLUMNS = ("names", "FAQ entries", "start s", "messages/s", "p50 ms", "p99 ms", "4,096 characters ms", "memory MB")


class Measured(msgspec.Struct, frozen=True):
    """What was measured: processor milliseconds a message, seconds to start from a warm cache, peak megabytes."""

    names: int
    entries: int
    start: float
    messages: float
    p50: float
    p99: float
    longest: float
    memory: float

    def row(self, size: int) -> tuple[str, ...]:
        """The cells of a line of the table."""
        counts = (f"{size}×", f"{self.names:,}", f"{self.entries:,}")
        times = (f"{self.start:.2f}", f"{self.messages:.0f}", f"{self.p50:.2f}", f"{self.p99:.1f}")
        return (*counts, *times, f"{self.longest:.0f}", f"{self.memory:.0f}")


def measure(layers: Sequence[Path]) -> Measured:
    """Everything about this process and these layers, whose conversations are what is asked."""
    CareerBot.load(*layers)
    began = perf_counter()
    bot = CareerBot.load(*layers)
    start = perf_counter() - began
    messages = [text for script in find_scripts(layers) for text in said(script)]
    for text in messages[:WARM_UP]:
        bot.respond(Message(text), State())
    times = sorted(time_message(bot, text) for _ in range(ROUNDS) for text in messages)
    longest = time_message(bot, " ".join(messages)[:LONGEST_MESSAGE])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(
        names=count_names(bot.knowledge),
        entries=len(bot.knowledge.faq),
        start=start,
        messages=1000 * len(times) / sum(times),
        p50=times[len(times) // 2],
        p99=times[int(0.99 * len(times))],
        longest=longest,
        memory=peak,
    )


def measure_apart(layers: Sequence[Path], size: int) -> Measured:
    """The same for knowledge that many times as large, by a process of its own; `subprocess.SubprocessError`."""
    with TemporaryDirectory() as folder:
        grown = [*layers, *([grow(layers, size, Path(folder))] if size > 1 else [])]
        named = [word for layer in grown for word in ("--knowledge", str(layer))]
        command = [sys.executable, "-m", "careerbot", "bench", "--json", *named]
        # The first run compiles the knowledge, whose memory is not that of a bot at work.
        return [
            msgspec.json.decode(subprocess.run(command, check=True, capture_output=True).stdout, type=Measured)
            for _ in range(2)
        ][-1]


def write_table(rows: Iterable[tuple[int, Measured]]) -> Iterator[str]:
    """The lines of a Markdown table."""
    yield f"| size | {' | '.join(COLUMNS)} |"
    yield "|--:" * (len(COLUMNS) + 1) + "|"
    for size, measured in rows:
        yield f"| {' | '.join(measured.row(size))} |"


def said(script: Script) -> Iterable[str]:
    """What the person says in a script's conversations."""
    return (exchange.text for dialogue in script.dialogues for exchange in dialogue.exchanges if exchange.text)


def time_message(bot: CareerBot, text: str) -> float:
    """Processor milliseconds for one message."""
    gc.collect(0)
    began = process_time()
    bot.respond(Message(text), State())
    return 1000 * (process_time() - began)


def count_names(knowledge: Knowledge) -> int:
    """Names of occupations, places and terms."""
    jobs = sum(2 + len(job.also) for job in knowledge.occupations.values())
    places = sum(1 + len(place.also) for place in knowledge.places.values())
    return jobs + places + sum(1 + len(term.also) for term in knowledge.terms.values())


def grow(layers: Sequence[Path], size: int, folder: Path) -> Path:
    """A layer of invented names and FAQ entries, with which there are that many times as many."""
    knowledge = CareerBot.load(*layers).knowledge
    words = [word for word in read_counts() if len(word) >= SHORTEST_WORD]
    jobs = [(job.id, job.singular, 2 + len(job.also)) for job in knowledge.occupations.values()]
    (folder / "occupations").mkdir()
    with (folder / "occupations" / "names.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(("id", "also"))
        for number, (job, name, count) in enumerate(jobs):
            invented = islice(cycle_from(words, number * 31), count * (size - 1))
            table.writerow((job, "|".join(f"{word} {name}" for word in invented)))
    (folder / "faq").mkdir()
    (folder / "faq" / "invented.yaml").write_text("\n".join(invent_entries(knowledge, words, size)), "utf-8")
    return folder


def invent_entries(knowledge: Knowledge, words: Sequence[str], size: int) -> Iterator[str]:
    """The lines of a FAQ file."""
    yield "entries:"
    picked = cycle_from(words, 7)
    for number in range(len(knowledge.faq) * (size - 1)):
        asks = [f"where do i find {next(picked)} {next(picked)} help" for _ in range(PHRASINGS)]
        yield f"  - id: invented-{number}\n    intent: resources\n    asks: [{', '.join(asks)}]"
        yield f"    say: Ask the {next(picked)} office.\n    from: careerbot"


def cycle_from(words: Sequence[str], start: int) -> Iterator[str]:
    """The words from a place on, again and again."""
    while True:
        yield words[start % len(words)]
        start += 1
