"""Employment Projections table 1.2 -> national outlook, and what is usual on entry, by occupation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from careerbot.importers.base import (
    Kind,
    Output,
    RefusedFile,
    Report,
    Row,
    Tally,
    read_header,
    read_rows,
    tell_apart,
    write_outputs,
)

TITLE = "National Employment Matrix title"
CODE = "National Employment Matrix code"
KIND, LINE_ITEM = "Occupation type", "Line item"
