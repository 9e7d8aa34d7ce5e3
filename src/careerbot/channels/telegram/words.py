"""Settings -> what only this channel has to say, on its buttons, commands and limits; all else is said by the bot."""

from __future__ import annotations

from html import escape

from careerbot.model import Choice, Settings

COMMANDS = {
    "start": "What I can answer, and who runs me",
    "help": "How to ask",
    "human": "Talk to a person",
    "settings": "Your place, pay by hour or year, short or full answers",
    "privacy": "What is kept about you",
    "export": "Get what is kept about you",
    "forget": "Delete what is kept about you",
}
# Those that make sense in a group; the others work there as well.
GROUP_COMMANDS = ("help", "settings", "privacy", "export", "forget")
FORGET_YES = "tg:forget:yes"
FORGET_NO = "tg:forget:no"

OUTDATED = "That button is outdated. Please type your question."
NOT_YOURS = "These buttons belong to somebody else's question. Please ask your own."
TOO_FAST = "That was a lot at once. Please wait a few seconds, then ask again."
LATE = "I was away for hours when you wrote, so I did not answer what is older. Please ask again what still matters."
BLANK = "I could not see any words in that. Please type your question."
FAILED = "Sorry, something went wrong on my side with this one. Please try other words, or ask again later."
FORGET_ASK = (
    "Shall I delete all that I keep of you in this chat: what you asked about, where, what I answered, your settings, "
    "and what was passed on for you? This cannot be undone."
)
FORGET_CHOICES = (Choice("Yes, delete it", FORGET_YES), Choice("No, keep it", FORGET_NO))
FORGOTTEN = (
    "Done. I have deleted what I kept of you in this chat and anything still waiting to be sent to you. "
    "Your next message starts afresh. The messages you see here are yours to delete in Telegram."
)
LIKED = "Thank you, good to know."
DISLIKED = "Thank you. Counselors will see what was asked, not who asked."
RATED = "That answer was rated already, or it is too old to rate."
INLINE_PRIVATE = "Ask me in private"
INLINE_HELP = "You matter. Press here for help, now."
EXPORTED = "This is all I keep of you in this chat. /forget deletes it."
EXPORTED_APART = (
    "I have sent you what I keep of you here, in private. If nothing came, open a chat with me first, then ask again."
)
EXPORT_NOBODY = "You write as the group here, so I do not know whom to send it to. Please ask me in private."
KEPT = "All right, nothing was deleted."


def say_text_only(media: str) -> str:
    """To somebody who sent media, named in the plural."""
    return f"I can only read text, so {media} are lost on me. Please type your question, or “talk to a person”."


def say_unknown_command(nearest: str) -> str:
    """To somebody who typed a command that is none; `nearest` is a command or ""."""
    known = "\n".join(f"/{name} – {what}" for name, what in COMMANDS.items())
    guess = f" Did you mean /{nearest}?" if nearest else ""
    return f"I do not know that command.{guess}\n\n{known}\n\nOr just type your question."


def say_who(about: Settings) -> str:
    """HTML: who runs the bot and where its privacy notice is."""
    by = f"{escape(about.name)} is run by {escape(about.owner)}. " if about.owner else ""
    return f"{by}/privacy says what is kept, /forget deletes it."


def describe(about: Settings) -> tuple[str, str]:
    """Plain text: the bot's description (its first screen, at most 512 characters) and its short one (at most 120)."""
    by = f" Run by {about.owner}." if about.owner else ""
    does = "Ask me about a job: what it pays where you live, what people do in it, how to get in, what its outlook is."
    long = f"{does} Answers are short and name their source.{by} /privacy says what is kept."
    return long[:512], f"Career questions, short answers with sources.{by}"[:120]
