"""From coordinates in a text to a placement: one, several that belong together, or a short code beside a place."""

from __future__ import annotations

from dataclasses import replace

from ..coordinates import Combined, CoordinateReading, Fix, combine, parse_coordinates
from ..gazetteer import Gazetteer
from ..precision import precision_of_radius
from ..types import Candidate, Placement

GRIDS = ("mgrs", "utm", "pluscode")
KINDS = {"mgrs": "an MGRS grid reference", "utm": "a UTM coordinate", "pluscode": "a Plus Code"}


def place_fixes(reading: CoordinateReading, gazetteer: Gazetteer, country: str | None) -> Placement:
    """The coordinates of a text as a placement; far apart they are candidates, and none of them is chosen."""
    box = gazetteer.box(country) if country else None
    found = combine(reading.fixes, box)
    outside = [fix for fix in reading.fixes if box is not None and not box.holds(fix.lonlat)]
    told = {
        "outside_country": bool(outside),
        "swapped": any(box is not None and box.holds(fix.lonlat.swapped()) for fix in outside),
        "several_places": found.relation in ("together", "apart") or len(found.fixes) < len(reading.fixes),
        "grid_malformed": bool(reading.problems),
    }
    warnings = (*reading.warnings, *(code for code, holds in told.items() if holds))
    candidates = shown_fixes(reading.fixes) if told["several_places"] else ()
    if found.lonlat is None or found.radii is None:
        reason = f"{told_of(found)} None is chosen."
        return Placement(
            None, None, "unknown", "unplaced", reason,
            candidates=candidates, warnings=warnings, unread=reading.problems,
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
        unread=reading.problems,
    )


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
    placed = place_fixes(reading, gazetteer, country)
    return replace(
        placed,
        confidence=named.confidence,
        adm1_pcode=named.adm1_pcode,
        reason=f"{placed.reason} Short Plus Codes are read beside {named.place_name}.",
    )
