"""Problems -> text that shows the line and points at the place, or JSON; also "did you mean …?"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

from rapidfuzz import fuzz, process

from careerbot.model import Mark, Problem

# Below this likeness a suggestion confuses more than it helps; two of three letters changed places have this much.
_ALIKE = 66.0
# A line wider than this is cut around the caret, so that one long sentence does not fill the screen.
_WIDTH = 110
_MOST_ALIKE = 5
_LONGEST = 400
# Nobody means a word of this length by a shorter one.
_LONGEST_WORD = 100


@dataclass(frozen=True, slots=True)
class Counts:
    """How many errors and warnings there are."""

    errors: int
    warnings: int

    def __str__(self) -> str:
        """`2 errors, 1 warning`; `no problems` when there are none."""
        parts = [_count(self.errors, "error"), _count(self.warnings, "warning")]
        return ", ".join(p for p in parts if p) or "no problems"


def suggest(word: str, known: Iterable[str]) -> str:
    """A hint such as `did you mean "names"?` for the likeliest of the known words; empty when none is alike."""
    if len(word) > _LONGEST_WORD:
        return ""
    found = process.extractOne(word, list(known), scorer=fuzz.ratio, processor=str.lower, score_cutoff=_ALIKE)
    return ask_whether(found[0]) if found else ""


def ask_whether(name: str) -> str:
    """The hint for a name that is likely to be meant."""
    return f'did you mean "{name}"?'


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """By file, line, column and code; what is said twice of one place is kept once."""
    return sorted(
        dict.fromkeys(problems), key=lambda p: (p.where.file, p.where.line, p.where.column, p.code, p.message)
    )


def count_problems(problems: Iterable[Problem]) -> Counts:
    """Number of errors and of warnings."""
    counter = Counter(p.severity for p in problems)
    return Counts(counter["error"], counter["warning"])


def print_problems(problems: Iterable[Problem], line_at: Callable[[Mark], str] = lambda _: "") -> str:
    """All problems, sorted, each with its source line, a caret and its hint; empty text for none.

    `line_at` gives the line that a mark points to, without its end; an empty line is not shown. Of problems that
    read the same the first few are shown and the others counted, so that one mistake does not bury the rest.
    """
    ordered = sort_problems(problems)
    alike = Counter(_likeness(p) for p in ordered)
    shown: Counter[tuple[str, str]] = Counter()
    parts: list[str] = []
    for problem in ordered:
        likeness = _likeness(problem)
        shown[likeness] += 1
        if shown[likeness] <= _MOST_ALIKE:
            parts.append(_print_problem(problem, line_at(problem.where)))
        if shown[likeness] == _MOST_ALIKE < alike[likeness]:
            parts.append(f"    the same in {alike[likeness] - _MOST_ALIKE} more places")
    return "\n".join(parts)


def list_problems(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """The same as plain values for JSON: file, line, column, code, severity, message, hint; sorted."""
    return [_flatten(problem) for problem in sort_problems(problems)]


def _likeness(problem: Problem) -> tuple[str, str]:
    return problem.code, problem.message


def _flatten(problem: Problem) -> dict[str, object]:
    rest = {key: value for key, value in asdict(problem).items() if key != "where"}
    return {**asdict(problem.where), **rest, "message": _shorten(problem.message)}


def _shorten(message: str) -> str:
    """A message on one line; a long one, which quotes something long, without its middle."""
    line = " ".join(message.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} … {line[-_LONGEST // 2 :]}"


def _print_problem(problem: Problem, line: str) -> str:
    grade = "" if problem.severity == "error" else f"{problem.severity}: "
    lines = [f"{problem.where}: {grade}{_shorten(problem.message)} [{problem.code}]"]
    if line.strip():
        lines += _point(line, problem.where.column)
    if problem.hint:
        lines.append(f"    hint: {problem.hint}")
    return "\n".join(lines)


def _point(line: str, column: int) -> Sequence[str]:
    """The line, cut to a readable width, and under it a caret at the column (none when the column is unknown)."""
    at = max(column - 1, 0)
    start = max(0, at - _WIDTH + 30) if len(line) > _WIDTH else 0
    shown = "".join(" " if not c.isprintable() else c for c in line[start : start + _WIDTH])
    return [f"    {shown.rstrip()}", f"    {' ' * (at - start)}^"] if column else [f"    {shown.rstrip()}"]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
