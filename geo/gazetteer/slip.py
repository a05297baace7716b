"""One slip of the hand: what it tells against a spelling, and who is one slip away from a single name."""

from __future__ import annotations

import sqlite3

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ..names import plain_word

SHORTEST = 5
LONGEST = 80
# A spelling as it is written may be longer than its plain word by a letter and its apostrophes.
MARKS = 9
# How much one slip tells against a spelling, by its length: 0.94 for five letters, 0.975 for twelve.
LOSS = 0.3


def slip_worth(length: int) -> float:
    """How like two spellings of about this length are that are one slip apart; 1 is the same.

    Examples
    --------
    >>> round(slip_worth(12), 3)
    0.975
    """
    return 1.0 - LOSS / max(length, 1)


def slips_of_one(connection: sqlite3.Connection, name: str) -> tuple[tuple[str, str], ...]:
    """The same as `Slips.of` without entering every spelling first: for the first questions to a gazetteer."""
    plain = plain_word(name)
    if not SHORTEST <= len(plain) <= LONGEST:
        return ()
    query = "SELECT text, core FROM readings WHERE length(text) BETWEEN ? AND ? ORDER BY rowid DESC"
    found = dict(connection.execute(query, (len(plain) - 1, len(plain) + MARKS)).fetchall())
    near = process.extract(plain, [plain_word(text) for text in found], scorer=OSA.distance, score_cutoff=1, limit=None)
    listed = list(found.items())
    return tuple(listed[at] for word, _, at in sorted(near, key=lambda hit: hit[2]) if len(word) >= SHORTEST)
