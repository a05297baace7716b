"""Place phrases taken apart."""

from .phrase import Part, Phrase
from .read import read_phrase

__all__ = ["Part", "Phrase", "read_phrase"]
