"""A few small files -> two layers of knowledge: a base that can be talked to, and a school's own FAQ over it."""

from __future__ import annotations

import shutil
from pathlib import Path

BASE = Path(__file__).parent / "broken" / "_base" / "knowledge"
QUESTION = "when can i visit the welding shop"
FAQ = """\
entries:
  - id: visits
    intent: duties
    asks: [when can i visit the welding shop]
    say: The shop is open to visitors on Fridays.
    from: survey
"""


def make_layers(folder: Path) -> tuple[Path, Path]:
    """The base, and the layer `our-school` with one FAQ entry in faq/visits.yaml."""
    base, school = folder / "knowledge", folder / "our-school"
    shutil.copytree(BASE, base)
    (school / "faq").mkdir(parents=True)
    (school / "faq" / "visits.yaml").write_text(FAQ, "utf-8")
    return base, school
