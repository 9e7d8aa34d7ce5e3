"""A page of the docs -> its samples, told apart, and the work of whoever follows them line by line."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

WAIT_SECONDS = 60
_SAMPLE = re.compile(r"(?:^<!-- (file|not run): ([^\n]*) -->\n)?^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Sample:
    """A fenced sample: a file of a name, command lines ("sh"), or what comes of the one before ("text")."""

    kind: str
    name: str
    text: str


def read_samples(page: str) -> Iterator[Sample]:
    """The samples of a page in order; those that are marked as not run are left out."""
    for mark, name, language, text in _SAMPLE.findall(page):
        if mark != "not run":
            yield Sample(mark or language, name, text)


def split_typed(sample: str) -> tuple[str, list[str]]:
    """What a sample shows, and the lines that a person types in it."""
    lines = sample.splitlines()
    return "\n".join(x for x in lines if not x.startswith("> ")), [x[2:] for x in lines if x.startswith("> ")]


def is_shown(shown: str, output: str) -> bool:
    """Whether the output has whole lines like these; `…` stands for anything, and blank lines count for nothing."""
    lines = (line.strip() for line in shown.splitlines() if line.strip())
    pattern = "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + r"\n" for line in lines)
    flat = "".join(f"{line.strip()}\n" for line in output.splitlines() if line.strip())
    return re.search(f"^{pattern}", flat, re.MULTILINE) is not None


@dataclass
class Follower:
    """Somebody who does what a page says, in a folder of their own; a command that waits for lines stays open."""

    folder: Path
    output: Path
    variables: dict[str, str]
    process: subprocess.Popen[str] | None = None

    def follow(self, samples: Iterable[Sample]) -> Iterator[tuple[str, str]]:
        """What should be shown and what was, each time."""
        for sample in samples:
            if sample.kind == "file":
                self.write(sample)
            elif sample.kind == "sh":
                for line in sample.text.splitlines():
                    self.run(line)
            else:
                shown, typed = split_typed(sample.text)
                yield shown, self.show(shown, typed)
        self.end()

    def write(self, sample: Sample) -> None:
        """Makes the file say what the sample says."""
        if self.process:
            # A person would take longer; what watches the folder may still be starting.
            time.sleep(1)
        path = self.folder / sample.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sample.text, "utf-8")

    def run(self, line: str) -> None:
        """Does what one line of a terminal says."""
        self.end()
        name, *words = shlex.split(line)
        if name == "cd":
            self.folder /= words[0]
            return
        command = [sys.executable, "-m", name, *words]
        with self.output.open("w", encoding="utf-8") as out:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
                text=True,
                cwd=self.folder,
                env=self.variables,
            )
        if words[0] != "chat":
            self.end()

    def show(self, shown: str, typed: Iterable[str]) -> str:
        """Types some lines and waits for what they show; gives all that was shown since the command began."""
        if self.process and self.process.stdin:
            self.process.stdin.writelines(f"{line}\n" for line in typed)
            self.process.stdin.flush()
        end = time.monotonic() + WAIT_SECONDS
        while self.process and time.monotonic() < end and not is_shown(shown, self.output.read_text("utf-8")):
            time.sleep(0.1)
        return self.output.read_text("utf-8")

    def end(self) -> None:
        """Leaves the command that is open, and waits for its end."""
        if self.process:
            self.process.communicate(timeout=WAIT_SECONDS)
            self.process = None
