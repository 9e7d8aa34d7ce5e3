"""Event and what is known -> drafts and what to remember; the bot is asked for all but this channel's own matters."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import ClassVar, Protocol

from careerbot.channels.telegram import inline, links, pages, ratings, settings, words
from careerbot.channels.telegram.events import Event, is_blank
from careerbot.channels.telegram.logs import describe_error, note
from careerbot.channels.telegram.messages import Draft, Rows, draft_buttons, draft_reply, draft_text, draft_toast
from careerbot.model import Knowledge, Message, Record, Reply, State, Turn
from careerbot.records import Recorder, is_crisis, is_ratable
from careerbot.store import Note
from careerbot.talking.buttons import decode_step

# What a command says to the bot, which answers it as if typed.
_SAYS = {"help": "help", "privacy": "privacy", "human": "talk to a person"}
# The note of the album that was answered last.
_ALBUM = "album"


class Responder(Protocol):
    """All that an edge gets of the bot."""

    @property
    def knowledge(self) -> Knowledge:
        """What it knows, for the settings of the whole bot."""

    @property
    def vocabulary(self) -> frozenset[str]:
        """The words that it understands, which are nobody's name."""

    def respond(self, message: Message, before: State) -> Turn:
        """Everything that happens to one message."""


@dataclass(frozen=True, slots=True)
class Known:
    """What an event meets: the conversation's state and notes, and the time in seconds since 1970.

    `earlier` is the message that answered an edited one; 0 when not known.
    """

    state: State
    notes: Mapping[str, str] = field(default_factory=dict)
    earlier: int = 0
    now: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of an event. `state` is None where the conversation stays as it was; `forget` deletes it first,
    `export` sends all that is held on the person.

    `record` is what the turn leaves for those who run the bot, `notes` are kept beside the state.
    """

    drafts: list[Draft] = field(default_factory=list)
    state: State | None = None
    turn: Turn | None = None
    record: Record | None = None
    notes: list[Note] = field(default_factory=list)
    forget: bool = False
    export: bool = False


class Answerer(Protocol):
    """Says what comes of events."""

    @property
    def bot(self) -> Responder:
        """Who is asked."""

    def answer(self, event: Event, known: Known) -> Outcome:
        """What comes of an event."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers events; keeps nothing between them."""

    bot: Responder
    recorder: Recorder

    def answer(self, event: Event, known: Known) -> Outcome:
        """See `Answerer`."""
        try:
            return self._handlers[event.kind](self, event, known)
        except Exception as error:
            note(logging.ERROR, "answer failed", kind=event.kind, error=describe_error(error))
            return Outcome([*draft_toast(event), *draft_text(event, words.FAILED)])

    def _answer_text(self, event: Event, known: Known) -> Outcome:
        if is_blank(event.text):
            return Outcome(draft_text(event, words.BLANK))
        turn = self._respond(event, known, Message(text=event.text))
        if settings.ASKED in known.notes:
            return self._take_place(event, known, turn)
        return self._settle(event, known, turn)

    def _answer_edit(self, event: Event, known: Known) -> Outcome:
        if not known.earlier or is_blank(event.text):
            return Outcome()
        return self._settle(event, known, self._respond(event, known, Message(text=event.text)), known.earlier)

    def _answer_inline(self, event: Event, _: Known) -> Outcome:
        return Outcome(inline.draft_results(event, self.bot.respond, self.bot.knowledge))

    def _answer_media(self, event: Event, known: Known) -> Outcome:
        if event.album and event.album == known.notes.get(_ALBUM):
            return Outcome()
        # An album comes as one message a picture, and gets one word.
        notes = [Note(event.conversation, _ALBUM, event.album)] if event.album else []
        return Outcome(draft_text(event, words.say_text_only(event.text)), notes=notes)

    def _answer_command(self, event: Event, known: Known) -> Outcome:
        if event.command == "forget":
            return Outcome(draft_text(event, words.FORGET_ASK, words.FORGET_CHOICES))
        if event.command == "start":
            return self._start(event, known)
        if event.command == "export":
            return Outcome(export=True)
        if event.command == "settings":
            turn = self.bot.respond(Message(text=event.text), State()) if event.text else None
            places = settings.find_places(turn, self.bot.knowledge) if turn else ()
            if places:
                return self._set_place(event, known, places)
            return self._show_settings(event, known.state, settings.NO_PLACE if event.text else "")
        if event.command not in _SAYS:
            near = get_close_matches(event.command, words.COMMANDS, 1)
            return Outcome(draft_text(event, words.say_unknown_command(near[0] if near else "")))
        return self._settle(event, known, self._respond(event, known, Message(text=_SAYS[event.command])))

    def _start(self, event: Event, known: Known) -> Outcome:
        """The answer that a deep link asks for, or the greeting; with it who runs the bot."""
        turn = self._follow_link(event, known)
        if turn and is_crisis(turn, self.bot.knowledge):
            return self._settle(event, known, turn)
        turn = turn or self._respond(event, known, Message(text="hello"))
        who = words.say_who(self.bot.knowledge.settings)
        return self._settle(event, known, replace(turn, reply=replace(turn.reply, html=f"{turn.reply.html}\n\n{who}")))

    def _follow_link(self, event: Event, known: Known) -> Turn | None:
        """The turn of a link's parameter; None for one that asks nothing we can answer."""
        asked, knowledge = links.read_payload(event.text), self.bot.knowledge
        helps = event.text == links.HELP_NOW
        if not asked:
            return None
        turn = self._respond(event, known, Message(press=links.press_help(knowledge)) if helps else Message(text=asked))
        return turn if is_ratable(turn, knowledge) or is_crisis(turn, knowledge) else None

    def _respond(self, event: Event, known: Known, message: Message) -> Turn:
        """The bot's turn, as long as the person set it or as it is usual here."""
        wishes = known.state.wishes
        length = wishes.length or settings.usual_length(event.private)
        turn = self.bot.respond(message, replace(known.state, wishes=replace(wishes, length=length)))
        return replace(turn, after=replace(turn.after, wishes=wishes))

    def _answer_press(self, event: Event, known: Known) -> Outcome:
        if not event.own:
            return Outcome(draft_toast(event, words.NOT_YOURS))
        if event.text in (words.FORGET_YES, words.FORGET_NO):
            sure = event.text == words.FORGET_YES
            said = draft_reply(event, Reply(words.FORGOTTEN if sure else words.KEPT, ""), event.message)
            return Outcome([*draft_toast(event), *said], forget=sure)
        if ratings.is_rating(event.text):
            return self._rate(event, known)
        if settings.is_setting(event.text):
            return self._set(event, known)
        page, data = pages.read_press(event.text)
        if not data or len(event.text.encode()) > 64:
            return Outcome(draft_toast(event, words.OUTDATED))
        turn = self._respond(event, known, Message(press=data))
        if turn.plan.kind == "decline" and turn.plan.reason == "outdated":
            return Outcome(draft_toast(event, words.OUTDATED), turn=turn)
        in_place = page is not None or is_about_length(turn, self.bot.knowledge)
        return self._settle(event, known, turn, event.message if in_place else 0, page or 0)

    def _show_settings(self, event: Event, state: State, hint: str = "") -> Outcome:
        html, rows = settings.write_menu(state, self.bot.knowledge, event.private)
        drafts = draft_reply(event, Reply("", hint + html), event.message if event.query else 0, below=rows)
        # A place is not asked for any more.
        return Outcome([*draft_toast(event), *drafts], notes=[Note(event.conversation, settings.ASKED, "")])

    def _keep_settings(self, event: Event, state: State) -> Outcome:
        return replace(self._show_settings(event, state), state=state)

    def _set(self, event: Event, known: Known) -> Outcome:
        if event.text == settings.MENU:
            return self._show_settings(event, known.state)
        if event.text in (settings.ASK_PLACE, settings.DONE):
            asks = event.text == settings.ASK_PLACE
            said, below = (settings.TYPE_PLACE, settings.BACK) if asks else (settings.CLOSED, ())
            drafts = draft_reply(event, Reply(said, ""), event.message, below=below)
            asked = Note(event.conversation, settings.ASKED, "place" if asks else "")
            return Outcome([*draft_toast(event), *drafts], notes=[asked])
        after = settings.set_by_press(event.text, known.state, self.bot.knowledge)
        if after is None:
            return Outcome(draft_toast(event, words.OUTDATED))
        return self._keep_settings(event, after)

    def _take_place(self, event: Event, known: Known, turn: Turn) -> Outcome:
        """A place that was asked for; whatever else is written instead is answered as always."""
        places = settings.find_places(turn, self.bot.knowledge)
        if places and not is_crisis(turn, self.bot.knowledge):
            return self._set_place(event, known, places)
        outcome = self._settle(event, known, turn)
        return replace(outcome, notes=[*outcome.notes, Note(event.conversation, settings.ASKED, "")])

    def _set_place(self, event: Event, known: Known, places: tuple[str, ...]) -> Outcome:
        if len(places) == 1:
            return self._keep_settings(event, settings.set_place(places[0], known.state))
        below = settings.offer_places(places, self.bot.knowledge)
        return Outcome(draft_reply(event, Reply(settings.WHICH_PLACE, ""), below=below))

    def _rate(self, event: Event, known: Known) -> Outcome:
        rated, left = ratings.take_answer(known.notes.get(ratings.NOTE, ""), event.text, known.now)
        liked = event.text.startswith(ratings.LIKED)
        said = (words.LIKED if liked else words.DISLIKED) if rated else words.RATED
        rows = tuple(row for row in event.rows if row not in ratings.pick_rating(event.rows))
        return Outcome(
            [*draft_toast(event, said), *draft_buttons(event, rows)],
            record=self.recorder.rate(rated.wording, liked) if rated else None,
            notes=[Note(event.conversation, ratings.NOTE, left)],
        )

    def _settle(self, event: Event, known: Known, turn: Turn, edit: int = 0, page: int = 0) -> Outcome:
        """A page of the reply below or, with the number of a message, in place of it; and all that the turn leaves."""
        below, notes = self._offer_rating(event, known, turn)
        if event.kind == "press" and edit:
            # More of the same answer is rated as that answer, once.
            below, notes = ratings.pick_rating(event.rows), []
        reply, turner = pages.page_turn(turn, page)
        drafts = [*draft_toast(event), *draft_reply(event, reply, edit, name_intents(turn), (*turner, *below))]
        return Outcome(drafts, turn.after, turn, self.recorder.record(turn), notes=notes)

    def _offer_rating(self, event: Event, known: Known, turn: Turn) -> tuple[Rows, list[Note]]:
        wording = self.recorder.word_rating(turn)
        if wording is None:
            return (), []
        key = event.query or str(event.message)
        body = ratings.add_answer(known.notes.get(ratings.NOTE, ""), key, wording, known.now)
        below = ratings.offer_rating(key)
        if not event.private:
            below = (*below, (links.offer_private(event.bot, turn.plan.steps[0], self.bot.knowledge),))
        return below, [Note(event.conversation, ratings.NOTE, body)]

    def _ignore(self, _event: Event, _known: Known) -> Outcome:
        return Outcome()

    _handlers: ClassVar = {
        "text": _answer_text,
        "edit": _answer_edit,
        "inline": _answer_inline,
        "media": _answer_media,
        "command": _answer_command,
        "press": _answer_press,
        "left": _ignore,
        "moved": _ignore,
        "report": _ignore,
    }


def is_about_length(turn: Turn, knowledge: Knowledge) -> bool:
    """Whether a press asked for more or less of the answer it hangs under, which then changes in place."""
    pressed = decode_step(turn.message.press, knowledge)
    return turn.plan.kind == "answer" and pressed is not None and bool(pressed.page or pressed.length)


def name_intents(turn: Turn) -> str:
    """What the turn was about, for logs; "" for nothing."""
    return ",".join(step.intent for step in turn.plan.steps)
