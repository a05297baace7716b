"""Names of places: the folding key, and how alike two keys are."""

from .key import Key, keys, kinds_of, name_parts, rural
from .letters import APOSTROPHES, is_arabic, tidy
from .likeness import Likeness, likeness
from .sites import LANDMARK_KINDS, SITE_KINDS
from .spelling import plain_letters
from .words import bare_word, plain_word, words

__all__ = [
    "APOSTROPHES", "LANDMARK_KINDS", "SITE_KINDS", "Key", "Likeness", "bare_word", "is_arabic", "keys", "kinds_of",
    "likeness", "name_parts", "plain_letters", "plain_word", "rural", "tidy", "words",
]  # fmt: skip
