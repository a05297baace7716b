"""What kind of place a source means, in our closed list of kinds."""

from __future__ import annotations

from ..names import LANDMARK_KINDS, kinds_of

CITY_FROM = 50_000
TOWN_FROM = 5_000
_OF_WORD = {
    "neighbourhood": "neighbourhood",
    "village": "village",
    "town": "town",
    "city": "city",
    "district": "district",
    "governorate": "governorate",
    "camp": "neighbourhood",
    "area": "other",
    "countryside": "other",
    "mountain": "other",
    "river": "other",
    "farm": "village",
}
KINDS = ("city", "town", "village", "neighbourhood", "landmark", "district", "governorate", "country", "other")
_STATED = {
    **dict.fromkeys(KINDS, ""),
    "suburb": "neighbourhood",
    "quarter": "neighbourhood",
    "neighborhood": "neighbourhood",
    "borough": "neighbourhood",
    "hamlet": "village",
    "isolated_dwelling": "village",
    "farm": "village",
    "locality": "other",
    "province": "governorate",
    "state": "governorate",
    "county": "district",
    "subdistrict": "district",
    "camp": "neighbourhood",
    "municipality": "town",
}


def kind_of_name(name: str, default: str = "village") -> str:
    """Kind that the type words of a name tell.

    Examples
    --------
    >>> kind_of_name("Mosul town"), kind_of_name("حي التنك"), kind_of_name("Mayouf")
    ('town', 'neighbourhood', 'village')
    """
    told = kinds_of(name)
    settled = told & {"town", "city", "village"}
    if told & LANDMARK_KINDS and not settled:
        return "landmark"
    return next((_OF_WORD[word] for word in _OF_WORD if word in told), default)


def kind_of_word(word: str | None) -> str | None:
    """Kind that a source's own word means; None where it is not known."""
    slug = (word or "").strip().casefold().replace(" ", "_")
    return (_STATED[slug] or slug) if slug in _STATED else None


def kind_of_feature(group: str, code: str, people: int) -> str:
    """Kind of a GeoNames feature class and code."""
    if group == "P":
        return _settlement(code, people)
    if group == "A":
        return {"ADM1": "governorate", "PCLI": "country"}.get(code, "district")
    return "landmark" if group == "S" else "other"


def _settlement(code: str, people: int) -> str:
    if code == "PPLX":
        return "neighbourhood"
    if people >= CITY_FROM or code in ("PPLC", "PPLA"):
        return "city"
    return "town" if people >= TOWN_FROM or code.startswith("PPLA") else "village"
