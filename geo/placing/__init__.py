"""Placements of claims and incidents."""

from .claims import PlaceQuestion, answer_questions, place_claims, questions_of
from .incidents import place_incidents
from .judged import check_place

__all__ = ["PlaceQuestion", "answer_questions", "check_place", "place_claims", "place_incidents", "questions_of"]
