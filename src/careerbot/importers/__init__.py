"""Publishers' release files -> fact, place and title files of our own format, by name of import."""

from __future__ import annotations

from collections.abc import Mapping

from careerbot.importers.base import Importer, RefusedFile, Report
from careerbot.importers.certifications import import_certifications
from careerbot.importers.handbook import import_handbook
from careerbot.importers.oews import import_oews
from careerbot.importers.onet import import_onet
from careerbot.importers.places import import_places
from careerbot.importers.programs import import_programs
from careerbot.importers.projections import import_projections
from careerbot.importers.titles import import_titles

IMPORTERS: Mapping[str, Importer] = {
    "certifications": import_certifications,
    "handbook": import_handbook,
    "oews": import_oews,
    "onet": import_onet,
    "places": import_places,
    "programs": import_programs,
    "projections": import_projections,
    "titles": import_titles,
}

__all__ = ["IMPORTERS", "Importer", "RefusedFile", "Report"]
