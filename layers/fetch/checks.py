"""Is this the file that was meant? Opened in the locked room, as the kind that its name says."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from data import InputRefused, norm_country, zip_parts

from ..units import read_units

PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html\b|head\b|\?xml[^>]*>\s*<(?:!doctype\s+)?html)", re.IGNORECASE)


def refuse_page(path: Path) -> None:
    """Refuse a web page that came in the place of data: a login, an error, a landing page.

    Raises
    ------
    InputRefused
        It is one.
    """
    with path.open("rb") as file:
        head = file.read(1024)
    if PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise InputRefused(
            "a web page came instead of boundaries.",
            file=path.name,
            hint="Open the address in a browser; download there and use --from.",
        )


def checked_units(path: Path, iso3: str, level: int) -> pd.DataFrame:
    """Read the boundaries of one country and level out of a file that may hold others.

    Raises
    ------
    InputRefused
        The file is damaged, is something else, or holds no polygon of that country and level.
    """
    refuse_page(path)
    units = read_units(path, level=None if path.suffix == ".zip" else level)
    own = units[(units["level"] == level) & units["country"].isin([norm_country(iso3)])]
    if own.empty or not own["geometry"].notna().any():
        levels = ", ".join(str(one) for one in sorted(units["level"].dropna().unique()))
        countries = ", ".join(sorted(units["country"].dropna().unique())[:5]) or "no country"
        raise InputRefused(
            f"it holds no boundaries of {iso3} at level {level}.",
            file=path.name,
            hint=f"It holds {countries}, level {levels or 'unknown'}.",
        )
    return own.reset_index(drop=True)


def checked_zip(path: Path) -> None:
    """Refuse what is no zip of boundaries.

    Raises
    ------
    InputRefused
        It is a web page, no zip, damaged, beyond a limit, or holds neither GeoJSON nor a shapefile.
    """
    refuse_page(path)
    if not any(name.lower().endswith((".geojson", ".shp")) for name in zip_parts(path)):
        raise InputRefused("it holds neither GeoJSON nor a shapefile.", file=path.name, hint="Check what was packed.")


def part_of_level(path: Path, level: int) -> str | None:
    """Return the one GeoJSON file in a zip whose name tells the level; None where it holds a shapefile instead.

    Raises
    ------
    InputRefused
        It is no zip, or none or several of its files could be meant.
    """
    checked_zip(path)
    parts = zip_parts(path)
    mapped = [name for name in parts if name.lower().endswith(".geojson")]
    if not mapped and any(name.lower().endswith(".shp") for name in parts):
        return None
    wanted = re.compile(rf"(^|[_-])adm(in)?[_-]?{level}(?![0-9])", re.IGNORECASE)
    other = re.compile(r"lines?|points?|capital", re.IGNORECASE)
    names = {name: name.rpartition("/")[2] for name in mapped}
    fit = [name for name, last in names.items() if wanted.search(last) and not other.search(last)]
    if len(fit) != 1:
        raise InputRefused(
            f"{len(fit)} of its files could be level {level}.",
            file=path.name,
            hint=f"It holds {', '.join(names.values()) or 'no GeoJSON file'}.",
        )
    return fit[0]
