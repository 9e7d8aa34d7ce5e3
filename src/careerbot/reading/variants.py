"""A part of a title, and the jobs talked of -> the job that both name: "the assistant" after "physical therapist"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from careerbot.model import Mention
from careerbot.reading.names import Names
from careerbot.reading.nametable import JOB, NameTable, Token, tokenise
from careerbot.reading.namewords import GENERIC, TITLE_ENDS
from careerbot.reading.spans import MARKS

# A job's id with the names that people have for it.
Talked = tuple[str, tuple[str, ...]]
MOST_OPTIONS = 4
# So many letters that two words share at their beginnings make them kin: "pharmacist" and "pharmacy".
KIN = 5
# So long a part may be the beginning of a word of a title: "jail" of "jailers".
SHORTEST = 4
# A part that stands alone: "what about high school".
FRAMED = re.compile(
    r"^(?:(?:(?:and|or|no|nah|ok|wait|sorry|actually|i meant|i mean|what about|how about|the) )+(?:the )?"
    r"(?P<part>[a-z]{3,}(?: [a-z]{3,})?)(?: (?:then|though|instead|too|one))?"
    r"|(?P<alone>[a-z]{3,}(?: [a-z]{3,})?) (?:then|though|instead|too)|(?P<bare>[a-z]{3,} [a-z]{3,})"
    r"|(?P<single>[a-z]{5,}))[ ?.!]*$"
)
# What stands behind a job that another is set beside.
RIVAL = re.compile(r" ?(?:vs\.?|versus|or|and|n|compared to|against) (?:an? |the |just )?(?P<part>[a-z]{3,})\b")
ONE = re.compile(r"\bthe (?P<part>[a-z]{4,}) one\b")
# What stands before a job that it is set beside: "civil or environmental engineer".
RIVAL_BEFORE = re.compile(r"\b(?P<part>[a-z]{3,}) (?:vs\.?|versus|or|and|n) (?:an? )?$")
# What stands before a job that was talked of earlier.
BACK_TO = re.compile(r"\bback to (?:the )?(?=[a-z]{3})")
KINDS = frozenset("one ones kind type version guy guys job jobs title thing".split())
# What "one" counts: "driving one day".
COUNTED = frozenset("hour day night week weekend month year time".split())
# A part of so many words may stand before them: "the substance abuse one".
MOST_WORDS = 3
# An associate by itself is a degree.
ROLES = (TITLE_ENDS | {"mechanic", "teacher", "nurse", "engineer", "driver", "cook", "clerk", "guard"}) - {"associate"}
# Words that leave a part of a title the only thing that is named.
BESIDE = frozenset(
    """pay pays salary make makes earn earns wage wages money hourly outlook growth growing school schooling openings
    hours license then again first right both training do does what is are was be much get gets better more not about
    which whats being become actual real regular until need needs needed jobs job diploma degree certificate while can
    could would meantime meanwhile
    """.split()
)
WAVED_OFF = frozenset(("not", "isnt", "never"))
SAYING = [["said"], ["says"], ["told"], ["thinks"], ["claims"]]
NO_PART = frozenset(
    """first second last next other same right good best better this that which what only each cost sales test training
    school safety health field lead service process project design quality data head chief senior junior money pay hours
    outlook license college degree online night day weekend state federal city county private public government union
    growth benefits bonus skills duties experience openings
    """.split()
)


def find_variant(normal: str, mentions: Sequence[Mention], talked: Sequence[Talked], names: Names,
                 small: frozenset[str]) -> tuple[Mention, ...]:  # fmt: skip
    """The mentions with the job that a part of a title names beside those talked of, where no job is named.

    `small` are words that say nothing by themselves. Where several jobs fit the likeliest has the others as options.
    """
    jobs = [m for m in mentions if m.kind == "occupation"]
    if not talked or jobs:
        only = jobs[0] if len(jobs) == 1 else None
        meant = _find_rival(normal, only, names.atlas.table) or _find_held(normal, only, talked) if only else None
        return _put_in(meant or _find_one_beside(normal, jobs, talked), mentions)
    tokens = tokenise(normal)
    found = next((m for span in _spans(tokens, mentions, small) if (m := _look_up(tokens, span, talked, names))), None)
    return _put_in(found or _look_up_framed(normal, talked, names.atlas.table), mentions)


def _put_in(found: Mention | None, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions in order with another, if there is one, in the place of those that it overlaps."""
    if found is None:
        return tuple(mentions)
    apart = (m for m in mentions if m.end <= found.start or found.end <= m.start)
    return tuple(sorted((*apart, found), key=lambda m: m.start))


def _find_rival(normal: str, job: Mention, table: NameTable) -> Mention | None:
    """What "assistant" names in "dental hygienist or assistant", or "civil" in "civil or environmental engineer"."""
    known = [token.job for token in tokenise(normal[job.start : job.end])]
    behind, before = RIVAL.match(normal, job.end), RIVAL_BEFORE.search(normal[: job.start])
    found = behind or before
    if not found or len(known) < 2:
        return None
    part = tokenise(found["part"])[0].job
    forms = [[*known[:-1], part], [part, known[-1]]] if behind else [[part, known[-1]]]
    numbers = next((n for form in forms if (n := table.names.get(f"{JOB} {' '.join(form)}", ()))), ())
    ids = [table.entries.ids[n] for n in numbers] if part not in NO_PART else []
    return None if job.id in ids else _mention(ids, *found.span("part"))


def _find_held(normal: str, job: Mention, talked: Sequence[Talked]) -> Mention | None:
    """The job talked of that "the coding one" means, whose part is the name of another job as well."""
    behind = tokenise(normal[job.end :])[:1]
    parts = [token.job for token in tokenise(normal[job.start : job.end])]
    ids = _among(parts, talked) if behind and behind[0].raw in KINDS else []
    return _mention(ids, job.start, job.end + behind[0].start + len(behind[0].raw)) if ids and ids != [job.id] else None


def _find_one_beside(normal: str, jobs: Sequence[Mention], talked: Sequence[Talked]) -> Mention | None:
    """The job talked of that "the factory one" means, beside others that are named."""
    found = ONE.search(normal)
    if not found or len(talked) < 2 or any(m.start < found.end() and found.start() < m.end for m in jobs):
        return None
    ids = _among([tokenise(found["part"])[0].job], talked) if found["part"] not in NO_PART else []
    return _mention(ids, *found.span())


def _look_up_framed(normal: str, talked: Sequence[Talked], table: NameTable) -> Mention | None:
    """What "elementary", or "what about high school", names in front of the last word of a job talked of."""
    framed = FRAMED.match(normal)
    group = framed.lastgroup or "part" if framed else "part"
    part = [token.job for token in tokenise(framed[group])] if framed else []
    held = _among(part, talked) if framed and part[0] not in NO_PART else []
    if framed and held:
        return _mention(held, *framed.span(group))
    heads = {words[-1] for _, known in talked[:1] for name in known[1:2] if (words := _words(name))}
    named = (table.names.get(f"{JOB} {' '.join([*part, head])}", ()) for head in sorted(heads) if head not in part)
    numbers = next((found for found in named if found), ()) if part and part[0] not in NO_PART else ()
    return _mention([table.entries.ids[n] for n in numbers], *framed.span(group)) if framed else None


def _mention(ids: Sequence[str], start: int, end: int) -> Mention | None:
    """A span as the first of the jobs, the others its options; None for none."""
    return Mention("occupation", ids[0], start, end, 1.0, tuple(ids[1:MOST_OPTIONS])) if ids else None


def _spans(tokens: Sequence[Token], mentions: Sequence[Mention], small: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Stretches that may be part of a title: "the jail one", and "supervisor" where nothing else is named."""
    for at, (token, after) in enumerate(pairwise(tokens)):
        counted = after.raw == "one" and tokens[at + 2 :] and tokens[at + 2].raw in COUNTED
        part = token.raw not in NO_PART and token.raw not in small and token.raw not in MARKS
        if after.raw in KINDS and part and not counted:
            yield from ((low, at + 2) for low in range(max(0, at + 1 - MOST_WORDS), at + 1))
    named = [i for i, t in enumerate(tokens) if any(m.start <= t.start < m.end for m in mentions)]
    raws = [token.raw for token in tokens]
    ends = [-1, *(i for i, t in enumerate(tokens) if t.raw in MARKS), len(tokens)]
    for low, high in dict.fromkeys([(0, len(tokens)), *((a + 1, b) for a, b in pairwise(ends))]):
        plain = (raws[i] for i in range(low, high) if i not in named and tokens[i].job not in ROLES)
        roles = [i for i in range(low, high) if tokens[i].job in ROLES and not _is_beside(raws, i)]
        if len(roles) == 1 and all(word in small or word in BESIDE or word in MARKS for word in plain):
            yield roles[0], roles[0] + 1
    back = BACK_TO.search(" ".join(token.raw for token in tokens))
    at = len(back.string[: back.end()].split()) if back else 0
    if back and tokens[at].raw not in NO_PART:
        yield at, at + 1


def _is_beside(raws: Sequence[str], at: int) -> bool:
    """Whether a role is waved off, or says something: "not the manager", "my teacher said"."""
    return bool(WAVED_OFF & {*raws[max(0, at - 2) : at]}) or raws[at + 1 : at + 2] in SAYING


def _look_up(tokens: Sequence[Token], span: tuple[int, int], talked: Sequence[Talked], names: Names) -> Mention | None:
    parts = tokens[span[0] : max(span[0] + 1, span[1] - 1)]
    ids = _among([part.job for part in parts], talked)
    if len(parts) == 1 and not ids:
        table = names.atlas.table
        ids = [table.entries.ids[n] for n in _joined(parts[0], talked, table) or _kin(parts[0], talked, names)]
    return _mention(ids, parts[0].start, tokens[span[1] - 1].end)


def _among(part: Sequence[str], talked: Sequence[Talked]) -> list[str]:
    """Of several jobs talked of the one whose title has the part, or else the latest of whose names one has."""
    titled = [id for id, known in talked if any(_begins(word, " ".join(part)) for word in _title_words(known[:2]))]
    held = [id for id, known in talked if any(_holds(_words(name), part) for name in known)]
    fits = titled or held[:1]
    return fits if len(fits) == 1 and len(talked) > 1 else []


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    return any(list(words[at : at + len(part)]) == list(part) for at in range(len(words)))


def _begins(word: str, stem: str) -> bool:
    return word == stem or (len(stem) >= SHORTEST and word.startswith(stem))


def _joined(part: Token, talked: Sequence[Talked], table: NameTable) -> Sequence[int]:
    """The entries whose name is the part before or behind a name talked of, or in the place of its last word."""
    known = [words for _, all_names in talked for name in all_names if (words := _words(name))]
    forms = [[part.job, *w] for w in known] + [[*w, part.job] for w in known]
    forms += [[*w[:-1], part.job] for w in known if len(w) > 1] + [[part.job, w[-1]] for w in known]
    ids = {id for id, _ in talked}
    named = (table.names.get(f"{JOB} {' '.join(form)}", ()) for form in forms)
    return next((found for found in named if found and table.entries.ids[found[0]] not in ids), ())


def _kin(part: Token, talked: Sequence[Talked], names: Names) -> Sequence[int]:
    """The entries whose title ends in the part and has a word akin to one of the job talked of last."""
    telling = [w[:KIN] for w in _title_words(talked[0][1][:2]) if len(w) >= KIN and w not in GENERIC]
    ends = names.atlas.table.heads.get(part.job, ())
    return [n for n in ends if any(w[:KIN] in telling for w in names.guesser.words_of[n] if len(w) >= KIN)]


def _title_words(titles: Iterable[str]) -> set[str]:
    return {word for title in titles for word in _words(title)}


def _words(name: str) -> list[str]:
    return [token.job for token in tokenise(re.sub(r"\([^)]*\)", "", name.lower())) if token.raw[0].isalnum()]
