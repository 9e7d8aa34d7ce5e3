"""What a question names, and what was talked of before -> the occupations and the places that it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from careerbot.model import NATION, Knowledge, Mention, MentionKind, Question, State
from careerbot.reading.asides import PARTNER, TAKEN_OUT, is_origin, is_waved_off
from careerbot.reading.judging import SMALL, is_elliptical

DROPPED = rf"(?:drop|remove|forget|skip|ditch|{TAKEN_OUT})"
WAVED = re.compile(rf"\b(?:{DROPPED}|without) (?:the |a |an )?([a-z]+)")
ONLY = re.compile(r"\b(?:only|just) (?:the |a |an )?([a-z]{4,})")
WAVED_LAST = re.compile(rf"\b{DROPPED} (?:that|this|the last) one\b")
FEW_LETTERS = 3
# What stands behind the one of several jobs that is asked about: what of it is asked, or the whole question.
PAID = re.compile(r" (?:pay|salary|salaries|wages?|income)\b(?! of\b)")
SET_BEFORE = re.compile(r" ?[,:] (?:how|what|when|do|does|is|are|can)\b")
# Words that put right what was understood.
CORRECTING = frozenset("not no nah mean meant said sorry actually wrong instead".split())
LAUGHS = frozenset("lol haha lmao".split())
MOST = 3
MOST_PAST = 4
JOINERS = frozenset({"and", ",", "a", "an", "&", "the", "plus"})
VERSUS = frozenset("vs vs. versus compare compared than or between difference against under above below".split())
# The job above or below another is none that it is set beside.
NEXT_STEP = re.compile(r"\b(?:step|rung|level|spot) (?:under|above|below)\b")
VERSUS_ALONE = re.compile(
    r"^(?:[a-z]+ )?(?:vs|versus|compared (?:to|with)|against)\b|\bfor comparison\b|\bto compare\b"
    r"|\b(?:here|there|that|it) (?:vs|versus|compared (?:to|with)|against)\b"
)
# "spokane better?", "cops pay more?": what is named is set beside what was talked of.
BETTER = re.compile(
    r"\b(?:better|higher|worse|lower|more|less)(?: money| pay)?(?: there| tho| though)* ?\??$"
    r"|\b(?:is|does|would|do) (?:it|that|they)(?: (?:be|pay|make|get|earn))?(?: any)?"
    r" (?:better|higher|worse|lower|more|less)(?: money| pay)? in\b|\bany (?:better|higher|worse|lower)\b"
    r"|\b(?:that|it|this)(?: is)? (?:more|less|higher|lower|better|worse) than\b"
)
MOST_BETTER = 7
# "my brother says electrician is better paid. is it true?"
BETTER_PAID = re.compile(
    r"\b(?:say|says|said|heard|told|think|thinks)\b.*\b(?:better paid|paid (?:better|more)"
    r"|(?:pay|earn|make)s? (?:better|more)|grows? (?:way |much |a lot )?(?:more|faster))\b"
)
SAME_AS = re.compile(
    r"\b(?:is|are|isnt)\b.*\bsame(?: (?:thing|job|pay|money|work))?[ ?.!]*$|\bsame (?:money|pay)[ ?.!]*$"
)
BOTH_PLACES = re.compile(r"\{place\} and (?:for |in |for the |the )*\{place\}")
SIDE_BY_SIDE = re.compile(r"\b(?:next to|alongside|side by side)\b")
ADDING = re.compile(r"\b(?:add|include|also|too|as well|plus|throw in|along with)\b")
ADDING_FIRST = re.compile(r"^(?:(?:now|and|also|ok|okay|please|can you) )*(?:add|include|throw in|plus)\b")
# "no not the manager, the supervisor": what was asked is asked of another.
PUT_RIGHT = re.compile(
    r"^(?:(?:no|nah|nope|sorry|wait|oops)\b[ ,]*(?:no |nah )*(?:not|i (?:mean|meant|said)|its|the)|i meant)\b"
)
GOING_ON = re.compile(r"^(?:[a-z]+ )?(?:and|n|or|what about|how about|what of)\b")
BESIDE = re.compile(
    r"\bwhich (?:ones?|of|is|are|has|have|pays?|makes?|earns?|grows?|needs?|takes?|would|do|does|job|place|city)\b"
    r"|\b(?:both|(?:the|those|these) (?:two|three|2|3)|all (?:three|3|of them)|either|each one)\b"
    r"|\b(?:for|of|on|in|pay) each\b|\bcompare (?:the|those|these) (?:jobs|places|options)\b"
    r"|\brank (?:them|em|those|these|all|the)\b|\beach$"
    r"|\b(?:who|whos|what|whats|which)(?: is| one)? (?:higher|better|paid more|makes more|wins|win|growing|shrinking)\b"
)
GAP = re.compile(
    r"\b(?:the|is|big|any|pay|money|salary|wage) (?:gap|diff|difference)\b"
    r"|\bdiff(?:erence)? between (?:them|the two|the 2|those|both|these)\b"
    r"|\bdiff(?:erence)? in (?:pay|money|salary|wages?|school|growth|hours)\b"
    r"|\bby how much\b|\bhow much (?:more|less)\b|^(?:gap|difference)$"
)
# Words of a comparison that ask for nothing but the figures.
PLAIN_COMPARISON = frozenset(
    """which one ones is are of the them those these two three more less better best higher highest lower lowest bigger
    most pay pays paying paid make makes making earn earns money job jobs place city or and a in would should i pick
    choose do does has have for so by how much it what whats gap difference between both who whos wins win though ok tho
    then now there winner beats rank em""".split()
)
ALL_THREE = re.compile(r"\b(?:3|three|each|all|rank)\b")
SUBJECT = r"(?:one|job|career|place|city)\b"
FIRST = re.compile(rf"\b(?:first|1st|former|original) {SUBJECT}|\bthe (?:1st|first|former)[ ?.!]*$")
SECOND = re.compile(rf"\b(?:second|2nd|latter) {SUBJECT}|\bthe (?:2nd|second|latter)[ ?.!]*$")
LAST = re.compile(rf"\b(?:last|third|3rd) {SUBJECT}|\bthe (?:last|third|3rd)[ ?.!]*$")
# The job that the person has, set beside the one talked of: "pay there vs what i do now".
OWN = re.compile(
    r"\b(?:vs|versus|than|to|with|from|and|or|over|against)"
    r" (?:what i (?:do|make|have|earn|get|am (?:doing|on|getting|making|paid|earning))(?: now)?|i (?:make|earn|get)"
    r"|mine|my (?:current |old |own )?job|where i am|now)\b"
    r"|\bwhat (?:am i|do i|should i be|would i be) (?:[a-z]+ )?(?:make|making|earn|earning)"
    r"(?: now)?(?: on (?:avg|average))?(?: here| there)?[ ?.!]*$"
    r"|\b(?:me|mine) (?:vs|versus|and|against) (?:them|theirs|that|the other)\b"
)
OTHER = re.compile(rf"\b(?:other|previous) {SUBJECT}|\b(?:and|what about) the other[ ?.!]*$")
WIDE = ("state", "nation", "abroad")
# Words between a place and the larger one that says which of its name is meant: "vancouver, by portland".
CLOSE_TO = re.compile(r"[ ,]*(?:the one )?(?:by|near|next to|outside(?: of)?|close to|across from) ")
STATEWIDE = (
    "whole state", "entire state", "statewide", "state wide", "state as a whole", "all of the state", "the state then",
    "the state instead", "just the state",
)  # fmt: skip
# "is that the whole state or just us": of what the answer was, and nothing new.
OR_JUST = re.compile(r"\bor (?:is it |is that )?(?:just|only)\b")
WHICH_PLACE = re.compile(r"\b(?:which|what) (?:states?|count(?:y|ies)|cit(?:y|ies)|metros?|areas?|places?|regions?)\b")


def named(question: Question, kind: MentionKind, keep: Callable[[Mention], bool] = bool) -> tuple[str, ...]:
    """Ids of the mentions of one kind, in order, each once."""
    return tuple(dict.fromkeys(m.id for m in question.mentions if m.kind == kind and keep(m)))


def wanted(question: Question, kind: MentionKind) -> tuple[str, ...]:
    """Ids of the mentions of one kind that are not waved off."""
    return named(question, kind, lambda m: not is_negated(question, m))


def tells_quality(text: str) -> bool:
    """Whether a comparison is on something of its own: "which one is more dangerous"."""
    return any(word not in PLAIN_COMPARISON for word in text.split() if word.isalpha())


# ------------------------------------------------------------------ words that point back
def recall(text: str, questions: Sequence[Question], before: State, knowledge: Knowledge) -> State:
    """The state with what the words point back to: "the first one", "which pays more", where they name nothing else."""
    kinds = {m.kind for question in questions for m in question.mentions}
    jobs, places = before.occupations, before.areas
    elsewhere = tuple(p for p in before.namesakes if p not in places) or before.past_areas
    if kinds == {"term"} and before.pending == "occupation":
        # What was offered and not taken is not what a word asked about belongs to.
        jobs = ()
    elif "occupation" not in kinds:
        latest = before.latest == "occupation" or not elsewhere
        jobs = keep_only(text, point_back(text, jobs, before.past_occupations, latest), knowledge)
        # What a clause of its own waves off counts for the others: "drop the roofer. who has better hours".
        waved = wave_off(text, jobs, knowledge) if any(q.text != text for q in questions) else ()
        jobs = tuple(job for job in jobs if job not in waved)
    if "place" not in kinds:
        other = before.past_areas if BESIDE.search(text) else elsewhere
        places = point_back(text, places, other, before.latest == "place")
    return replace(
        before,
        occupations=jobs,
        areas=places,
        past_occupations=past(jobs, before.occupations, before.past_occupations),
        past_areas=past(places, before.areas, before.past_areas),
    )


def point_back(text: str, kept: tuple[str, ...], earlier: tuple[str, ...], latest: bool) -> tuple[str, ...]:
    """The present subjects of one kind, or the ones that the words point back to."""
    if len(kept) < 2 and latest and earlier and any(p.search(text) for p in (BESIDE, GAP, OWN)):
        return (*reversed(earlier[: 2 if ALL_THREE.search(text) else 1]), *kept)
    if not latest and len(kept) < 2:
        return kept
    if FIRST.search(text):
        return kept[:1] if len(kept) > 1 else earlier[-1:] or kept
    if SECOND.search(text) and len(kept) > 1:
        return kept[1:2]
    if LAST.search(text):
        return kept[-1:] if len(kept) > 1 or CORRECTING.isdisjoint(text.split()) else earlier[:1] or kept
    if OTHER.search(text):
        return kept[1:2] if len(kept) > 1 else earlier[:1] or kept
    return kept


def past(now: tuple[str, ...], before: tuple[str, ...], earlier: tuple[str, ...]) -> tuple[str, ...]:
    """What was talked of before the present, latest first; a whole nation is no place to come back to."""
    kept = (*reversed(before), *earlier) if now != before else earlier
    return tuple(dict.fromkeys(one for one in kept if one not in now and one != NATION))[:MOST_PAST]


# ------------------------------------------------------------------ occupations
def choose_occupations(question: Question, before: State, knowledge: Knowledge) -> tuple[str, ...]:
    """The occupations meant: those named, less the ones waved off, joined to the last ones in a comparison."""
    # "As accountant without cpa" names one job twice.
    negated = set(named(question, "occupation", lambda m: is_negated(question, m))) - {*wanted(question, "occupation")}
    dropped = {*negated, *wave_off(question.text, before.occupations, knowledge)}
    known = talked_of(question, before)
    targets = tuple(dict.fromkeys(known.get(o, o) for o in named(question, "occupation") if o not in dropped))
    kept = tuple(o for o in before.occupations if o not in dropped)
    if not targets:
        return kept
    if before.pending == "occupation":
        kept = ()
    if goes_with(question, kept) and not set(targets) & set(kept):
        return (*kept, *targets)[-MOST:]
    compares = is_comparison(question.text) or bool(GAP.search(question.text)) or sets_beside(question.text)
    compares = compares or bool(SAME_AS.search(question.text))
    if len(targets) == 1 and compares and targets[0] in kept and len(kept) > 1:
        return kept
    if len(targets) == 1 and compares and kept and targets[0] not in kept:
        return (kept[0], *targets)
    several = compares or are_joined(question) or asks_for_two(question)
    return targets[:MOST] if several else (pick_one(question, targets),)


def talked_of(question: Question, before: State) -> dict[str, str]:
    """The job talked of that a name shared by several means: "driver" where truck drivers were."""
    shared = (m for m in question.mentions if m.options and m.id not in before.occupations)
    return {m.id: job for m in shared for job in before.occupations if job in m.options}


def keep_only(text: str, occupations: tuple[str, ...], knowledge: Knowledge) -> tuple[str, ...]:
    """Of several occupations those that "only" names by the beginning of one of their words: "ok only fire"."""
    said = [found[1] for found in ONLY.finditer(text)]
    kept = tuple(o for o in occupations if any(w.startswith(s) for s in said for w in job_words(o, knowledge)))
    return kept if len(occupations) > 1 and kept else occupations


def job_words(occupation: str, knowledge: Knowledge) -> set[str]:
    """The words of an occupation's names, without the ends of plurals."""
    job = knowledge.occupations[occupation]
    return {w.rstrip("s,") for w in f"{job.title} {job.singular}".lower().split()}


def wave_off(text: str, occupations: Sequence[str], knowledge: Knowledge) -> list[str]:
    """Of several occupations those that a wave names by one of their words: "drop the engineer"."""
    if WAVED_LAST.search(text):
        return list(occupations[1:][-1:])
    words = [found[1].rstrip("s") for found in WAVED.finditer(text)]
    names = {o: job_words(o, knowledge) for o in occupations}
    hit = [o for o, name in names.items() if not name.isdisjoint(words)]
    return hit if len(hit) < len(names) else []


def goes_with(question: Question, kept: Sequence[str]) -> bool:
    """Whether what is named comes to what was talked of instead of replacing it."""
    if not kept or kept == (NATION,):
        return False
    several = len(kept) > 1 and GOING_ON.search(question.text) and is_elliptical(question)
    adds = ADDING_FIRST.search(question.text) or (ADDING.search(question.text) and is_elliptical(question))
    return bool(several or adds)


def pick_one(question: Question, occupations: Sequence[str]) -> str:
    """Of several jobs the one asked about, "principal, how many years teaching", "welder pay, dad is one", or the last.

    A name of a few letters, which may mean something else, does not count where another does.
    """
    jobs = [m for m in question.mentions if m.kind == "occupation"]
    paid = {m.id for m in jobs if m.id in occupations and PAID.match(question.text, m.end)}
    if len(paid) == 1:
        return paid.pop()
    if jobs and jobs[0].id in occupations and not jobs[0].start and SET_BEFORE.match(question.text, jobs[0].end):
        return jobs[0].id
    clear = {m.id for m in jobs if not 0 < m.end - m.start <= FEW_LETTERS}
    return ([o for o in occupations if o in clear] or list(occupations))[-1]


def are_joined(question: Question) -> bool:
    """Whether the jobs named stand side by side: "nurses and welders"."""
    jobs = [m for m in question.mentions if m.kind == "occupation"]
    between = (question.text[a.end : b.start].split() for a, b in pairwise(jobs))
    return all(set(words) <= JOINERS for words in between)


def asks_for_two(question: Question) -> bool:
    """Whether two who live together are told of: "im a nurse, he's a cop, what would we make"."""
    jobs = [m for m in question.mentions if m.kind == "occupation"]
    told = (m for m in jobs if is_origin(question.text, m))
    return bool(PARTNER.search(question.text)) and any(told) and len({m.id for m in jobs}) == len(jobs)


def is_negated(question: Question, mention: Mention) -> bool:
    """Whether the question waves a mention off."""
    return is_waved_off(question.text, question.mentions, mention)


def is_comparison(text: str) -> bool:
    """Whether the words set two things side by side."""
    return not VERSUS.isdisjoint(NEXT_STEP.sub("", text).split()) or bool(SIDE_BY_SIDE.search(text))


def sets_beside(text: str) -> bool:
    """Whether the few words ask if what they name is better than what was talked of."""
    return (len(text.split()) <= MOST_BETTER and bool(BETTER.search(text))) or bool(BETTER_PAID.search(text))


# ------------------------------------------------------------------ places
def choose_areas(question: Question, before: State, knowledge: Knowledge) -> tuple[str, ...]:
    """The places meant: those named, else the state of the last one where the whole state is asked, else the last."""
    dropped = named(question, "place", lambda m: is_negated(question, m))
    kept = tuple(a for a in before.areas if a not in dropped)
    places = wanted(question, "place")
    at_home = tuple(p for p in places if knowledge.places[p].kind != "abroad")
    closer = find_closer(question, knowledge)
    near = (closer.get(p, find_namesake(p, question, before, knowledge)) for p in at_home)
    places = tuple(p for p in near if p) or places
    if places and goes_with(question, kept) and not set(places) & set(kept):
        return (*kept, *places)[-MOST:]
    beside = VERSUS_ALONE.search(question.text) or sets_beside(question.text)
    if len(places) == 1 and kept not in ((), places) and beside:
        return (kept[0], *places)
    if places:
        several = is_comparison(question.text) or BOTH_PLACES.search(question.masked)
        return (places if several else merge_places(places, knowledge))[:MOST]
    if WHICH_PLACE.search(question.text):
        return ()
    if any(words in question.text for words in STATEWIDE) and not OR_JUST.search(question.text):
        return tuple(dict.fromkeys(state_of(a, knowledge) for a in before.areas))
    return kept


def find_closer(question: Question, knowledge: Knowledge) -> dict[str, str]:
    """For a place of a shared name the one of that name that lies by another place named; for that other one ""."""
    places = [m for m in question.mentions if m.kind == "place"]
    for first, second in pairwise(places):
        shared = [i for i in (first.id, *first.options) if lie_together(i, second.id, knowledge)]
        shared += [i for i in first.options if state_of(i, knowledge) == state_of(second.id, knowledge)]
        if first.options and shared and CLOSE_TO.fullmatch(question.text, first.end, second.start):
            return {first.id: shared[0], second.id: ""}
    return {}


def lie_together(one: str, other: str, knowledge: Knowledge) -> bool:
    """Whether two places lie in one area smaller than a state."""
    chains = (set(knowledge.places[p].chain) for p in (one, other))
    return any(knowledge.places[area].kind not in WIDE for area in set.intersection(*chains))


def find_namesake(place: str, question: Question, before: State, knowledge: Knowledge) -> str:
    """Another place of the same name where the words say so: "the other portland", "the georgia one"."""
    mention = next(m for m in question.mentions if m.id == place and m.kind == "place")
    before_it, after_it = question.text[: mention.start].split(), question.text[mention.end :].split()
    if "other" in before_it[-2:]:
        return next((p for p in (place, *mention.options) if p not in before.areas), place)
    if after_it[:1] != ["one"] and not corrects_place(question):
        return place
    inside = (p for p in before.namesakes if state_of(p, knowledge) == place != p)
    return next(inside, "") or find_same_name(before.areas, place, knowledge) or place


def find_same_name(areas: Sequence[str], state: str, knowledge: Knowledge) -> str:
    """The place in a state that has the name of the only one talked of; "" where there is none."""
    if len(areas) != 1 or knowledge.places[areas[0]].kind in WIDE or knowledge.places[state].kind != "state":
        return ""
    if state_of(areas[0], knowledge) == state:
        return ""
    name = knowledge.places[areas[0]].name.partition(",")[0]
    alike = (p.id for p in knowledge.places.values() if p.name.partition(",")[0] == name)
    return next((p for p in alike if state_of(p, knowledge) == state), "")


def corrects_place(question: Question) -> bool:
    """Whether a question says nothing but which place was meant: "maine!!", "no i meant ohio, not georgia"."""
    if any(m.kind != "place" for m in question.mentions):
        return False
    said = [word for word in question.masked.split() if word.isalpha()]
    return set(said) <= LAUGHS or (set(said) <= SMALL and not CORRECTING.isdisjoint(said))


def find_namesakes(question: Question, areas: tuple[str, ...], before: State, knowledge: Knowledge) -> tuple[str, ...]:
    """The places that share the name of the one named; those of before while none is named."""
    several = (m for m in question.mentions if m.kind == "place" and m.options)
    shared = [(m.id, *m.options) for m in several if knowledge.places[m.id].kind not in WIDE]
    if shared:
        return shared[-1]
    return before.namesakes if not named(question, "place") or set(areas) & set(before.namesakes) else ()


def merge_places(places: tuple[str, ...], knowledge: Knowledge) -> tuple[str, ...]:
    """Places without those that merely say in which wider named place another lies, or share its region."""
    wider = {area for p in places for area in knowledge.places[p].chain[1:]}
    kept = [p for p in places if p not in wider] if len(places) > 1 else list(places)
    regions = {first_region(p, knowledge) for p in kept}
    return (regions.pop(),) if len(kept) > 1 and len(regions) == 1 else tuple(kept)


def first_region(place: str, knowledge: Knowledge) -> str:
    """The region that a county or town is counted in, or the place itself."""
    chain = knowledge.places[place].chain
    return next((a for a in chain if knowledge.places[a].kind == "region"), place)


def state_of(area: str, knowledge: Knowledge) -> str:
    """The state an area lies in, or the area itself."""
    return next((a for a in knowledge.places[area].chain if knowledge.places[a].kind == "state"), area)
