"""Answer templates -> what is wrong with them, found without a user: they are parsed and filled with stand-ins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from traceback import walk_tb

from jinja2 import Environment, FunctionLoader, TemplateError, TemplateSyntaxError, nodes
from jinja2.meta import find_referenced_templates, find_undeclared_variables

from careerbot.content.check_texts import closes_in_order
from careerbot.content.draft import Content
from careerbot.model import NATION, Intent, Knowledge, Mark, Plan, Problem, State, Step, Template
from careerbot.problems import suggest
from careerbot.talking.answers import REASONS, STEP_NAMES, common, speak
from careerbot.talking.lookup import look_up
from careerbot.talking.markup import to_html
from careerbot.talking.templates import make_environment
from careerbot.talking.voice import Voice

# What Telegram takes in one message.
LONGEST_ANSWER = 4096
# Templates that are used by name wherever something other than one intent's answer is said.
_FIXED = ("ask.md.j2", "choose.md.j2", "decline.md.j2", "assumed.md.j2")


def intents_have_a_template(content: Content) -> Iterable[Problem]:
    """Each intent that is answered has its template; so have asking back and declining."""
    templates = content.knowledge.templates
    for intent in content.knowledge.intents.values():
        name = intent.answer or f"{intent.id}.md.j2"
        if name not in templates and (intent.answer or intent.kind != "meta"):
            hint = suggest(name, templates) or "write it, or name another with `answer:`"
            yield Problem(intent.where, "unknown-template", f"there is no answers/{name}", hint)
    for name in _FIXED:
        if name not in templates:
            where = Mark(f"answers/{name}")
            yield Problem(where, "unknown-template", f"there is no answers/{name}", "the bot cannot do without it")


def templates_parse(content: Content) -> Iterable[Problem]:
    """Each template can be read, and what it includes is there."""
    environment = make_environment(content.knowledge.templates)
    for template in content.knowledge.templates.values():
        try:
            tree = environment.parse(template.text)
        except TemplateSyntaxError as error:
            where = Mark(template.where.file, error.lineno)
            what, _, expected = (error.message or "").partition(". ")
            yield Problem(where, "template-syntax", f"this template cannot be read: {what}", expected)
            continue
        for name, line in _includes(tree):
            if name not in content.knowledge.templates:
                where = Mark(template.where.file, line)
                hint = suggest(name, content.knowledge.templates)
                yield Problem(where, "unknown-template", f"there is no answers/{name}", hint)


def templates_use_known_names(content: Content) -> Iterable[Problem]:
    """Each name is one that answers offer, or is set in the template or in one that includes it."""
    trees = _parsed(content.knowledge)
    offered = {*_offered_names(content.knowledge), *STEP_NAMES}
    settable = _settable_names(trees)
    # What a template that cannot be read sets for the parts that it includes is not known.
    whole = len(trees) == len(content.knowledge.templates)
    for template, tree in trees.items():
        if not whole and template not in _answering(content.knowledge):
            continue
        known = offered | settable[template] | _set_names(tree)
        for name in sorted(find_undeclared_variables(tree) - known):
            line = min(n.lineno for n in tree.find_all(nodes.Name) if n.name == name)
            where = Mark(content.knowledge.templates[template].where.file, line)
            yield Problem(where, "template-name", f"nothing offers the name `{name}`", suggest(name, known))


def templates_render_with_stand_ins(content: Content) -> Iterable[Problem]:
    """Each answer, and each way of asking back, comes out whole and with marks that Telegram takes."""
    knowledge = content.knowledge
    environment = _traceable(knowledge.templates)
    if len(_parsed(knowledge)) < len(knowledge.templates) or not set(_FIXED) <= set(knowledge.templates):
        return
    explained = {problem.where for problem in templates_use_known_names(content)}
    for plan, template in _stand_ins(knowledge):
        try:
            findings = [look_up(step, knowledge) for step in plan.steps]
            reply = speak(plan, findings, State(), Voice(knowledge, environment))
        except Exception as error:  # a template may fail in any way
            failure = _failure(error, template, knowledge)
            if failure.where not in explained:
                yield failure
            continue
        if len(reply.text) > LONGEST_ANSWER:
            yield _report_length(template.where, reply.text)
        if not closes_in_order(reply.html):
            message = "bold, italic or a link overlap in what comes out"
            yield Problem(template.where, "template-markup", message, "close the inner one first")


def templates_are_used(content: Content) -> Iterable[Problem]:
    """Each template is the answer of an intent, one of the fixed ones, or part of another."""
    knowledge = content.knowledge
    used = {*_answering(knowledge), *(f"{name}.md.j2" for name in content.left_out)}
    trees = _parsed(knowledge)
    if len(trees) < len(knowledge.templates):
        return
    for tree in trees.values():
        used |= {name for name in find_referenced_templates(tree) if name}
    for name, template in knowledge.templates.items():
        if name not in used:
            message = "no intent and no other template uses this one"
            yield Problem(template.where, "unused-template", message, "delete it", "warning")


def live_answers_come_out_whole(content: Content) -> Iterable[Problem]:
    """Each FAQ answer with live figures can be said, and comes out with marks that Telegram takes."""
    voice = Voice(content.knowledge, make_environment({}))
    for entry in (f for f in content.knowledge.faq if f.item.live is not None):
        where = entry.item.where
        try:
            text = voice.say(entry.item)
        except Exception as error:  # a template may fail in any way
            yield Problem(where, "template-fails", f"the answer fails: {error}", "see docs/knowledge.md, faq/")
            continue
        if len(text) > LONGEST_ANSWER:
            yield _report_length(where, text)
        if not closes_in_order(to_html(text)):
            message = "bold, italic or a link overlap in what comes out"
            yield Problem(where, "template-markup", message, "close the inner one first")


def _report_length(where: Mark, text: str) -> Problem:
    message = f"the answer comes out with {len(text):,} characters; one message shows {LONGEST_ANSWER:,}"
    return Problem(where, "long-answer", message, "say it shorter", "warning")


def _answering(knowledge: Knowledge) -> set[str]:
    """The templates that answer by themselves, not merely as a part of others."""
    return {*(intent.answer or f"{intent.id}.md.j2" for intent in knowledge.intents.values()), *_FIXED}


def _includes(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """Templates that a template takes in, each with its line; one whose name is worked out has the name ``."""
    for statement in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        yield getattr(getattr(statement, "template", None), "value", ""), statement.lineno


def _parsed(knowledge: Knowledge) -> dict[str, nodes.Template]:
    """The templates that can be read, by name."""
    environment = make_environment(knowledge.templates)
    trees = {}
    for name, template in knowledge.templates.items():
        try:
            trees[name] = environment.parse(template.text)
        except TemplateSyntaxError:
            continue
    return trees


def _offered_names(knowledge: Knowledge) -> Iterable[str]:
    voice = Voice(knowledge, make_environment(knowledge.templates))
    return common(Plan("answer"), State(), voice).keys()


def _settable_names(trees: Mapping[str, nodes.Template]) -> dict[str, set[str]]:
    """For each template the names that those which include it, at any remove, set."""
    users: dict[str, set[str]] = defaultdict(set)
    for name, tree in trees.items():
        for part in find_referenced_templates(tree):
            users[str(part)].add(name)
    own = {name: _set_names(tree) for name, tree in trees.items()}
    return {name: set[str]().union(*(own[user] for user in _reach(name, users))) for name in trees}


def _set_names(tree: nodes.Template) -> set[str]:
    return {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}


def _reach(name: str, users: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = {name}
    while ahead:
        ahead = set().union(*(users.get(one, set()) for one in ahead)) - found
        found |= ahead
    return found


def _traceable(templates: Mapping[str, Template]) -> Environment:
    """The answers' own environment, with files named so that a failure can be traced to its line."""

    def find(name: str) -> tuple[str, str, None] | None:
        template = templates.get(name)
        return (template.text, template.where.file, None) if template else None

    environment = make_environment(templates)
    environment.loader = FunctionLoader(find)
    return environment


def _stand_ins(knowledge: Knowledge) -> Iterator[tuple[Plan, Template]]:
    """Plans that between them take every template through its usual ways."""
    templates = knowledge.templates
    for intent in knowledge.intents.values():
        template = templates.get(intent.answer or f"{intent.id}.md.j2")
        if template:
            yield from ((Plan("answer", (step,)), template) for step in _steps(intent, knowledge))
    yield from ((Plan("ask", reason=reason), templates["ask.md.j2"]) for reason in REASONS["ask"])
    yield from ((Plan("choose", reason=reason), templates["choose.md.j2"]) for reason in REASONS["choose"])
    for reason in REASONS["decline"]:
        yield Plan("decline", reason=reason, about=("something",)), templates["decline.md.j2"]


def _steps(intent: Intent, knowledge: Knowledge) -> Iterator[Step]:
    known = knowledge.settings.occupation or next(iter(knowledge.occupations), "")
    occupations = (known,) if known and "occupation" in intent.takes else ()
    areas = (NATION,) if "place" in intent.takes and NATION in knowledge.places else ()
    item = f"terms.{next(iter(knowledge.terms))}" if knowledge.terms and "term" in intent.needs else ""
    plain = Step(intent.id, occupations, areas, item=item)
    yield plain
    if "percentile" in intent.uses:
        yield Step(intent.id, occupations, areas, percentile="p90")
    if "period" in intent.uses:
        yield Step(intent.id, occupations, areas, unit="hour")
    if "amount" in intent.takes:
        yield Step(intent.id, occupations, areas, unit="hour", amount=25.0)


def _failure(error: Exception, template: Template, knowledge: Knowledge) -> Problem:
    """The failure at the innermost line of a template that it went through."""
    files = {t.where.file for t in knowledge.templates.values()}
    frames = ((frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__))
    places = [Mark(file, line) for file, line in frames if file in files]
    what = str(error) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
    message = f"the template fails with stand-ins: {what}"
    return Problem(places[-1] if places else template.where, "template-fails", message)
