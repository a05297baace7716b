"""Phrases that name a place, taken apart."""

from .marks import Mark, phrase_marks
from .phrase import Link, Part, Phrase, Relation
from .read import read_phrase

__all__ = ["Link", "Mark", "Part", "Phrase", "Relation", "phrase_marks", "read_phrase"]
