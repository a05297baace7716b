"""Where it was: coordinates, names, the gazetteer, and places with a radius that can be trusted.

This room imports `data` and no other. The one call most people want is `locate`.
"""

from typing import TYPE_CHECKING

# isort: off
from . import later as later
from .types import Box, Candidate, LonLat, Placement, Radii, distance_m

if TYPE_CHECKING:
    from .coordinates import CoordinateReading, Fix, parse_coordinates
    from .gazetteer import Gazetteer
    from .gazetteer.commands import gazetteer_info, gazetteer_search
    from .gazetteer.embedded import adm1_units, embedded_places
    from .gazetteer.lists import BuildReport, build_gazetteer, with_aliases
    from .online import OnlinePlaces, locate_online, locate_table_online, service_of
    from .pairs import PairTerms, pair_id, pairs
    from .phrases import phrase_marks
    from .placing import (
        PlaceQuestion, answer_questions, check_place, judged_places, place_claims, place_columns, place_incidents,
        questions_of,
    )  # fmt: skip
    from .plausible import add_warnings, check, check_each, check_together, findings_frame
    from .precision import precision_of_kind, precision_of_radius, stated_precision, stated_radii
    from .resolve import explain, full_answer, locate
    from .resolve.tables import locate_table
    from .scan import Mention, scan, unscanned

__all__ = [
    "Box", "BuildReport", "Candidate", "CoordinateReading", "Fix", "Gazetteer", "LonLat", "Mention", "OnlinePlaces",
    "PairTerms", "PlaceQuestion", "Placement", "Radii", "add_warnings", "adm1_units", "answer_questions",
    "build_gazetteer", "check", "check_each", "check_place", "check_together", "distance_m", "embedded_places",
    "explain", "findings_frame", "full_answer", "gazetteer_info", "gazetteer_search", "judged_places", "locate",
    "locate_online", "locate_table", "locate_table_online", "pair_id", "pairs", "parse_coordinates", "phrase_marks",
    "place_claims", "place_columns", "place_incidents", "precision_of_kind", "precision_of_radius", "questions_of",
    "scan", "service_of", "stated_precision", "stated_radii", "unscanned", "with_aliases",
]  # fmt: skip
