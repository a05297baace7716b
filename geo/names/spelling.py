"""The plain letters of a spelling: what is left of it without articles, type words and marks."""

from __future__ import annotations

import re
from functools import lru_cache

from .words import bare_word, words

_BLANKS = re.compile(r"[\W_]+")


@lru_cache(maxsize=200_000)
def plain_letters(name: str) -> str:
    """The letters of a name run together.

    Examples
    --------
    >>> plain_letters("Al Buşayrah town"), plain_letters("الرقة")
    ('busayrah', 'رقة')
    """
    lists = words()
    tokens = [bare_word(token) for token in _BLANKS.split(name) if token]
    idle = lists.kinds.keys() | lists.articles | lists.assimilated
    kept = [token for token in tokens if token not in idle] or tokens
    return "".join(token[2:] if token.startswith("ال") and len(token) > 4 else token for token in kept)
