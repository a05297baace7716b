"""Unit files as places: any vector format that `data` opens in its locked worker, in any stated CRS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from data import InputRefused, norm_country, read_foreign

from .left import LeftOut
from .outlines import Outline, outlines

KINDS = {0: "country", 1: "governorate", 2: "district", 3: "district", 4: "other"}
# Column names of COD-AB and HDX (ADM2_EN, admin2Name_en), of GADM (NAME_2, VARNAME_2) and of geoBoundaries.
_LEVELLED = re.compile(
    r"^adm(?:in)?([0-4])_?(en|ar|pcode|name|name1|name_en|name_ar|code|ref\w*|ku|ckb|tr|fa|fr|alt\w*)$"
)
_GADM = re.compile(r"^(name|varname|nl_name|gid)_([0-4])$")
_WHAT = dict.fromkeys(("en", "name", "name1", "name_en"), "en") | dict.fromkeys(("ar", "name_ar"), "ar")
_WHAT |= dict.fromkeys(("pcode", "code", "gid"), "code")
# All that GDAL's plain KML driver gives.
KML_COLUMNS = {"Name", "Description"}
_OPTIONS = {"name": "en", "name_ar": "ar", "id": "code"}
Named = dict[int, dict[str, Any]]


def unit_rows(path: Path, options: Mapping[str, str]) -> Iterator[dict[str, object] | LeftOut | None]:
    """Units of a boundary file as places with their outline; None for a feature without a name or a geometry.

    Names and codes are taken from the columns of the usual publishers, or from those that the options name.

    Raises
    ------
    UsageProblem, InputRefused
        The file cannot be opened, states no CRS, or has no column of names.
    """
    foreign = read_foreign(path, layer=options.get("layer"))
    table = foreign.frame
    if "geometry" not in table.columns:
        raise InputRefused("The file has no geometry.", file=path.name, hint="Take the boundaries, not their table.")
    columns = [str(name) for name in table.columns if name != "geometry"]
    if set(columns) == KML_COLUMNS:
        options = {"name": "Name", **options}
    if not any(_levels(dict.fromkeys(columns, "x"), options)):
        hint = f"Name them: units:FILE?name=COL&id=COL&kind_is=district. It has: {', '.join(columns)}."
        raise InputRefused("There is no column of names such as ADM1_EN.", file=path.name, row=1, hint=hint)
    found = outlines(table["geometry"].tolist(), options.get("crs") or foreign.crs, file=path.name)
    records = table[columns].to_dict("records")
    names = [_levels(cells, options) for cells in records]
    # A feature whose own name is missing still bears that of its governorate: it must not pass for it.
    deepest = max((max(named) for named in names if named), default=0)
    for number, (cells, named, outline) in enumerate(zip(records, names, found, strict=True)):
        if outline is None or not named:
            yield LeftOut("it has no geometry" if outline is None else "it has no name", number + 1)
            continue
        whole = max(named) == deepest or "shapeType" in cells
        yield _row(named, outline, cells, options, f"{path.name}:{number}") if whole else None


def _levels(cells: Mapping[str, Any], options: Mapping[str, str]) -> Named:
    """Names by level: {1: {"en": "Ninewa", "code": "IQG15", "other": [...]}}."""
    found: Named = {}
    given = {options[key]: what for key, what in _OPTIONS.items() if key in options}
    level = int(options["level"]) if options.get("level", "").isdecimal() else 2
    for column, value in cells.items():
        if not isinstance(value, str) or not value.strip():
            continue
        if column in given:
            found.setdefault(level, {"other": []})[given[column]] = value.strip()
        elif not given:
            _enter(found, column.casefold(), value.strip())
    _geoboundaries(found, cells)
    return {at: names for at, names in found.items() if "en" in names or "ar" in names}


def _enter(found: Named, column: str, value: str) -> None:
    match = _LEVELLED.match(column)
    gadm = None if match else _GADM.match(column)
    level, what = (match[1], match[2]) if match else (gadm[2], gadm[1]) if gadm else ("", "")
    if not level:
        return
    names = found.setdefault(int(level), {"other": []})
    if what in _WHAT:
        names.setdefault(_WHAT[what], value)
    else:
        names["other"] += [part.strip() for part in value.split("|") if part.strip()]


def _geoboundaries(found: Named, cells: Mapping[str, Any]) -> None:
    name, level = cells.get("shapeName"), re.fullmatch(r"ADM([0-4])|x", str(cells.get("shapeType")))
    if isinstance(name, str) and level and not found:
        found[int(level[1] or 2)] = {"en": name, "code": cells.get("shapeID"), "other": []}
        if isinstance(cells.get("shapeGroup"), str):
            found.setdefault(0, {"en": cells["shapeGroup"], "other": []})


def _row(
    named: Named, outline: Outline, cells: Mapping[str, Any], options: Mapping[str, str], fallback: str
) -> dict[str, object]:
    level = max(named)
    own = named[level]
    first = named.get(1, {})
    country = named.get(0, {}).get("en") or cells.get(options.get("country", ""))
    arabic = own.get("ar")
    name = own.get("en") or arabic
    return {
        "place_id": f"unit:{own.get('code') or fallback}",
        "name": name,
        "name_ar": arabic,
        "names": [other for other in dict.fromkeys(own["other"]) if other not in (name, arabic)],
        "kind": options.get("kind_is") or KINDS[level],
        "country": options.get("country_is") or norm_country(country if isinstance(country, str) else None),
        "adm1_pcode": first.get("code"),
        "adm1_name": first.get("en") or first.get("ar") or cells.get(options.get("admin1", "")),
        "parent": named.get(level - 1, {}).get("en") if level > 1 else None,
        "lon": outline.lon,
        "lat": outline.lat,
        "area": outline.area,
        "source": options.get("source") or "unit file",
        "licence": options.get("licence"),
    }
