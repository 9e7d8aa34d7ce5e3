"""A kind and a name -> starter files in a counselor's own layer, filled in and valid as they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from careerbot.content.draft import Content
from careerbot.content.files import builtin_knowledge
from careerbot.content.knowledge import load_content
from careerbot.content.schemas import make_schemas
from careerbot.model import Knowledge
from careerbot.talking.wording import capital
from careerbot.workshop.filling import REMARK, CannotMakeError, fill, fill_faq, make_id, write_file, write_new

LABEL = 30
# Topics on local matters that a new file may fill, best first.
_TOPICS = ("employers", "resources", "job_listings")
_OWN = "careerbot"


def make_starter(kind: str, name: str, layers: Sequence[Path], into: Path | None, today: str) -> list[Path]:
    """Makes what a kind and a name ask for: a layer ("school"), what editors check it by ("schemas"), or an entry.

    An entry goes `into` a layer, the last one when that is None; `today` is a day such as "2026-03-01". Returns the
    files written, in order. Raises CannotMakeError, OSError.
    """
    if kind == "school":
        return make_school((into or Path()) / name, today)
    if kind == "schemas":
        return write_schemas(Path(name))
    if into is None and is_same(layers[-1], builtin_knowledge()):
        raise CannotMakeError("name the folder of your own that it belongs in: --into our-school")
    return make_entry(kind, name, layers, into or layers[-1])


def make_school(folder: Path, today: str) -> list[Path]:
    """A layer in a new or empty folder; the files written, in order. Raises CannotMakeError, OSError."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotMakeError(f"{folder} is there already; name a new folder")
    id = make_id(folder.absolute().name, "_")
    title = " ".join(map(capital, id.split("_")))
    review = f"{int(today[:4]) + 1}-08-01"
    values = {"id": id, "title": title, "year": today[:4], "today": today, "review": review}
    return [*write_new(fill("school", id, values), folder), *write_schemas(folder)]


def make_entry(kind: str, name: str, layers: Sequence[Path], into: Path) -> list[Path]:
    """An entry's starter in a layer over the others; the files written, in order. Raises CannotMakeError, OSError."""
    name = " ".join(name.split())
    content = load_content([*(layer for layer in layers if not is_same(layer, into)), into])
    return write_new(_FILLERS[kind](name, content), into)


def write_schemas(folder: Path) -> list[Path]:
    """What editors complete and check by; older ones are replaced, since nobody edits them. Raises OSError."""
    schemas = make_schemas()
    files = {f".schemas/{name}.json": schema for name, (_, schema) in schemas.items()}
    paths = {f".schemas/{name}.json": paths for name, (paths, _) in schemas.items()}
    files[".vscode/settings.json"] = {"yaml.schemas": paths, "files.associations": {"*.md.j2": "jinja"}}
    return [write_file(folder / name, json.dumps(data, indent=1) + "\n", "w") for name, data in files.items()]


def is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same folder."""
    return one.resolve() == other.resolve()


def _fill_faq(name: str, content: Content) -> dict[str, str]:
    id = make_id(name)
    _refuse_known(id, (known for kind, known in content.written if kind == "FAQ entry"), "a FAQ entry")
    return fill_faq(id, [name], "resources", REMARK, content.knowledge)


def _fill_intent(name: str, content: Content) -> dict[str, str]:
    id = make_id(name, "_")
    intents = content.knowledge.intents
    _refuse_known(id, intents, "an intent")
    _refuse_known(capital(name).casefold(), (i.label.casefold() for i in intents.values()), "an intent labelled")
    if len(name) > LABEL:
        raise CannotMakeError(f"the name stands on buttons, so it may have {LABEL} characters, not {len(name)}")
    return fill("intent", id, {"id": id, "name": name, "phrase": id.replace("_", " ")})


def _fill_occupation(name: str, content: Content) -> dict[str, str]:
    """A file under the code and the singular of an occupation that goes by the name, else of a new one."""
    knowledge = content.knowledge
    known = _find_known(name, knowledge)
    topics = knowledge.occupations[known].topics if known else {}
    free = [topic for topic in _TOPICS if topic in knowledge.intents and topic not in topics]
    topic = next((t for t in [*free, *topics, *knowledge.intents] if knowledge.intents[t].kind == "topic"), "")
    if not topic:
        raise CannotMakeError("there are no intents to say anything on; lay the folder over the built-in one")
    id = known or make_id(name)
    values = {"id": id, "name": name, "known": bool(known), "topic": topic, "source": _find_source(content)}
    return fill("occupation", id, values)


def _find_known(name: str, knowledge: Knowledge) -> str:
    """The one occupation whose code, title, singular or other name this is; "" for none. Raises CannotMakeError."""
    wanted = name.casefold()
    if wanted in knowledge.occupations:
        return wanted
    jobs = knowledge.occupations.values()
    first = [o.id for o in jobs if wanted in (o.title.casefold(), o.singular.casefold())]
    found = first or [o.id for o in jobs if wanted in map(str.casefold, o.also)]
    if len(found) > 1:
        titles = "; ".join(f"{id} {knowledge.occupations[id].title}" for id in found[:5])
        raise CannotMakeError(f"several occupations go by {name!r}; name one by its code: {titles}")
    return found[0] if found else ""


def _find_source(content: Content) -> str:
    """The source that a sentence of the last layer cites: its own, else the bot's, else any."""
    top = max((max(marks) for (kind, _), marks in content.written.items() if kind == "source"), default=0)
    own = [id for (kind, id), marks in content.written.items() if kind == "source" and top in marks and top > 0]
    known = [*own, *(id for id in content.knowledge.sources if id == _OWN), *content.knowledge.sources]
    if not known:
        raise CannotMakeError("there are no sources to cite; lay the folder over the built-in one")
    return known[0]


def _refuse_known(name: str, known: Iterable[str], what: str) -> None:
    if name in known:
        raise CannotMakeError(f"there is {what} {name!r} already; give the new one another name")


_FILLERS: Mapping[str, Callable[[str, Content], dict[str, str]]] = {
    "faq": _fill_faq,
    "occupation": _fill_occupation,
    "intent": _fill_intent,
}
