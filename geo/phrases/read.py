"""Reading a place phrase in English or Arabic: parts between commas, brackets and prepositions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from data import norm_country

from ..names import keys, plain_word, tidy
from .even import evened
from .links import find_link
from .phrase import BARE, Link, Part, Phrase, Relation
from .vocabulary import conjunction, direction, ignored, relation_pattern, units

# A full stop ends a part too, not an abbreviation: "Sayyad street. Brenn".
_SEPARATOR = re.compile(
    r"\s*(?:[,،;؛٫|\n>→]|\s[-–—]\s|(?<=[a-z]{4})\.\s+(?=[A-Z])|(?<=[\u0621-\u064a]{3})\.\s+(?=[\u0621-\u064a]))\s*"
)
_LINES = re.compile(r"\s*[\r\n]\s*")
# "Brenn's eastern outskirts" says what "eastern outskirts of Brenn" says.
_OWNED = re.compile(
    r"\b([^,،;()\n]{3,}?)['’]s\s+((?:[a-z-]+\s+)?(?:outskirts|countryside|suburbs|edge|side|part))\b", re.IGNORECASE
)
_EITHER = re.compile(r"\s*/\s*")
_COLON = re.compile(r"\s*:\s*")
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_TIED_TAA = re.compile(r"(ة)(?=[\u0621-\u064a])")
_GLUED = re.compile(r"(?<=[\u0621-\u064a]{3})(?=(?:قرية|مدينة|بلدة|مخيم|ناحية)\s)")
_CODE = re.compile(r"^(?:[A-Z]{0,4}\d+[a-z]?|[A-Z]{1,3})$")
_NUMBERED = re.compile(r"^['\"]?(?:road|route|highway|street|phase|km)\s*\d+['\"]?$", re.IGNORECASE)
_FILLING = frozenset(
    [
        "area",
        "areas",
        "the",
        "a",
        "an",
        "of",
        "and",
        "near",
        "in",
        "at",
        "on",
        "road",
        "roads",
        "between",
        "from",
        "to",
        "from",
        "water",
    ]
)
# "and" between two parts with a relation each
_TIED = re.compile(r"\s+(?:and|&|و)$", re.IGNORECASE)
MOST_CHARACTERS = 400
FARTHEST_M = 1_000_000.0
MOST_PARTS = 12
NOWHERE = Part("")


@dataclass
class _Draft:
    """What has been read so far."""

    parts: list[Part] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    country: str | None = None
    several: bool = False


def read_phrase(text: str) -> Phrase:
    """A phrase as parts, links and country; nothing is dropped without standing in `unread`.

    Examples
    --------
    >>> phrase = read_phrase("al-Jadida neighbourhood, 3 km west of Mosul, Iraq")
    >>> [part.text for part in phrase.parts], phrase.country, phrase.parts[1].relation.distance_m
    (['al-Jadida neighbourhood', 'Mosul'], 'IQ', 3000.0)
    """
    lines = _LINES.sub(" , ", text.strip()) if "\n" in text or "\r" in text else text
    whole = tidy(lines)
    short = _GLUED.sub(" ، ", _TIED_TAA.sub(r"\1 ", whole[:MOST_CHARACTERS]))
    short, unread = evened(_OWNED.sub(r"\2 of \1", short))
    draft = _Draft(unread=unread)
    found = find_link(short)
    rest = short
    if found is not None:
        start, end, kind, rest = found
        draft.links.append(Link(_part(start), _part(end), kind))
    for bracketed, pieces in ((False, _SEPARATOR.split(_BRACKET.sub(" , ", rest))), (True, _BRACKET.findall(rest))):
        for piece in pieces:
            _read_piece(piece, draft, bracketed=bracketed)
    parts = tuple(draft.parts[:MOST_PARTS])
    left = [part.text for part in draft.parts[MOST_PARTS:]] + [whole[MOST_CHARACTERS:].strip()]
    draft.unread += [text for text in left if text]
    return Phrase(short, parts, draft.country, tuple(draft.links), tuple(draft.unread), draft.several)


def _read_piece(piece: str, draft: _Draft, *, bracketed: bool) -> None:
    sides = _COLON.split(piece)
    for at, side in enumerate(sides):
        for word, said in _relations(side.strip(" .\"'“”«»-#")):
            relation = said
            if (said.distance_m is not None and not word) or said.kind == "far":
                draft.unread.append(side)  # a length that belongs to no place, or leads off the map
                relation = Relation("offset", said.direction) if said.direction else BARE
            members = [w for either in _EITHER.split(word) for w in conjunction().split(either)]
            draft.several = draft.several or len(members) > 1
            stand = Part("", relation, frozenset(), bracketed, at < len(sides) - 1, beside=len(members) > 1)
            for member in members:
                _sort(member.strip(" .,;\"'-"), stand, draft)


def _sort(word: str, stand: Part, draft: _Draft) -> None:
    """Put a word where it belongs; `stand` is the part that it would be, without its text."""
    if not any(letter.isprintable() for letter in word):
        return
    if direction(word):
        draft.unread.append(word)  # "NE" is no country
        return
    code = norm_country(word)
    if code:
        draft.country = draft.country or code
    elif _says_nothing(word, bracketed=stand.bracketed):
        draft.unread.append(word)
    else:
        draft.parts.append(_part(word, stand))


def _says_nothing(word: str, *, bracketed: bool) -> bool:
    if plain_word(word) in ignored() or not keys(word):
        return True
    if set(plain_word(word).split()) <= _FILLING:
        return True
    return bool(_NUMBERED.match(word) or (bracketed and _CODE.match(word)))


def _part(text: str, stand: Part = NOWHERE) -> Part:
    kinds = frozenset(kind for key in keys(text) for kind in key.kinds.split())
    relation = stand.relation
    if relation.kind == "bare" and "countryside" in kinds:
        relation = Relation("area", relation.direction)
    return replace(stand, text=text, relation=relation, kinds=kinds)


def _relations(piece: str) -> list[tuple[str, Relation]]:
    """The piece cut at its relation words: "school near Hajin" is two parts, the second one near."""
    found: list[tuple[str, Relation]] = []
    relation, start = BARE, 0
    for match in relation_pattern().finditer(piece):
        head = _TIED.sub("", piece[start : match.start()].strip())
        side = direction(head)
        if head and not side:
            found.append((head, relation))
            relation = BARE
        relation, start = _together(relation, _relation(match)), match.end()
        if side and not relation.direction:
            relation = replace(relation, direction=side)
    return [*found, (piece[start:].strip(), relation)]


def _together(before: Relation, after: Relation) -> Relation:
    """Two relations in a row are one: "10 km" and "outside of"; "north" and "the countryside of"."""
    if before.kind != "offset" or after.distance_m is not None:
        return after
    if before.distance_m is not None:
        return replace(before, direction=before.direction or after.direction)
    return replace(after, direction=after.direction or before.direction)


def _relation(match: re.Match[str]) -> Relation:
    if match["number"]:
        number, unit = match["number"].replace(",", "."), units()[plain_word(match["unit"])]
        far, step = float(number), _last_unit(number)
        least = (match["least"] or number).replace(",", ".")
        if float(least) < far:  # "5-10 km": the middle, with all between the two in its last unit
            far, step = (float(least) + far) / 2, min(step, _last_unit(least)) + far - float(least)
        way = direction(match["toward"] or match["local"] or "")
        return Relation("offset", way, far * unit, step * unit) if far * unit <= FARTHEST_M else Relation("far", way)
    side = match["toward2"] or match["side"]
    if side:
        return Relation("offset", direction(side))
    return Relation("near" if match["near"] else "area" if match["area"] else "in")


def _last_unit(number: str) -> float:
    """The last significant unit of a stated number: 10 for "10", 1 for "25", 0.1 for "2.5"."""
    whole, _, decimals = number.partition(".")
    if decimals:
        return 10.0 ** -len(decimals)
    return 10.0 ** (len(whole) - len(whole.rstrip("0"))) if whole.strip("0") else 1.0
