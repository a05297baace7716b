"""Place phrases taken apart."""

from .phrase import Link, Part, Phrase, Relation
from .read import read_phrase

__all__ = ["Link", "Part", "Phrase", "Relation", "read_phrase"]
