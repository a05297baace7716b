"""The same place in two sources: joined to the earlier row, its spellings kept, and counted."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable

import pandas as pd

from ..names import Key, keys
from ..types import LonLat, distance_m

REACH_M = {"city": 6_000, "town": 4_000, "village": 2_000, "neighbourhood": 1_000, "landmark": 300, "other": 1_500}
UNIT_REACH_M = {"governorate": 200_000, "district": 60_000}
ALIKE = ({"city", "town", "village", "other"}, {"neighbourhood", "village", "other"})
CELL_DEG = 0.1
# mark of a name -> cell of a tenth of a degree -> rows
_Seen = dict[str, dict[tuple[int, int], list[int]]]


def join_duplicates(
    places: pd.DataFrame, read: Callable[[str], tuple[Key, ...]] = keys
) -> tuple[pd.DataFrame, dict[int, int]]:
    """Places without repetition, and which row took in which: {row of the repetition: row that is kept}.

    Two rows are one place where they share a reading of their main name (core, epithets and ending), lie in one
    country, are of kinds that sources mix up, and no farther apart than the kind allows. `read` gives the readings.
    """
    seen: _Seen = {}
    absorbed: dict[int, int] = {}
    columns = [places[name].tolist() for name in ("name", "name_ar", "kind", "country", "lon", "lat", "adm1_pcode")]
    rows = list(zip(*columns, strict=True))
    for number, row in enumerate(rows):
        marks = {_mark(key) for name in row[:2] if isinstance(name, str) for key in read(name)}
        home = _find(number, rows, marks, seen)
        if home is not None:
            absorbed[number] = home
            continue
        cell = _cell(row[4], row[5])
        for mark in marks:
            seen.setdefault(mark, {}).setdefault(cell, []).append(number)
    return _joined(places, absorbed), absorbed


def _mark(key: Key) -> str:
    return f"{key.core}|{key.epithets}|{key.ending if key.ending != 'e' else 'a'}|{key.kunya:d}"


def _cell(lon: float, lat: float) -> tuple[int, int]:
    return math.floor(lon / CELL_DEG), math.floor(lat / CELL_DEG)


def _find(number: int, rows: list[tuple[object, ...]], marks: set[str], seen: _Seen) -> int | None:
    _, _, kind, _, lon, lat, _ = rows[number]
    here = LonLat(float(lon), float(lat))  # type: ignore[arg-type]
    x, y = _cell(here.lon, here.lat)
    best: tuple[float, int] | None = None
    for mark in marks & seen.keys():
        around = [(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        for cell in seen[mark] if kind in UNIT_REACH_M else around:
            for other in seen[mark].get(cell, ()):
                metres = distance_m(here, LonLat(float(rows[other][4]), float(rows[other][5])))  # type: ignore[arg-type]
                if _same(rows[other], rows[number], metres) and (best is None or (metres, other) < best):
                    best = (metres, other)
    return best[1] if best else None


def _same(other: tuple[object, ...], row: tuple[object, ...], metres: float) -> bool:
    kinds = {str(row[2]), str(other[2])}
    if kinds & UNIT_REACH_M.keys():
        # "Damascus" and "Rural Damascus" share a name: units are one only where they are in one governorate
        return len(kinds) == 1 and _alike_units(other[6], row[6]) and metres <= UNIT_REACH_M[kinds.pop()]
    if len(kinds) == 2 and not any(kinds <= alike for alike in ALIKE):
        return False
    if isinstance(row[3], str) and isinstance(other[3], str) and row[3] != other[3]:
        return False
    return metres <= max(REACH_M.get(name, 0) for name in kinds)


def _alike_units(a: object, b: object) -> bool:
    return isinstance(a, str) and a == b


def _joined(places: pd.DataFrame, absorbed: dict[int, int]) -> pd.DataFrame:
    if not absorbed:
        return places
    names = [list(listed) for listed in places["names"]]
    main, sources = places["name"].tolist(), places["source"].tolist()
    arabic = [value if isinstance(value, str) else None for value in places["name_ar"]]
    caveats = [value if isinstance(value, str) else "" for value in places["caveat"]]
    areas = places["area"].tolist()
    others: dict[int, list[str]] = defaultdict(list)
    for number, home in absorbed.items():
        areas[home] = areas[home] if isinstance(areas[home], bytes) else areas[number]
        names[home] += [main[number], *filter(None, [arabic[number]]), *names[number]]
        others[home].append(str(sources[number]))
    for home, listed in others.items():
        told = [text for text in dict.fromkeys(listed) if text != sources[home]]
        if told:
            caveats[home] = " ".join(filter(None, (caveats[home], f"Also in: {', '.join(told[:3])}.")))
    own = [
        [name for name in dict.fromkeys(listed) if name not in (main[row], arabic[row])]
        for row, listed in enumerate(names)
    ]
    joined = places.assign(
        names=pd.Series(own, index=places.index, dtype=object),
        area=pd.Series(areas, index=places.index, dtype=object),
        caveat=pd.Series([text or None for text in caveats], index=places.index).astype("string"),
    )
    return joined.drop(index=[places.index[number] for number in absorbed]).reset_index(drop=True)
