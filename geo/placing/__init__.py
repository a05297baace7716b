"""Placements of claims and incidents."""

from .claims import PlaceQuestion, answer_questions, place_claims, place_columns, questions_of
from .incidents import place_incidents
from .judged import check_place, judged_places

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
