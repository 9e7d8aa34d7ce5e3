"""A turn -> why it went as it did, one reason a line, with file and line wherever an author wrote the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from careerbot.model import Candidate, Evidence, Fact, Findings, Item, Mention, Plan, Question, State, Step, Turn

# Intents further down the ranking explain nothing that a reader would act on.
_MOST_CANDIDATES = 4
# A row of pay figures has a dozen; the first few tell which row it is.
_MOST_FACTS = 6
_WIDTH = 10


def explain(turn: Turn) -> list[str]:
    """Lines in the order of the work: what was read, heard, meant, planned, found, cited and remembered.

    Each line begins with a word that names its kind; text of the message is repeated as it was normalised.
    """
    pairs = [("read", _quote(turn.text))] if turn.message.text else [("pressed", _quote(turn.message.press))]
    pairs += [pair for question in turn.questions for pair in _explain_question(question)]
    pairs += _explain_plan(turn.plan)
    pairs += [pair for findings in turn.findings for pair in _explain_findings(findings)]
    pairs += [("cites", f"{cite.source} ({cite.period})") for cite in turn.reply.cites]
    pairs += _explain_memory(turn.before, turn.after)
    return [f"{kind:<{_WIDTH}}{reason}" for kind, reason in pairs]


_Pairs = Iterable[tuple[str, str]]


def _quote(text: str) -> str:
    return f'"{text}"'


def _explain_question(question: Question) -> _Pairs:
    """What one of the message's questions names and may mean, likeliest first."""
    yield "question", f"{_quote(question.masked)}, ours by {question.in_scope:.2f}"
    for mention in question.mentions:
        yield "heard", _describe_mention(mention, question.text)
    if question.unknown:
        yield "unknown", ", ".join(question.unknown)
    for candidate in question.candidates[:_MOST_CANDIDATES]:
        yield from _explain_candidate(candidate)


def _describe_mention(mention: Mention, text: str) -> str:
    others = f", or {', '.join(mention.options[:5])}" if mention.options else ""
    return f"{_quote(text[mention.start : mention.end])} = {mention.kind} {mention.id} ({mention.score:.2f}){others}"


def _explain_candidate(candidate: Candidate) -> _Pairs:
    """The intent with its score, then its evidence, weightiest first."""
    item = f" ({candidate.item})" if candidate.item else ""
    yield "meant", f"{candidate.intent}{item} {candidate.score:.2f}"
    for evidence in sorted(candidate.because, key=lambda e: -e.weight):
        yield "", f"because {_describe_evidence(evidence)}"


def _describe_evidence(evidence: Evidence) -> str:
    where = f"  [{evidence.where}]" if evidence.where else ""
    return f"{evidence.kind} {evidence.weight:.2f}: {evidence.what}{where}"


def _explain_plan(plan: Plan) -> Iterator[tuple[str, str]]:
    yield "plan", f"{plan.kind}{f' ({plan.reason})' if plan.reason else ''}"
    for step in plan.steps:
        yield "step", _describe_step(step)
    if plan.assumed:
        yield "assumed", ", ".join(plan.assumed)
    for option in plan.options:
        yield "option", f"{_quote(option.label)} sends {option.data}"


def _describe_step(step: Step) -> str:
    """The intent, and whatever it is about, named as the fields of a step."""
    about = {f.name: getattr(step, f.name) for f in fields(step) if f.name != "intent"}
    return " ".join([step.intent, *(f"{name}={_show(value)}" for name, value in about.items() if value)])


def _explain_findings(findings: Findings) -> _Pairs:
    if findings.topic:
        yield "topic", f"{findings.topic.intent}  [{findings.topic.where}]"
    for word, items in (("focus", filter(None, [findings.focus])), ("says", findings.items)):
        yield from ((word, _describe_item(item)) for item in items)
    for subject in findings.subjects:
        for rank, row in enumerate(subject.rows):
            about = f"{row.topic} {subject.occupation} {row.area}, {row.cite.source} ({row.cite.period})"
            yield "or" if rank else "figures", f"{about}: {'; '.join(_describe_figures(row.facts))}"
        for gap in subject.gaps:
            yield "lacking", f"{gap.topic} {gap.occupation} {gap.area}: {_describe_fact(gap)}, {gap.cite.source}"


def _describe_item(item: Item) -> str:
    sources = ", ".join(f"{cite.source} ({cite.period})" for cite in item.cites) or "no source"
    return f"{item.id}{' (an invented example)' if item.example else ''} from {sources}  [{item.where}]"


def _describe_figures(facts: tuple[Fact, ...]) -> Iterator[str]:
    """The first figures of one source, and how many more there are."""
    yield from map(_describe_fact, facts[:_MOST_FACTS])
    if len(facts) > _MOST_FACTS:
        yield f"{len(facts) - _MOST_FACTS} more"


def _describe_fact(fact: Fact) -> str:
    value = fact.text or (fact.status if fact.value is None else f"{fact.value:,.10g}")
    prefix = "at least " if fact.status == "at_least" else ""
    return f"{' '.join([fact.measure, fact.unit]).rstrip()} {prefix}{value}"


def _explain_memory(before: State, after: State) -> _Pairs:
    """Every field of the conversation's memory that the message changed, but for the turn counter."""
    for field in fields(State):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new and field.name != "turn":
            yield "remember", f"{field.name}: {_show(old)} -> {_show(new)}"


def _show(value: object) -> str:
    """A value as a short word: ids with commas, buttons and cites by their first field, `-` for nothing."""
    if isinstance(value, tuple):
        return ",".join(_show(part) for part in value) or "-"
    if isinstance(value, int | float | str):
        return f"{value}" or "-"
    return "-" if value is None else _show(getattr(value, fields(value)[0].name))  # type: ignore[arg-type]
