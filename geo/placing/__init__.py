"""Placements of claims and incidents."""

from typing import TYPE_CHECKING

from data import late_door

if TYPE_CHECKING:
    from .claims import PlaceQuestion, answer_questions, place_claims, place_columns, questions_of
    from .incidents import place_incidents
    from .judged import check_place, judged_places

# Incidents are placed by their claims, without what reads words.
LATE = late_door(
    "geo.placing",
    {
        ".claims": "PlaceQuestion answer_questions place_claims place_columns questions_of",
        ".incidents": "place_incidents",
        ".judged": "check_place judged_places",
    },
)

__all__ = [
    "PlaceQuestion",
    "answer_questions",
    "check_place",
    "judged_places",
    "place_claims",
    "place_columns",
    "place_incidents",
    "questions_of",
]
