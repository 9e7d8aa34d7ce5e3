"""What a person set, and presses on the menu of it -> the menu, and what is set then; buttons hold no state."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from careerbot.channels.telegram.messages import Rows
from careerbot.model import Choice, Knowledge, Length, Mention, PayUnit, State, Turn, Wishes

# A note of the conversation that says a place was asked for, which the next message may name.
ASKED = "settings.asked"
MENU, ASK_PLACE, DONE = "tg:set:menu", "tg:set:ask", "tg:set:done"
_PLACE, _UNIT, _LENGTH = "tg:set:place:", "tg:set:unit:", "tg:set:length:"
_UNITS: dict[PayUnit, str] = {"hour": "By the hour", "year": "By the year", "": "As printed"}
_LENGTHS: dict[Length, str] = {"short": "Short", "normal": "Normal", "full": "Full"}
_MOST_PLACES = 4

TYPE_PLACE = "Reply with your town or state, for example “Spokane” or “Ohio”."
NO_PLACE = "I know no place of that name. Try a town near it, or the state.\n\n"
CLOSED = "Your settings are kept. /settings shows them again."
WHICH_PLACE = "There are several places of that name. Which one is yours?"
BACK: Rows = ((Choice("Back to settings", MENU),),)


def is_setting(data: str) -> bool:
    """Whether a press is one on the menu."""
    return data.startswith("tg:set:")


def usual_length(private: bool) -> Length:
    """How long answers are where nothing is set: in a group others have to read past them."""
    return "normal" if private else "short"


def write_menu(state: State, knowledge: Knowledge, private: bool) -> tuple[str, Rows]:
    """HTML and buttons that say what is set and change it."""
    wishes, chosen = state.wishes, state.wishes.length or usual_length(private)
    place = knowledge.places.get(wishes.place)
    html = (
        "<b>Your settings in this chat</b>\n"
        f"Place: {escape(place.name, quote=False) if place else 'none'}\n"
        f"Pay: {_UNITS[wishes.unit].lower()}\n"
        f"Answers: {_LENGTHS[chosen].lower()}\n\n"
        "What you name in a question always wins."
    )
    return html, (
        (Choice("Choose a place", ASK_PLACE), *((Choice("No place", _PLACE),) if place else ())),
        *_offer_present(state, knowledge),
        tuple(Choice(_mark(label, unit == wishes.unit), f"{_UNIT}{unit}") for unit, label in _UNITS.items()),
        tuple(Choice(_mark(label, length == chosen), f"{_LENGTH}{length}") for length, label in _LENGTHS.items()),
        (Choice("Done", DONE),),
    )


def _offer_present(state: State, knowledge: Knowledge) -> Rows:
    """The place talked of, if it is one and not set yet."""
    talked = [
        a for a in state.areas if knowledge.places[a].kind not in ("nation", "abroad") and a != state.wishes.place
    ]
    return tuple((Choice(f"Use {knowledge.places[a].name}", f"{_PLACE}{a}"),) for a in talked if len(talked) == 1)


def _mark(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


def set_by_press(data: str, state: State, knowledge: Knowledge) -> State | None:
    """The state after a press; None for one that changes nothing that is known."""
    kind, _, value = data.removeprefix("tg:set:").partition(":")
    unit = next((known for known in _UNITS if known == value), None)
    length = next((known for known in _LENGTHS if known == value), None)
    if kind == "place" and (not value or value in knowledge.places):
        return set_place(value, state)
    if kind == "unit" and unit is not None:
        return replace(state, wishes=replace(state.wishes, unit=unit))
    if kind == "length" and length is not None:
        return replace(state, wishes=replace(state.wishes, length=length))
    return None


def set_place(place: str, state: State) -> State:
    """The state with a place set, which is talked of from now on; "" sets none."""
    areas = (place,) if place else tuple(a for a in state.areas if a != state.wishes.place)
    return replace(state, areas=areas, wishes=Wishes(place, state.wishes.unit, state.wishes.length))


def find_places(turn: Turn, knowledge: Knowledge) -> tuple[str, ...]:
    """The places that a message may name which names nothing else, likeliest first; none where it asks something."""
    mentions = [m for question in turn.questions for m in question.mentions]
    if any(m.kind == "occupation" for m in mentions):
        return ()
    named = (id for m in mentions if m.kind == "place" for id in _ids_of(m))
    return tuple(dict.fromkeys(id for id in named if knowledge.places[id].kind not in ("nation", "abroad")))


def _ids_of(mention: Mention) -> tuple[str, ...]:
    return (mention.id, *mention.options)


def offer_places(places: tuple[str, ...], knowledge: Knowledge) -> Rows:
    """A button for each of the places that a name may mean."""
    return (*((Choice(knowledge.places[p].name, f"{_PLACE}{p}"),) for p in places[:_MOST_PLACES]), *BACK)
