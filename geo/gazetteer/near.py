"""Cores one edit away: tried letter by letter against the set of cores that exist."""

from __future__ import annotations

from collections.abc import Iterator

LETTERS = "btjhxdrzsSGfklmnwy"
SHORTEST = 3
CONFUSED = ("kG", "kx", "xh", "xG", "sS", "sz", "zd", "td", "jG", "kj", "fb", "mn", "ts")
_OTHERS = {letter: "".join(pair.replace(letter, "") for pair in CONFUSED if letter in pair) for letter in LETTERS}


def near_cores(core: str, known: frozenset[str]) -> tuple[str, ...]:
    """Known cores within one insertion, deletion, substitution or exchange of neighbours.

    Cores shorter than three consonants have too many neighbours to mean anything.

    Examples
    --------
    >>> near_cores("msl", frozenset({"msl", "mwl", "mls", "mslk", "rk"}))
    ('mls', 'mslk', 'mwl')
    """
    if len(core) < SHORTEST:
        return ()
    return tuple(sorted({other for other in _edits(core) if other in known and other != core}))


def confused_cores(core: str, known: frozenset[str]) -> tuple[str, ...]:
    """Known cores in which one letter stands for another that is often confused with it.

    Examples
    --------
    >>> confused_cores("kSm", frozenset({"xSm", "kSm", "kSn", "rSm"}))
    ('kSn', 'xSm')
    """
    found = {
        core[:at] + other + core[at + 1 :]
        for at, letter in enumerate(core)
        for other in _OTHERS.get(letter, "")
        if core[:at] + other + core[at + 1 :] in known
    }
    return tuple(sorted(found))


def _edits(core: str) -> Iterator[str]:
    for at in range(len(core) + 1):
        head, tail = core[:at], core[at:]
        for letter in LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
