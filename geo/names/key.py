"""The folding key: one name in any spelling or script becomes one skeleton and a few marks to tell neighbours apart."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from .facts import Fact, fact
from .letters import APOSTROPHES, arabic_letters, ending, first_group, is_arabic, latin_letters, skeleton, tidy, vowels
from .words import plain_word, words

_TOKENS = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"^(.*?)\s*[(\[]([^)\]]+)[)\]]\s*(.*)$")
_EITHER = re.compile(r"\s*/\s*|\s+or\s+")
_WHEREABOUTS = re.compile(r"\s+(?:in|near)\s+")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_TIED_TAA = re.compile(r"([ةى])(?=[\u0621-\u064a])")
_CONSTRUCT = re.compile(r"^[a-z]{2,}[ae]t$")
_FUSED_SUN = re.compile(r"^[aeu](sh|th|dh|[tdrzsn])\1(?=[aeiouy])")
_FUSED_MOON = re.compile(r"^[ae]l(?=[bcdfghjkmnpqrstvwxyz][a-z]{3,})")
_FUSED_KUNYA = re.compile(r"^(?:al|el)?(?:a?b(?:ou|u|o))(?=[bcdfghjklmnpqrstvwxyz][a-z]{3,})")
_ARABIC_ARTICLE = re.compile(r"^(?:وال|بال|ال)(?=..)")
_ARABIC_KUNYA = re.compile(r"^(?:البو|ابو|آلبو)(?=...)")
_TO_REMOVE = str.maketrans("", "", APOSTROPHES)
MOST_READINGS = 8
# With one of these an article or Abu begins that is written into one word with its name.
_FUSED = frozenset("aeub")


class Key(NamedTuple):
    """One reading of a name.

    `core` is the index key. The rest ranks rows that share it: `epithets` (new, old, east, upper ...), `ending`,
    `vowels` (after `~` for Arabic script, which shows only long ones), `kunya` (Abu, Albu), and the type words
    that were taken out.
    """

    core: str
    epithets: str
    ending: str
    vowels: str
    kunya: bool
    kinds: str


@lru_cache(maxsize=30_000)
def keys(name: str) -> tuple[Key, ...]:
    """Every reading of a name, the plainest first; a name without letters or digits has none.

    Examples
    --------
    >>> {key.core for key in keys("Ar Raqqah")} == {key.core for key in keys("الرقة")}
    True
    >>> keys("New Mosul")[0].epithets, keys("قرية المنصورة")[0].kinds
    ('new', 'village')
    """
    found: list[Key] = []
    for part in name_parts(tidy(name)):
        found += _arabic(part) if is_arabic(part) else _latin(part)
    return tuple(dict.fromkeys(key for key in found if key.core))


def kinds_of(name: str) -> frozenset[str]:
    """Type words of a name, without working out its key: those of the first of its parts that has any.

    What follows "in" or "near" says where the place lies, not what it is.

    Examples
    --------
    >>> kinds_of("Mosul town"), kinds_of("Abu Rasin/Zarkan town"), kinds_of("Tigris river in Nineveh province")
    (frozenset({'town'}), frozenset({'town'}), frozenset({'river'}))
    """
    for part in name_parts(_WHEREABOUTS.split(tidy(name))[0]):
        slugs = _take_kinds([fact(token) for token in _plain_tokens(part.translate(_TO_REMOVE))])[1]
        if slugs:
            return frozenset(slugs.split())
    return frozenset()


def rural(key: Key) -> bool:
    """Whether a name speaks of the country around a place: Rural Damascus is another unit than Damascus.

    Examples
    --------
    >>> rural(keys("Rif Dimashq")[0]), rural(keys("Dimashq")[0])
    (True, False)
    """
    return "countryside" in key.kinds.split()


def name_parts(text: str) -> list[str]:
    """The names in a name: before a bracket and in it, and on either side of a stroke.

    Examples
    --------
    >>> name_parts("Thawra (Tabqa)"), name_parts("Tawatiha/Khurayta")
    (['Thawra', 'Tabqa'], ['Tawatiha', 'Khurayta'])
    """
    match = _BRACKETS.match(text) if "(" in text or "[" in text else None
    if match and match[1].strip():
        return [*name_parts(f"{match[1]} {match[3]}".strip()), match[2]]
    if "/" not in text and "or" not in text:
        return [text]
    return [part for part in _EITHER.split(text) if part.strip()] or [text]


class _Piece(NamedTuple):
    """One reading of one token, worked out once: names repeat their words."""

    letters: str
    bones: str
    spoken: str
    close: str
    kunya: bool = False


def _piece(letters: str, *, kunya: bool, arabic: bool) -> _Piece:
    spoken = vowels(letters, arabic=arabic)
    return _Piece(letters, skeleton(letters, arabic=arabic), spoken, ending(letters, arabic=arabic), kunya)


def _latin(text: str) -> list[Key]:
    tokens = _plain_tokens(text.translate(_TO_REMOVE))
    facts = [fact(_ORDINAL.sub(first_group, token) if token[0].isdigit() else token) for token in tokens]
    facts, kinds = _take_kinds(facts)
    facts, kunya = _take_articles([known.same or known for known in facts])
    facts, epithets = _take_epithets(facts)
    last = len(facts) - 1
    tokens = [_free(known.token) if at < last else known.token for at, known in enumerate(_figures_first(facts))]
    choices = [_latin_pieces(token, alone=not last and not kunya) for token in tokens]
    return _compose(choices, epithets, kinds, kunya=kunya, arabic=False)


def _arabic(text: str) -> list[Key]:
    facts, kinds = _take_kinds([fact(token) for token in _plain_tokens(_TIED_TAA.sub(r"\1 ", text))])
    facts = [known.same or known for known in facts]
    kunya = len(facts) > 1 and facts[0].token in words().kunya
    facts, epithets = _take_epithets(facts[1:] if kunya else facts)
    alone = len(facts) == 1 and not kunya
    tokens = [known.token for known in _figures_first(facts)]
    choices = [_translated(token) or _arabic_pieces(token, alone=alone) for token in tokens]
    return _compose(choices, epithets, kinds, kunya=kunya, arabic=True)


def _figures_first(facts: list[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda known: not known.figure) if any(known.figure for known in facts) else facts


def _free(token: str) -> str:
    """A word tied to the next one by its feminine -t, as it stands free: Maarrat -> Maarra."""
    return token[:-1] if len(token) > 3 and _CONSTRUCT.match(token) else token


def _plain_tokens(text: str) -> list[str]:
    return [plain_word(token) for token in _TOKENS.findall(text)]


def _take_kinds(facts: list[Fact]) -> tuple[list[Fact], str]:
    """Type words out of the name, unless nothing would be left of it."""
    rest, slugs, leading = [], [], True
    for known in facts:
        slug = known.kind
        if slug is None and leading:
            slug = known.head
            leading = slug is not None or known.idle
        if slug is not None:
            slugs.append(slug)
        elif not known.empty:
            rest.append(known)
    if all(known.article for known in rest):
        return facts, ""
    return rest, " ".join(sorted(set(slugs))) if slugs else ""


def _take_articles(facts: list[Fact]) -> tuple[list[Fact], bool]:
    """Articles and Abu, Albu out of a Latin name; an assimilated article only before its sun letter."""
    if len(facts) == 1:
        return facts, False
    out: list[Fact] = []
    kunya = False
    for at, known in enumerate(facts):
        following = facts[at + 1].token if at + 1 < len(facts) else ""
        if following and known.kunya:
            kunya = True
        elif not (following and (known.article or _assimilated(known.token, following))):
            out.append(known)
    return out, kunya


def _assimilated(token: str, following: str) -> bool:
    if token not in words().assimilated:
        return False
    sun, head = token[1:], following[:2]
    kin = {"z": "zds", "d": "dz", "s": "sz", "t": "t", "r": "r", "n": "n", "c": "cs"}[sun[0]]
    return head[:1] in kin


def _take_epithets(facts: list[Fact]) -> tuple[list[Fact], str]:
    """Epithets out of the name, unless nothing would be left of it."""
    slugs = [known.epithet for known in facts if known.epithet]
    if not slugs:
        return facts, ""
    rest = [known for known in facts if not known.epithet]
    if all(known.article for known in rest):
        return facts, ""
    return rest, " ".join(sorted(set(slugs)))


@lru_cache(maxsize=200_000)
def _latin_pieces(token: str, *, alone: bool) -> tuple[_Piece, ...]:
    spellings = [(token, False)]
    fused = token[:1] in _FUSED
    match = _FUSED_SUN.match(token) if fused and len(token) > 4 else None
    if match:
        spellings.append((token[1 + len(match[1]) :], False))
    if fused and len(token) > 4 and _FUSED_MOON.match(token):
        spellings.append((token[2:], False))
    match = _FUSED_KUNYA.match(token) if fused and alone else None
    if match:
        spellings.append((token[match.end() :], True))
    return tuple(
        _piece(letters, kunya=kunya, arabic=False) for text, kunya in spellings for letters in latin_letters(text)
    )


@lru_cache(maxsize=200_000)
def _arabic_pieces(token: str, *, alone: bool) -> tuple[_Piece, ...]:
    plain = arabic_letters(_ARABIC_ARTICLE.sub("", token))
    pieces = [_piece(letters, kunya=False, arabic=True) for letters in plain]
    match = _ARABIC_KUNYA.match(token) if alone else None
    if match:
        cut = arabic_letters(token[match.end() :])
        pieces += [_piece(letters, kunya=True, arabic=True) for letters in cut]
    return tuple(pieces)


def _translated(token: str) -> tuple[_Piece, ...]:
    """Readings of a word for which `words().same` puts a Latin one, such as the name of a month."""
    if not (token.isascii() and token.isalpha()):
        return ()
    return tuple(_piece(letters, kunya=False, arabic=True) for letters in latin_letters(token))


def _compose(choices: list[tuple[_Piece, ...]], epithets: str, kinds: str, *, kunya: bool, arabic: bool) -> list[Key]:
    found = []
    for pieces in _first(choices):
        said = [piece for piece in pieces if piece.letters]
        if not said:
            continue
        core = "".join(piece.bones for piece in said) or said[0].letters[:1]
        spoken = ("~" if arabic else "") + "".join(piece.spoken for piece in said)
        bu = kunya or any(piece.kunya for piece in said)
        found.append(Key(core, epithets, said[-1].close, spoken, bu, kinds))
    return found


def _first(choices: list[tuple[_Piece, ...]]) -> list[tuple[_Piece, ...]]:
    if all(len(pieces) == 1 for pieces in choices):
        return [tuple(pieces[0] for pieces in choices)]
    return list(islice(product(*choices), MOST_READINGS))
