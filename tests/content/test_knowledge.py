"""Layers of folders -> merged knowledge; what is broken is left out and reported."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from careerbot.content.checks import check_layers
from careerbot.content.files import builtin_knowledge, list_files
from careerbot.content.knowledge import load_knowledge
from careerbot.model import Cite, Knowledge, Settings

Write = Callable[..., Path]

DUTIES = {"intents/duties.yaml": "label: What it is\n", "intents/pay.yaml": "label: What it pays\n"}
WELDERS = """
id: 51-4121
title: Welders
singular: welder
names: [tig welder]
summary: {say: They join metal., from: survey}
topics:
  duties:
    lead: {say: They weld., from: survey@2023}
  pay:
    lead: {say: Well., from: [survey, survey@2024-34]}
"""
BASE = Path(__file__).parents[1] / "broken" / "_base" / "knowledge"


def load(*layers: Path) -> tuple[Knowledge, list[str]]:
    knowledge, problems = load_knowledge(layers)
    return knowledge, [problem.code for problem in problems]


def test_an_item_cites_its_own_date_or_else_that_of_its_source(write: Write) -> None:
    knowledge, codes = load(write({**DUTIES, "occupations/a/welders.yaml": WELDERS}))
    topics = knowledge.occupations["51-4121"].topics
    assert codes == []
    assert topics["duties"].lead is not None
    assert topics["duties"].lead.cites == (Cite("survey", "2023"),)
    assert topics["pay"].lead is not None
    assert topics["pay"].lead.cites == (Cite("survey", "2025-05"), Cite("survey", "2024-34"))


def test_sentences_alone_are_items_and_cite_the_nearest_sources_above_them(write: Write) -> None:
    plain = """
id: 51-4121
title: Welders
singular: welder
from: survey
summary: They join metal.
topics:
  duties:
    from: survey@2023
    lead: They weld.
    points: [They cut., {say: They grind., from: survey@2024}]
"""
    knowledge, codes = load(write({**DUTIES, "occupations/a/welders.yaml": plain}))
    occupation = knowledge.occupations["51-4121"]
    duties = occupation.topics["duties"]
    assert codes == []
    assert occupation.summary is not None
    assert occupation.summary.cites == (Cite("survey", "2025-05"),)
    assert [(item.text, item.cites[0].period) for item in (duties.lead, *duties.points) if item] == [
        ("They weld.", "2023"), ("They cut.", "2023"), ("They grind.", "2024"),
    ]  # fmt: skip


def test_a_sentence_that_nobody_vouches_for_is_left_out_and_reported(write: Write) -> None:
    bare = "id: 51-4121\ntitle: Welders\nsingular: welder\ntopics:\n  duties:\n    lead: They weld.\n"
    knowledge, codes = load(write({**DUTIES, "occupations/a/welders.yaml": bare}))
    assert codes == ["missing-field"]
    assert knowledge.occupations["51-4121"].topics["duties"].lead is None


def test_a_later_layer_adds_names_and_replaces_only_the_topics_it_has(write: Write) -> None:
    base = write({**DUTIES, "occupations/welders.yaml": WELDERS}, "base")
    own = "id: 51-4121\nnames: [pipe welder]\ntopics:\n  pay:\n    lead: {say: Better here., from: survey}\n"
    knowledge, codes = load(base, write({"occupations/ours.yaml": own}, "school"))
    welders = knowledge.occupations["51-4121"]
    leads = {name: topic.lead.text for name, topic in welders.topics.items() if topic.lead}
    assert codes == []
    assert (welders.title, set(welders.also)) == ("Welders", {"tig welder", "pipe welder"})
    assert leads == {"duties": "They weld.", "pay": "Better here."}


def test_the_faq_of_later_layers_comes_first_and_replaces_by_id(write: Write) -> None:
    entry = "  - {{id: {id}, intent: duties, asks: [{id}?], say: {say}}}\n"
    base = write({**DUTIES, "faq/a.yaml": "entries:\n" + entry.format(id="a", say="A") + entry.format(id="b", say="B")})
    own = write({"faq/z.yaml": "entries:\n" + entry.format(id="c", say="C") + entry.format(id="a", say="Ours")}, "own")
    knowledge, codes = load(base, own)
    assert codes == []
    assert [(f.id, f.item.text) for f in knowledge.faq] == [("c", "C"), ("a", "Ours"), ("b", "B")]


def test_settings_override_one_by_one_and_an_empty_one_clears(write: Write) -> None:
    base = write({"settings.yaml": "name: base\nowner: us\ncontact: room 1\n"}, "base")
    knowledge, codes = load(base, write({"settings.yaml": "name: school\ncontact:\n"}, "school"))
    assert (knowledge.settings, codes) == (Settings(name="school", owner="us"), [])


def test_occupations_of_the_table_of_titles_need_no_file_of_their_own(write: Write) -> None:
    titles = "id,title,singular,also\n51-4121,Welders,welder,pipe welder|welder fitter\n29-1141,Nurses,nurse,\n"
    knowledge, codes = load(
        write({**DUTIES, "occupations/titles.csv": titles, "occupations/welders.yaml": WELDERS.replace("title:", "#")})
    )
    welders, nurses = knowledge.occupations["51-4121"], knowledge.occupations["29-1141"]
    assert codes == []
    assert (nurses.singular, nurses.topics, nurses.also) == ("nurse", {}, ())
    assert welders.title == "Welders"
    assert welders.also == ("tig welder", "pipe welder", "welder fitter")


def test_a_place_stands_first_in_its_own_chain(write: Write) -> None:
    places = "id,name,kind,state,chain,population,also,note\n0000000,US,nation,,,,usa | america,\n"
    places += '5300000,Washington,state,WA,0000000,7000000,,"a note, with a comma"\n'
    knowledge, codes = load(write({"places/areas.csv": places}))
    washington = knowledge.places["5300000"]
    assert codes == []
    assert (washington.chain, washington.population) == (("5300000", "0000000"), 7_000_000)
    assert washington.note == "a note, with a comma"
    assert knowledge.places["0000000"].also == ("usa", "america")


def test_a_broken_answer_is_left_out_and_its_neighbours_stay(write: Write) -> None:
    text = WELDERS + "    points:\n      - say: Good.\n        from: survey\n      - say: Bad.\n        from: nowhere\n"
    text += "      - say: Typed wrong.\n        from: survey\n        exmaple: yes\n"
    knowledge, codes = load(write({**DUTIES, "occupations/welders.yaml": text}))
    assert sorted(codes) == ["unknown-key", "unknown-source"]
    assert [point.text for point in knowledge.occupations["51-4121"].topics["pay"].points] == ["Good."]


def test_one_broken_source_is_one_problem_however_often_it_is_cited(write: Write) -> None:
    layer = write({**DUTIES, "occupations/welders.yaml": WELDERS})
    (layer / "sources.yaml").write_text("survey: {publisher: An office, title: A survey, published: last year}\n")
    knowledge, codes = load(layer)
    assert codes == ["bad-date"]
    assert knowledge.occupations["51-4121"].summary is None


def test_a_reference_that_leads_nowhere_is_dropped(write: Write) -> None:
    intents = {"intents/duties.yaml": "label: What it is\nnext: [pay, payy]\nbecomes: {place: duties_area}\n"}
    faq = "entries:\n  - {id: a, intent: dutys, asks: [a], say: A}\n"
    knowledge, codes = load(write({**DUTIES, **intents, "faq/a.yaml": faq}))
    assert sorted(codes) == ["unknown-intent"] * 3
    assert (knowledge.intents["duties"].next, knowledge.intents["duties"].becomes) == (("pay",), ())
    assert knowledge.faq == ()


def test_remarks_and_blank_lines_in_a_block_are_no_phrases(write: Write) -> None:
    text = "label: Pay\nexamples: |\n  # in short\n  what pay\n\n  how much\n"
    knowledge, _ = load(write({"intents/pay.yaml": text}))
    assert [(e, m.line) for e, m in knowledge.intents["pay"].examples] == [("what pay", 4), ("how much", 6)]


def test_an_empty_fold_drops_the_word(write: Write) -> None:
    knowledge, codes = load(write({"words.yaml": "Pls: ''\nskool: School\n"}))
    assert (knowledge.words, codes) == ({"pls": "", "skool": "school"}, [])


@pytest.mark.parametrize("seed", range(12))
def test_no_damage_to_any_file_raises(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    damage = [b"\n", b": ", b"- ", b"{", b'"', b"|", b"\t", b"\xff", b"[["]
    layer = tmp_path / "knowledge"
    shutil.copytree(BASE, layer)
    for file in list_files(layer):
        data = bytearray(file.path.read_bytes())
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 3)] = chance.choice(damage)
        file.path.write_bytes(data)
    assert check_layers([layer])


def test_the_built_in_knowledge_has_no_mistakes() -> None:
    problems = check_layers([builtin_knowledge()])
    assert [f"{p.where} {p.message}" for p in problems if p.severity == "error"] == []
