"""Knowledge layers -> every mistake in them: those of single files, then the rules that hold across files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from careerbot.content import check_intents, check_phrasings, check_templates, check_texts
from careerbot.content.draft import Content
from careerbot.content.figures import build_figures
from careerbot.content.knowledge import load_content
from careerbot.model import Problem
from careerbot.problems import sort_problems

Check = Callable[[Content], Iterable[Problem]]

CHECKS: tuple[Check, ...] = (
    check_intents.intents_can_be_found,
    check_intents.intents_have_a_dialogue,
    check_intents.entries_have_a_dialogue,
    check_intents.intents_have_never_lines,
    check_intents.labels_fit_a_button,
    check_intents.patterns_compile,
    check_intents.phrases_name_known_mentions,
    check_intents.never_lines_do_not_match_own_patterns,
    check_intents.patterns_leave_other_examples_alone,
    check_intents.examples_do_not_repeat_across_intents,
    check_intents.facts_of_intents_exist,
    check_intents.figures_have_a_nation,
    check_intents.dialogues_name_known_things,
    check_phrasings.phrasings_are_short_enough,
    check_phrasings.phrasings_tell_nothing_of_a_person,
    check_phrasings.asks_are_nearest_to_their_own_answer,
    check_phrasings.entries_can_be_buttons,
    check_texts.items_are_short_enough,
    check_texts.texts_keep_to_light_markdown,
    check_texts.texts_are_easy_enough,
    check_texts.figures_in_prose_have_a_source,
    check_texts.only_entries_have_live_figures,
    check_texts.sources_have_an_age,
    check_texts.a_contact_is_named,
    check_texts.asks_do_not_repeat,
    check_texts.answers_are_not_past_their_review,
    check_texts.names_belong_to_one_occupation,
    check_texts.names_are_not_everyday_words,
    check_texts.terms_have_their_own_names,
    check_texts.words_do_not_loop,
    check_templates.intents_have_a_template,
    check_templates.templates_parse,
    check_templates.templates_use_known_names,
    check_templates.templates_render_with_stand_ins,
    check_templates.templates_are_used,
    check_templates.live_answers_come_out_whole,
)

# Rules for which an item is looked at by itself, whatever the rest of the knowledge holds.
_OF_ITEMS: tuple[Check, ...] = (
    check_texts.items_are_short_enough,
    check_texts.texts_keep_to_light_markdown,
    check_texts.figures_in_prose_have_a_source,
    check_texts.asks_do_not_repeat,
    check_texts.answers_are_not_past_their_review,
)
# Those of the rules that an edit in one of these folders can break.
SPOKEN_CHECKS: Mapping[str, tuple[Check, ...]] = {
    "faq": (*_OF_ITEMS, check_templates.live_answers_come_out_whole),
    "answers": (
        check_texts.figures_in_prose_have_a_source,
        check_templates.intents_have_a_template,
        check_templates.templates_parse,
        check_templates.templates_use_known_names,
        check_templates.templates_render_with_stand_ins,
        check_templates.templates_are_used,
    ),
    "dialogues": (check_intents.dialogues_name_known_things,),
}


def check_layers(layers: Sequence[Path], today: str = "") -> list[Problem]:
    """Every problem of the layers, sorted by place; empty when all is well.

    `today` is the day, such as "2026-03-01"; without it nothing is past its review.
    """
    content = replace(load_content(layers, build_figures), today=today)
    return sort_problems([*content.problems, *check_content(content)])


def check_content(content: Content) -> list[Problem]:
    """What breaks the rules across files, in the order of the rules."""
    return [problem for check in CHECKS for problem in check(content)]


def check_spoken(content: Content, folder: str) -> list[Problem]:
    """What breaks the rules across files in a folder of SPOKEN; the rest of the content is not looked at."""
    alone = replace(content, knowledge=replace(content.knowledge, occupations={}, terms={}))
    return [p for check in SPOKEN_CHECKS[folder] for p in check(alone if check in _OF_ITEMS else content)]
