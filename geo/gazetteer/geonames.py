"""GeoNames country dumps: tab-separated, nineteen columns, no header."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from data import InputRefused

from .embedded import adm1_units
from .kinds import kind_of_feature
from .left import LeftOut
from .units import UnitNames

COLUMNS = 19
SAMPLE = 20
_SETTLED = frozenset("PASTLHVRU")
_PERSIAN = re.compile("[پچژکگڵۆیێە]")


def geonames_rows(text: str, file: str) -> Iterator[dict[str, object] | LeftOut | None]:
    """Rows of a dump as places; names in scripts other than Latin and Arabic are left out.

    None stands for a row that is no place, such as a stream.

    Raises
    ------
    InputRefused
        Half of the first lines or more have another number of columns: this is no dump.
    """
    units = UnitNames(adm1_units())
    lines = text.removesuffix("\n").split("\n")
    wrong = [number for number, line in enumerate(lines[:SAMPLE], 1) if line.count("\t") != COLUMNS - 1]
    if wrong and len(wrong) * 2 >= min(len(lines), SAMPLE):
        hint = "A GeoNames dump has 19 columns parted by tabs."
        found = lines[wrong[0] - 1].count("\t") + 1
        raise InputRefused(f"{found} columns instead of {COLUMNS}.", file=file, row=wrong[0], hint=hint)
    for number, line in enumerate(lines, 1):
        cells = line.removesuffix("\r").split("\t")
        if len(cells) != COLUMNS:
            yield LeftOut(f"it has {len(cells)} columns instead of {COLUMNS}", number)
        elif cells[6] not in _SETTLED:
            yield None
        else:
            yield _checked(cells, units, number)


def _checked(cells: list[str], units: UnitNames, number: int) -> dict[str, object] | LeftOut:
    try:
        row = _row(cells, units)
    except ValueError:
        return LeftOut("its latitude, longitude or population (columns 5, 6 and 15) is no number", number)
    if not row["name"]:
        return LeftOut("it has no name", number)
    if not (abs(float(cells[4])) <= 90 and abs(float(cells[5])) <= 180):
        return LeftOut("latitude or longitude lies off the globe", number)
    return row


def _row(cells: list[str], units: UnitNames) -> dict[str, object]:
    people = int(cells[14] or 0)
    unit = units.by_code(cells[10], cells[8])
    names = [name for name in dict.fromkeys(cells[3].split(",")) if readable(name) and name != cells[1]]
    arabic = [name for name in names if "\u0600" <= name[0] <= "\u06ff"]
    name_ar = next((name for name in arabic if not _PERSIAN.search(name)), arabic[0] if arabic else None)
    return {
        "place_id": f"geonames:{cells[0]}",
        "name": cells[1] or cells[2],
        "name_ar": name_ar,
        "names": [name for name in names if name != name_ar],
        "kind": kind_of_feature(cells[6], cells[7], people),
        "country": cells[8] or None,
        "adm1_pcode": unit["pcode"] if unit else None,
        "adm1_name": unit["name_en"] if unit else None,
        "lon": float(cells[5]),
        "lat": float(cells[4]),
        "population": people or None,
        "source": f"https://www.geonames.org/{cells[0]}",
        "licence": "CC BY 4.0",
    }


def readable(name: str) -> bool:
    """Whether a name is in Latin or Arabic script and no machine's letter by letter copy of one."""
    if len(name) < 2 or (name[0].isascii() and name[0].islower()):
        return False
    scripts = {unicodedata.name(letter, "?").split(" ", 1)[0] for letter in name if letter.isalpha()}
    return scripts in ({"LATIN"}, {"ARABIC"})
