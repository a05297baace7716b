"""From coordinates in a text to a placement: one, several that belong together, or a short code beside a place."""

from __future__ import annotations

from dataclasses import replace

from ..coordinates import Combined, CoordinateReading, Fix, combine, parse_coordinates, repairs
from ..gazetteer import Gazetteer
from ..names import tidy
from ..precision import precision_of_radius
from ..types import Candidate, Placement

GRIDS = ("mgrs", "utm", "pluscode")
NULL_DEG = 0.01
MOST_REPAIRS = 3
MOST_LETTERS = 60
KINDS = {"mgrs": "an MGRS grid reference", "utm": "a UTM coordinate", "pluscode": "a Plus Code"}


def place_fixes(text: str, reading: CoordinateReading, gazetteer: Gazetteer, country: str | None) -> Placement:
    """The coordinates of a text as a placement; far apart they are candidates, and none of them is chosen."""
    left = _left(text, reading)
    box = gazetteer.box(country) if country else None
    found = combine(reading.fixes, box)
    outside = [fix for fix in reading.fixes if box is not None and not box.holds(fix.lonlat)]
    told = {
        "outside_country": bool(outside),
        "swapped": any(box is not None and box.holds(fix.lonlat.swapped()) for fix in outside),
        "several_places": found.relation in ("together", "apart") or len(found.fixes) < len(reading.fixes),
        "grid_malformed": bool(reading.problems),
        "null_island": any(abs(f.lonlat.lon) < NULL_DEG and abs(f.lonlat.lat) < NULL_DEG for f in reading.fixes),
    }
    warnings = (*reading.warnings, *(code for code, holds in told.items() if holds))
    candidates = shown_fixes(reading.fixes) if told["several_places"] else ()
    if found.lonlat is None or found.radii is None:
        reason = f"{told_of(found)} None is chosen."
        return Placement(
            None, None, "unknown", "unplaced", reason,
            candidates=candidates, warnings=warnings, unread=left,
        )  # fmt: skip
    return Placement(
        lon=found.lonlat.lon,
        lat=found.lonlat.lat,
        precision=precision_of_radius(found.radii.r95_m),
        method="grid" if found.fixes[0].notation in GRIDS else "stated_coordinates",
        reason=told_of(found),
        radii=found.radii,
        confidence=0.5 if set(found.fixes) & set(outside) else 1.0,
        footprint=found.footprint,
        footprint_kind="polygon" if found.footprint else "circle",
        candidates=candidates,
        warnings=warnings,
        unread=left,
    )


def without_refused(text: str, reading: CoordinateReading) -> str:
    """The text without what only looks like a coordinate: the rest may name the place."""
    for start, end in reversed(reading.refused):
        text = f"{text[:start]} , {text[end:]}"
    return text


def with_refused(placed: Placement, text: str, reading: CoordinateReading) -> Placement:
    """The placement by words, told of the coordinates that cannot be read; what mends a grid is only a candidate."""
    mended = repairs(text, placed.lonlat)[:MOST_REPAIRS] if placed.lonlat else []
    added = tuple(Candidate("", f"grid, {r.change}", "grid", r.lonlat.lon, r.lonlat.lat, 0.0) for r in mended)
    codes = ("grid_malformed", "grid_repaired") if mended else ("grid_malformed",)
    return replace(
        placed,
        candidates=placed.candidates + added,
        warnings=(*placed.warnings, *codes),
        unread=(*placed.unread, *_left(text, reading)),
    )


def _left(text: str, reading: CoordinateReading) -> tuple[str, ...]:
    """What only looks like a coordinate, each with the reason for which it was refused."""
    shown = (tidy(text[slice(*span)])[:MOST_LETTERS] for span in reading.refused)
    return tuple(f"{words} ({why})" for words, why in zip(shown, reading.problems, strict=True))


def told_of(found: Combined) -> str:
    """In one sentence what the coordinates of a text say together."""
    kind = KINDS.get(found.fixes[0].notation, "a coordinate in degrees")
    count, apart = len(found.fixes), f"{found.spread_m / 1000:.1f} km"
    if found.relation == "one":
        return f"The text holds {kind}, read as the centre of its cell."
    if found.relation == "same":
        return f"The text states the place {count} times as a coordinate, and they agree; the finest is taken."
    if found.relation == "together":
        return f"The text holds {count} coordinates within {apart}; the middle is taken, the radius holds all of them."
    return f"The text holds {count} coordinates, {apart} apart."


def shown_fixes(fixes: tuple[Fix, ...]) -> tuple[Candidate, ...]:
    """Coordinates as candidates, each as likely as the others."""
    share = round(1 / len(fixes), 6)
    return tuple(
        Candidate("", f"{fix.text.strip()}"[:80], "coordinate", fix.lonlat.lon, fix.lonlat.lat, share) for fix in fixes
    )


def place_short_code(text: str, named: Placement, gazetteer: Gazetteer, country: str | None) -> Placement | None:
    """A short Plus Code at the place that the rest of its text names, or None where that place is not known."""
    if named.lonlat is None:
        return None
    reading = parse_coordinates(text, reference=named.lonlat)
    if not reading.fixes:
        return None
    placed = place_fixes(text, reading, gazetteer, country)
    return replace(
        placed,
        confidence=named.confidence,
        adm1_pcode=named.adm1_pcode,
        reason=f"{placed.reason} Short Plus Codes are read beside {named.place_name}.",
    )
