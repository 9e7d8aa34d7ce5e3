"""State, settings and names -> what is said about a hand-off, to the person and to staff; all HTML."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from careerbot.model import Choice, Knowledge, Settings, State

YES = "tg:handoff:yes"
NO = "tg:handoff:no"
CHOICES = (Choice("Yes, pass it on", YES), Choice("No, keep it here", NO))
STAFF_COMMANDS = {"close": "End the talk in this topic", "help": "How this works"}
_LONGEST_QUESTION = 1000
_LONGEST_TITLE = 60

# To the person.
DECLINED = "All right, nothing was passed on. Ask me anything else."
ALREADY = "You are with a counselor already: what you write here goes to them. /close brings me back."
CLOSED_BY_STAFF = (
    "The counselor has ended the talk, and I am back: ask me anything. Say /human to reach a counselor again."
)
CLOSED_BY_PERSON = "The talk with the counselor has ended, and I am back. Say /human to reach a counselor again."
NOTHING_TO_CLOSE = "No talk with a counselor is open. Say /human to start one, or just ask me."
TOPIC_FORGOTTEN = (
    "What you wrote to the counselors is deleted in their group too. Where I may not delete it, I have told them that "
    "you want it gone, and nothing leads from there to you any more."
)
NOT_COPIED = "Telegram does not let me pass that one on. Please put it into words."

_WHENEVER = "Counselors answer here as soon as they can, which may take until their next working day."

# To staff.
RULES = (
    "What you write here goes to them, without your name. A message that begins with // stays among you. "
    "/close ends the talk; the bot answers again then."
)
HELP = (
    "Every topic that the bot opens is a talk with one person. Write to them here; the bot keeps silent meanwhile. "
    "A message that begins with // stays among you. Edits come to them as a new message, marked so; what you delete "
    "stays with them. /close ends the talk."
)
UNKNOWN_COMMAND = "I know /close and /help here. That was not passed on."
NOT_OPEN = "Not passed on: this talk is over. The person can start it again."
ELSEWHERE = "Not passed on: this talk goes on in another topic."
DELETED = "Not passed on: the person has deleted their data."
GONE = "Not passed on: the person has blocked the bot."
BLOCKED = "<i>The person has blocked the bot. Nothing reaches them until they write again.</i>"
BACK = "<i>The person is back.</i>"
NOT_DELIVERED = "Not delivered: Telegram does not let me pass that one on."
CRISIS = "<b>This may be a cry for help.</b> The bot has given the crisis lines at once. Please look now."
ENDED_BY_PERSON = "<i>The person has ended the talk; the bot answers them again.</i>"
ENDED_BY_STAFF = "<i>The talk is over; the bot answers the person again.</i>"
FORGOTTEN = (
    "Somebody has deleted their data. Their topic goes with it; where I may not delete messages, it is closed, and "
    "deleting it is up to you."
)


def summarise(name: str, question: str, matters: Iterable[str], state: State, knowledge: Knowledge) -> str:
    """Just what would be passed on: name, question, the intents of the last turns, jobs and places."""
    jobs = [knowledge.occupations[o].title for o in state.occupations if o in knowledge.occupations]
    before = [knowledge.occupations[o].title for o in state.past_occupations if o in knowledge.occupations]
    places = [knowledge.places[a].name for a in state.areas if a in knowledge.places]
    lines = {
        "Name": name,
        "Asked": _shorten(question, _LONGEST_QUESTION),
        "We talked about": "; ".join(_label(matters, knowledge)),
        "Job": "; ".join(jobs),
        "Jobs before": "; ".join(before),
        "Place": "; ".join(places),
    }
    return "\n".join(f"<b>{key}:</b> {escape(value, quote=False)}" for key, value in lines.items() if value)


def entitle(name: str, question: str, matters: Iterable[str], state: State, knowledge: Knowledge) -> str:
    """What the topic is called: the first name, and the job, what the talk came to, or how the question begins."""
    jobs = [knowledge.occupations[o].singular for o in state.occupations if o in knowledge.occupations]
    about = (*jobs[:1], *_label(matters, knowledge)[-1:], _shorten(question, _LONGEST_TITLE))
    first = name.split()[0] if name.split() else "Somebody"
    return _shorten(": ".join([first, *filter(None, about)][:2]), _LONGEST_TITLE)


def _label(matters: Iterable[str], knowledge: Knowledge) -> list[str]:
    return [knowledge.intents[matter].label for matter in matters]


def propose(summary: str) -> str:
    """To the person: what would be passed on, and the question whether to."""
    return (
        f"Or I pass this on to a counselor, who answers in this chat:\n<blockquote>{summary}</blockquote>\n"
        "Nothing else of our talk goes with it. Pass it on?"
    )


def say_passed_on(summary: str, about: Settings) -> str:
    """To the person who agreed."""
    times = escape(" ".join(filter(None, (about.hours, about.wait))), quote=False) or _WHENEVER
    return (
        f"Passed on to a counselor:\n<blockquote>{summary}</blockquote>\n{times}\n\n"
        "What you write from now on goes to them, and I keep silent. Please add what they should know. "
        "/close ends the talk and brings me back."
    )


def say_failed(about: Settings) -> str:
    """To the person whose question cannot reach the staff group."""
    return f"Sorry, I cannot reach the counselors here right now. {escape(about.contact, quote=False)}".strip()


def introduce(summary: str) -> str:
    """To staff: who comes, and how to answer."""
    return f"Somebody would like to talk to a person.\n<blockquote>{summary}</blockquote>\n{RULES}"


def mark_edited(text: str) -> str:
    """An edited message, as a new one."""
    return f"<i>Edited:</i> {escape(text, quote=False)}"


def _shorten(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
