"""The names in a message -> those that it is about, without what is only said beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from careerbot.model import Mention
from careerbot.reading.variants import Talked

ORIGINS = (
    "i am a", "i am an", "i am", "am a", "am an", "i was", "i was a", "i was an", "was an", "currently a", "from",
    "from a",
    "being a", "worked as a", "working as a", "work as a", "been a", "been an", "used to be a", "work at a",
    "work at", "working at a", "work in a", "working in a", "works at a", "done with the", "done w the", "sick of the",
    "tired of the", "leaving the",
)  # fmt: skip

# What people say of a job that they leave.
LEAVING = re.compile(
    r" to |,? (?:i )?(?:wants?|looking|trying|need|ready|hoping)(?: to)?(?: get| go| be| move)? (?:out|leave|quit)\b"
    r"|(?: in [a-z ]+)? and (?:i )?(?:hate|am (?:so |really )?(?:done|sick|tired|bored))\b"
)
# How old people say they are, and who they are, before they say what they ask: "28, math teacher, ...".
AGED = re.compile(r"^(?:(?:i am|im) )?\d\d(?: ?(?:yo|yrs? old|years old|m|f))? ?, (?:an? |currently an? )?$")
# Those who ask for somebody else, and say so first: "career counselor. how much do ...".
ASKS_FOR_OTHERS = re.compile(
    r"^(?:[a-z]+ ){0,3}(?:counselor|teacher|advisor|adviser|librarian|specialist|manager) ?(?:here)? ?[.:,]"
)
# What follows the job that somebody begins with to say who asks: "qa tech at a pharma plant.", "line cook 6 yrs".
FIRST_SAID = re.compile(r" (?:at|in|for) (?:an?|my|the) [a-z ]{3,30}?[.,;]| ?,? \d+ ?(?:yrs?|years?|yoe)\b")
# How long somebody has done what they name next: "19 yrs cnc machinist".
FOR_YEARS = re.compile(r"\b\d+ (?:yrs?|years?)(?: as)?(?: an?)? $")
# Whose pay a home of two goes by as well: both of their jobs are asked about.
PARTNER = re.compile(r"\b(?:husband|hubbys?|wifes?|partner|spouse|fiancee?|boyfriend|girlfriend|bf|gf)\b")
# What asks how far the job that one has is from the other.
SET_BESIDE = re.compile(r"\b(?:diff(?:erence)?|compared? (?:to|with)|versus|vs)\b")
SELF = re.compile(r"\bi $")
# Where somebody works who does something else there, and whom workers are under.
FOR_ANOTHER = re.compile(
    r"\b(?:books|work|working|phones|desk|billing|paperwork|cleaning|schedule) (?:for|at) (?:an? |the )$"
)
WATCHED = re.compile(
    r"\bwho (?:watches|runs|supervises|oversees|manages|bosses|leads|trains) (?:the |all the |other )?$"
)
# What stands before a place that somebody is in or near.
WITHIN = re.compile(r"\b(?:in|near|around|outside|by|at|to) $")
# Machines, and the verbs of what they are said to do instead of those who do it.
MACHINE = re.compile(r"\b(?:ai|chatgpt|robots?|machines?|software|computers?) (?:can |will |could |just |now )?$")
WORKING = re.compile(r"(?:writes?|fix(?:es)?|drives?|does|do|codes|translates?|makes?|cooks?|builds?|cleans?|runs?)\b")
# What a job talked of may ask for: "do i need emt for that".
NEEDED = re.compile(r"\b(?:need|needs|require|requires|have|get) (?:to be |to have )?(?:an? |my |your |the )?$")
SHORT_CERTIFIED = frozenset({"emt", "cna", "paramedic", "cdl"})

# "right now" at the end of a message, as people write it, and what comes before "rn" where a nurse is meant.
NOW = re.compile(r"(?P<before>[a-z0-9']+) (?P<now>rn)[ ?!.]*$")
NURSE_AFTER = frozenset(
    """a an the as for of to be become becoming being reg registered lpn lvn cna np er icu or travel school and n vs
    versus with about bsn adn new staff floor charge is am was my your their another than head""".split()
)
# Who may "go rn".
NEARLY_NURSES = frozenset(("lpn", "lvn", "cna"))
# Words before it that make it no nurse even where no other job is talked of.
NOW_AFTER = frozenset(
    "human person bot hiring here there market money jobs job broke work bored it this that price them doing".split()
)
# What stands between two names of one job.
SAME_AGAIN = re.compile(r"[^a-z0-9]*(?:or (?:an? |the )?)?")
NEGATIONS = frozenset("not drop without except forget skip never nvm remove minus ditch".split())
TAKEN_OUT = r"(?:take|leave|kick|cut) out"
WAVING = re.compile(rf"\b{TAKEN_OUT}\b|\bget rid of\b")
# Words that may stand between a wave and the name that it waves off.
LIGHT = frozenset({"a", "an", "the", "as", "in", "about", "for", "with", "to", "at"})
# Whose word something is, and that it is one.
WHOSE = re.compile(r"(?:(?:but|and|so|well|ok|hey|my|our|the|his|her|their|a) )*$")
TELLS = re.compile(
    r"(?: (?:handout|worksheet|book|slides?|paper|class|website))?(?: (?:in|at|from) [a-z ]{2,30}?)?"
    r" (?:wants|needs|said|says|told|asked|asks|gave|assigned|thinks|claims|offers|offered|quoted|called|calls|texted"
    r"|emailed|messaged|will not believe)\b"
)


def drop_asides(normal: str, mentions: Sequence[Mention], talked: Sequence[Talked]) -> tuple[Mention, ...]:
    """The mentions less what is no name of a job here, each job once; `talked` are the jobs talked of, latest first."""
    working = drop_machines(normal, join_same(normal, mentions))
    named = drop_tellers(normal, drop_now(normal, working, talked), talked)
    return drop_beside(normal, named, bool(talked))


def drop_machines(normal: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions without what is told of machines: "ai writes code now"."""
    return tuple(
        m
        for m in mentions
        if not (m.kind == "occupation" and MACHINE.search(normal, 0, m.start) and WORKING.match(normal, m.start))
    )


def drop_beside(normal: str, mentions: Sequence[Mention], talking: bool) -> tuple[Mention, ...]:
    """The mentions without those for whom or over whom another named works, and without what a job talked of needs."""
    jobs = [m for m in mentions if m.kind == "occupation"]
    beside = {m for m in jobs if FOR_ANOTHER.search(normal[: m.start]) or WATCHED.search(normal[: m.start])}
    kept = tuple(m for m in mentions if m not in beside) if len(beside) < len(jobs) else tuple(mentions)
    needed = {m for m in jobs if normal[m.start : m.end] in SHORT_CERTIFIED and NEEDED.search(normal[: m.start])}
    return tuple(m for m in kept if m not in needed) if talking and len(jobs) == len(needed) else kept


def drop_origins(normal: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions without the job that a person comes from, where another is named as well, or several terms are."""
    jobs = {m.id for m in mentions if m.kind == "occupation"}
    left = {m for m in mentions if m.kind == "occupation" and is_origin(normal, m)}
    if PARTNER.search(normal) or SET_BESIDE.search(normal):
        return tuple(mentions)
    others = jobs - {m.id for m in left} or sum(m.kind == "term" for m in mentions) > 1
    return tuple(m for m in mentions if m not in left) if others else tuple(mentions)


def drop_passed(normal: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions without the places that a story passes through: of several the last that one is in or near stays."""
    places = [m for m in mentions if m.kind == "place"]
    stays = [m for m in places if WITHIN.search(normal, 0, m.start)] if len(places) > 1 else places
    return tuple(m for m in mentions if m.kind != "place" or m in stays[-1:])


def is_origin(normal: str, mention: Mention) -> bool:
    """Whether the words before a job say that the person has it, or those behind it that they leave it."""
    said = normal[: mention.start]
    for_others = ASKS_FOR_OTHERS.match(normal)
    introduced = any(p.search(said) for p in (SELF, AGED, FOR_YEARS))
    introduced = introduced or (for_others is not None and mention.end <= for_others.end())
    first = len(said.split()) < 2 and FIRST_SAID.match(normal, mention.end)
    return said.rstrip().endswith(ORIGINS) or bool(introduced or first or LEAVING.match(normal, mention.end))


def drop_tellers(normal: str, mentions: Sequence[Mention], talked: Sequence[Talked]) -> tuple[Mention, ...]:
    """The mentions without who says or wants something, where another job is named or talked of: "my teacher says"."""
    first = next((m for m in mentions if m.kind == "occupation"), None)
    others = talked or len({m.id for m in mentions if m.kind == "occupation"}) > 1
    tells = first and others and WHOSE.match(normal[: first.start]) and TELLS.match(normal[first.end :])
    return tuple(m for m in mentions if not (tells and m is first))


def join_same(normal: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, those that name one job in two ways as one: "typists / word processors"."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        same = last and mention.kind == "occupation" and (last.kind, last.id) == ("occupation", mention.id)
        if last and same and SAME_AGAIN.fullmatch(normal, last.end, mention.start):
            joined[-1] = replace(last, end=mention.end)
        else:
            joined.append(mention)
    return tuple(joined)


def drop_now(normal: str, mentions: Sequence[Mention], talked: Sequence[Talked]) -> tuple[Mention, ...]:
    """The mentions without the nurse that a closing "rn" is taken for where it is right now: "are they hiring rn"."""
    found = NOW.search(normal)
    onward = found is not None and found["before"] == "go" and not NEARLY_NURSES.isdisjoint(normal.split())
    if not found or onward or found["before"] in NURSE_AFTER:
        return tuple(mentions)
    at = found.start("now")
    others = any(m.kind == "occupation" and m.start != at for m in mentions)
    nurse = any(m.start == at and m.id == id for m in mentions for id, _ in talked)
    now = others or found["before"] in NOW_AFTER or (bool(talked) and not nurse)
    return tuple(m for m in mentions if not (now and m.start == at))


def is_waved_off(text: str, mentions: Sequence[Mention], mention: Mention) -> bool:
    """Whether the words just before a mention, and in no other, wave it off: "not nursing", but not "or not for"."""
    begin = max((m.end for m in mentions if m.end <= mention.start), default=0)
    said = WAVING.sub("drop", text[begin : mention.start].replace("or not", "")).split()
    while said and said[-1] in LIGHT:
        said.pop()
    return bool(said) and said[-1] in NEGATIONS
