"""Which column of a user's table holds the point, how exactly it is known, and the words for the place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from data import InputRefused, UsageProblem

# Names by which a column is known, case set aside; the first that is there is taken.
KNOWN: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "code", "record_code", "record_id", "incident_id", "claim_id", "subject_id", "event_id", "data_id"),
    "lon": ("lon", "longitude", "lng", "long", "stated_lon", "geometry.lon"),
    "lat": ("lat", "latitude", "stated_lat", "geometry.lat"),
    "precision": ("precision", "stated_precision", "precision_class"),
    "r50_m": ("r50_m",),
    "r80_m": ("r80_m",),
    "r95_m": ("r95_m", "radius_m", "uncertainty_m", "radius"),
    "text": ("place_text", "place", "location", "input", "place_name", "text"),
    "text_ar": ("place_text_ar", "place_ar", "location_ar"),
    "country": ("country",),
    "adm1": ("adm1_text", "adm1", "admin1", "governorate", "admin1_hint", "adm1_name"),
    "adm1_pcode": ("adm1_pcode",),
}
RADII = ("r50_m", "r80_m", "r95_m")


@dataclass(frozen=True)
class Columns:
    """Column of the table by what it holds; what the table does not have is not in it."""

    found: Mapping[str, str] = field(default_factory=dict)

    def get(self, what: str) -> str | None:
        """Return the name of a column, None where there is none."""
        return self.found.get(what)

    @property
    def sized(self) -> bool:
        """Whether the table says how exactly its points are known."""
        return any(name in self.found for name in ("precision", *RADII))

    @property
    def worded(self) -> bool:
        """Whether the table holds places in words."""
        return "text" in self.found or "text_ar" in self.found


def columns_of(header: Iterable[str], *, named: Mapping[str, str], file: str) -> Columns:
    """Return the columns that the caller names, and those known by their names for the rest.

    Raises
    ------
    UsageProblem
        Where a named column is not there.
    InputRefused
        Where the table holds neither a point nor a place in words, or one coordinate without the other.
    """
    there = list(header)
    for what, name in named.items():
        if name not in there:
            raise UsageProblem(f"{file} has no column '{name}' ({what}).", hint=f"It has: {', '.join(there)}.")
    folded = {name.casefold(): name for name in reversed(there)}
    found = {
        what: next((folded[name] for name in names if name in folded), None) for what, names in KNOWN.items()
    } | dict(named)
    columns = Columns({what: name for what, name in found.items() if name is not None})
    pair = [what for what in ("lon", "lat") if columns.get(what)]
    if len(pair) == 1:
        lacking = "latitude" if pair == ["lon"] else "longitude"
        raise InputRefused(f"There is no column with the {lacking}.", file=file, row=1, hint=_hint(there))
    if not pair and not columns.worded:
        raise InputRefused("There is neither a point nor a place in words.", file=file, row=1, hint=_hint(there))
    return columns


def _hint(there: list[str]) -> str:
    return f"Name the columns with --lon and --lat. The table has: {', '.join(there[:30])}."
