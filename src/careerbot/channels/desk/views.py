"""What the desk holds -> plain values that its page shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from careerbot.explain import explain
from careerbot.model import Faq, Problem, Reply, Turn
from careerbot.problems import list_problems
from careerbot.workshop.differing import find_differences
from careerbot.workshop.drafting import Drafts, Look
from careerbot.workshop.replay import Outcome


def describe_files(drafts: Drafts) -> dict[str, Any]:
    """The layer, its files with the FAQ entries of each, and which of them are not saved."""
    entries: dict[str, list[dict[str, Any]]] = {}
    for entry in drafts.entries():
        entries.setdefault(entry.item.where.file, []).append(_describe_entry(entry))
    files = [{"name": name, "entries": entries.get(drafts.folder.shown(name), [])} for name in drafts.names()]
    return {"layer": drafts.folder.path.resolve().name, "files": files, "unsaved": drafts.unsaved()}


def _describe_entry(entry: Faq) -> dict[str, Any]:
    asks = [str(ask) for ask in entry.asks]
    return {"id": str(entry.id), "asks": asks, "line": entry.item.where.line}


def describe_look(look: Look, name: str, drafts: Drafts) -> dict[str, Any]:
    """The problems of a file, then those of others, whether the chat answers from what is written, what of it is not
    saved, and how many messages of a file of conversations there are and go as written.
    """
    own = drafts.folder.shown(name)
    outcomes = drafts.play(name)
    problems = [{**problem, "here": problem["file"] == own} for problem in _list_own(look.problems, drafts)]
    ordered = sorted([*problems, *_list_misses(outcomes)], key=lambda problem: not problem["here"])
    played = {"all": len(outcomes), "good": sum(not outcome.misses for outcome in outcomes)}
    return {"problems": ordered, "taken": look.taken, "unsaved": drafts.unsaved(), "played": played}


def _list_misses(outcomes: Iterable[Outcome]) -> Iterator[dict[str, Any]]:
    """What went another way than it is written, shown as a problem of its line is."""
    for miss in (miss for outcome in outcomes for miss in outcome.misses):
        message = f"expected {miss.expected}; came {miss.came}"
        yield {"here": True, "line": miss.where.line, "column": 1, "message": message, "severity": "error"}


def _list_own(problems: Iterable[Problem], drafts: Drafts) -> list[dict[str, Any]]:
    """Those that stand in the layer itself: of what lies below, a counselor can mend nothing."""
    layer = drafts.folder.shown("")
    return list_problems(problem for problem in problems if problem.where.file.startswith(layer))


def describe_turn(turn: Turn, before: Turn | None = None) -> dict[str, Any]:
    """The answer with its choices and reasons; with the turn before, also how its words differ from that one's."""
    return {
        "said": turn.message.text,
        "html": turn.reply.html,
        "picture": turn.reply.picture.alt if turn.reply.picture else "",
        "choices": [{"label": choice.label, "data": choice.data} for choice in turn.reply.choices],
        "why": explain(turn),
        "changes": find_differences(_write(before.reply), _write(turn.reply)) if before else [],
    }


def _write(reply: Reply) -> str:
    """The words of a reply, and behind them those that stand for its picture."""
    return f"{reply.text}\n\n[picture: {reply.picture.alt}]" if reply.picture else reply.text
