"""Word as typed -> the form it is compared in: abbreviation opened, plural dropped."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ABBREVIATIONS = {
    "acct": "accounting", "admin": "administrator", "apprent": "apprentice", "arch": "architect", "assoc": "associate",
    "asst": "assistant", "attn": "attendant", "chf": "chief", "coord": "coordinator", "dept": "department",
    "dev": "developer", "dir": "director", "elec": "electrical", "eng": "engineer", "engr": "engineer",
    "equip": "equipment", "exec": "executive", "govt": "government", "ind": "industrial", "indust": "industrial",
    "inst": "instructor",
    "jr": "junior", "lic": "licensed", "mach": "machine", "maint": "maintenance", "mech": "mechanic",
    "mfg": "manufacturing", "mgmt": "management", "mgr": "manager", "mngr": "manager", "mkt": "marketing",
    "mktg": "marketing", "op": "operator", "ops": "operation", "paramed": "paramedic", "pharm": "pharmacy",
    "prod": "production", "prof": "professor", "prog": "programmer", "psych": "psychologist", "rep": "representative",
    "sch": "school", "sci": "science", "sec": "secretary", "spec": "specialist", "sr": "senior", "supr": "supervisor",
    "supt": "superintendent", "supv": "supervisor", "supvr": "supervisor", "svc": "service", "tchr": "teacher",
    "tech": "technician", "tv": "television", "univ": "university", "vp": "vice president", "wrkr": "worker",
}  # fmt: skip
UNCHANGED = frozenset("news always gas bus lens series species physics always sales perhaps texas kansas".split())
IRREGULAR = {"men": "man", "women": "woman", "people": "person", "children": "child", "wives": "wife"} | {
    f"{letters}s": letters for letters in ("rn", "np", "pa", "pt", "ot", "ma", "ta", "vp")
}
ENDINGS = (("men", "man"), ("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"))
WORD = re.compile(r"[a-z0-9+#]+")


@lru_cache(maxsize=50_000)
def fold_plural(word: str) -> str:
    """The singular of an English plural ("nurses" -> "nurse"); any other word as it is."""
    if len(word) < 4 or word in UNCHANGED:
        return IRREGULAR.get(word, word)
    if word in IRREGULAR:
        return IRREGULAR[word]
    for ending, singular in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + singular
    return word[:-1] if word.endswith("s") and word[-2] not in "sui'" else word


@lru_cache(maxsize=50_000)
def fold_word(word: str) -> str:
    """The form a word of a title is compared in: "mgrs" -> "manager", "nurses" -> "nurse"."""
    singular = fold_plural(word)
    return ABBREVIATIONS.get(word) or ABBREVIATIONS.get(singular) or singular


def split_words(text: str) -> list[str]:
    """The folded words of any text, in order: letters, digits, + and #; accents and case dropped."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return [fold_word(word) for word in WORD.findall(plain)]
