"""Plan and findings -> the reply, by the knowledge's Jinja2 templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from careerbot.model import Choice, Findings, Knowledge, Plan, Reply, State, Step
from careerbot.talking.buttons import offer, offer_entry, offer_intent
from careerbot.talking.lookup import PAGE, find_entry, find_topic
from careerbot.talking.markup import first_line, first_part, literal, tidy, to_html, to_plain
from careerbot.talking.voice import Voice
from careerbot.talking.wording import capital, write_sources

MOST_CHOICES = 4
SPOKEN = ("answer", "handoff", "decline")
# What the template of a step is given besides what every template is given.
STEP_NAMES = ("intent", "subjects", "lowest", "topic", "stand_in", "focus", "items", "measure", "several")
# What is asked back for, what there is to choose between, and what is declined for.
REASONS = {
    "ask": ("occupation", "place", "term", "amount", "compare", "question", "instead"),
    "choose": ("intent", "occupation", "unknown_occupation", "described", "likes"),
    "decline": ("unsure", "unknown_occupation", "outdated", "broken"),
}


def compose(plan: Plan, findings: Sequence[Findings], before: State, voice: Voice) -> Reply:
    """The answer: parts in the order asked, one source line, then choices."""
    try:
        return speak(plan, findings, before, voice)
    except Exception:
        # A template may fail in any way, and a slip that no check foresaw must not silence the bot: this one takes
        # nothing in.
        broken = replace(plan, kind="decline", steps=(), reason="broken")
        return speak(broken, (), before, replace(voice, cites=[], pictures=[]))


def speak(plan: Plan, findings: Sequence[Findings], before: State, voice: Voice) -> Reply:
    """The answer as the templates word it."""
    knowledge = voice.knowledge
    spoken = findings if plan.kind in SPOKEN else ()
    rendered = [render_step(f, len(findings) > 1, plan, before, voice) for f in spoken]
    parts = [part for part, _ in rendered]
    more = [choice for f, (_, left) in zip(spoken, rendered, strict=True) for choice in offer_more(f, left)]
    if plan.kind in ("ask", "choose") or not parts:
        parts = [render(f"{plan.kind}.md.j2", common(plan, before, voice), voice)]
    cites = tuple(dict.fromkeys(voice.cites))
    body = "\n\n".join(p for p in map(tidy, parts) if p)
    note = render("assumed.md.j2", common(plan, before, voice), voice) if plan.assumed and cites else ""
    source = f"_Source: {write_sources(cites, knowledge)}_" if cites else ""
    text = tidy("\n\n".join(p for p in (body, "\n".join(p for p in (tidy(note), source) if p)) if p))
    return Reply(
        to_plain(text),
        to_html(text),
        make_choices(plan, findings, more if len(findings) == 1 else [], knowledge),
        cites,
        next(iter(voice.pictures), None),
    )


def common(plan: Plan, before: State, voice: Voice) -> dict[str, Any]:
    """Names that every template may use."""
    steps = plan.steps or (Step(""),)
    return {
        "plan": plan,
        "before": before,
        "step": steps[0],
        "reason": plan.reason,
        "settings": voice.knowledge.settings,
        "about": [literal(a) for a in plan.about],
        "labels": [c.label[:1].lower() + c.label[1:] for c in plan.options] or ["something else"],
        "sources": voice.knowledge.sources,
        **voice.words(),
    }


def render(name: str, values: Mapping[str, Any], voice: Voice) -> str:
    """A template's text."""
    return voice.templates.get_template(name).render(values)


def render_step(found: Findings, several: bool, plan: Plan, before: State, voice: Voice) -> tuple[str, bool]:
    """The answer to one step; headed where they are on several things, cut to its first part where short is asked.

    With it comes whether that left something out.
    """
    intent = voice.knowledge.intents[found.step.intent]
    name = f"{plan.kind}.md.j2" if plan.kind == "decline" and plan.reason == "abroad" else template_of(found, voice)
    values = common(plan, before, voice) | {
        "step": found.step,
        "intent": intent,
        "subjects": found.subjects,
        "lowest": found.lowest,
        "topic": found.topic,
        "stand_in": stand_in(found, voice),
        "focus": found.focus,
        "items": found.items,
        "measure": found.step.percentile or "p50",
        "several": several,
    }
    entry = found.focus if is_entry(found.step) else None
    whole = tidy(voice.say(entry) if entry else render(name, values, voice))
    text = first_line(whole) if found.step.length == "short" else first_part(whole) if several else whole
    gap = "\n" if text.startswith("- ") else " "
    first = found.step == plan.steps[0]
    apart = len({(s.intent, s.occupations) for s in plan.steps}) > 1
    news = first and is_news(found.step, text, before, voice)
    headed = (several and apart) or (entry is None and news)
    return f"**{heading(found, plan, voice, news)}**{gap}{text}" if headed and text else text, text != whole


def is_entry(step: Step) -> bool:
    """Whether an entry of the FAQ is the whole answer, whatever else there is to say on the intent."""
    return step.item.startswith("faq.") and not (step.broad or step.page)


def is_news(step: Step, text: str, before: State, voice: Voice) -> bool:
    """Whether an answer is on a job that was not talked of just before, and does not name it."""
    if len(step.occupations) != 1 or step.occupations[0] in before.occupations:
        return False
    names = (voice.plural(step.occupations[0]), voice.singular(step.occupations[0]))
    return not any(name.lower() in text.lower() for name in names)


def stand_in(found: Findings, voice: Voice) -> str:
    """What the notes are on that stand in for those asked for, as people call it; "" where these are there."""
    intents = voice.knowledge.intents
    apart = found.topic is not None and found.topic.intent in intents[found.step.intent].instead
    return intents[found.topic.intent].label.lower() if found.topic and apart else ""


def template_of(found: Findings, voice: Voice) -> str:
    """The file that answers the step; a common answer that is on no job needs no figures."""
    if found.focus and not found.subjects and not found.step.occupations:
        return "topic.md.j2"
    intent = voice.knowledge.intents[found.step.intent]
    return intent.answer or f"{intent.id}.md.j2"


def heading(found: Findings, plan: Plan, voice: Voice, news: bool) -> str:
    """What tells one part of an answer from the others: the question, or the occupation where that differs.

    Where the occupation is `news` it is named beside the question.
    """
    occupations = {s.occupations for s in plan.steps}
    if (len(occupations) > 1 or len({s.intent for s in plan.steps}) == 1) and found.step.occupations:
        return capital(voice.plural(found.step.occupations[0])) + ":"
    label = voice.knowledge.intents[found.step.intent].label
    return f"{capital(voice.plural(found.step.occupations[0]))}. {label}:" if news else f"{label}:"


def make_choices(
    plan: Plan, findings: Sequence[Findings], more: Sequence[Choice], knowledge: Knowledge
) -> tuple[Choice, ...]:
    """Up to four natural next questions: what was offered, more of the same, then the intents that follow."""
    if plan.options or not findings or plan.reason == "abroad":
        return plan.options[:MOST_CHOICES]
    last = findings[-1]
    done = {f.step.intent for f in findings}
    follow = dict.fromkeys(chain.from_iterable(find_next(f.step, knowledge) for f in findings))
    choices = [*plan.others, *more]
    choices += [c for i in follow if (entry := find_entry(i, knowledge)) for c in offer_entry(entry)]
    choices += [
        c
        for i in follow
        if i not in done and i in knowledge.intents and has_answer(i, last.step, knowledge)
        for c in offer_intent(knowledge.intents[i], last.step)
    ]
    return tuple({c.data: c for c in choices}.values())[:MOST_CHOICES]


def find_next(step: Step, knowledge: Knowledge) -> tuple[str, ...]:
    """What people ask next, intents and entries of the FAQ: what the entry told names, else what the intent does."""
    entry = find_entry(step.item, knowledge)
    return (entry.next if entry else ()) or knowledge.intents[step.intent].next


def has_answer(intent: str, step: Step, knowledge: Knowledge) -> bool:
    """Whether there is more to say to an intent than that nothing is known."""
    known = knowledge.intents[intent]
    alone = known.kind != "topic" or "occupation" not in known.needs
    return alone or bool(known.facts) or find_topic(replace(step, intent=intent), knowledge) is not None


def offer_more(found: Findings, left_out: bool) -> list[Choice]:
    """Choices for the rest of an answer that was cut short, or for the pages of a list before and after."""
    step, topic = found.step, found.topic
    if left_out:
        return offer("Full answer", replace(step, length="full"))
    if topic is None or step.item or step.length == "full":
        return []
    pages, page = -(-len(topic.points) // PAGE), Step(step.intent, step.occupations, step.areas)
    back = replace(page, page=step.page - 1, length="" if step.page > 1 else "normal")
    return [
        *(offer(f"Back ({step.page} of {pages})", back) if 0 < step.page < pages else []),
        *(
            offer(f"More ({step.page + 2} of {pages})", replace(page, page=step.page + 1))
            if step.page + 1 < pages
            else []
        ),
    ]
