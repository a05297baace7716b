"""A file that somebody downloaded by hand, found by what its name tells: country and level."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from data import InputRefused

from ..units.source import tells_level
from .offers import Offer
from .sources import BoundarySource, boundary_sources

KINDS = (".geojson", ".json", ".gpkg", ".shp", ".zip", ".parquet", ".geoparquet", ".kml")


def like_named(folder: Path, iso3: str, level: int) -> Path | None:
    """Return the one boundary file of a folder whose name tells this country and level.

    Raises
    ------
    InputRefused
        Several could be meant.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     Path(folder, "irq_admbnda_adm2_cso_20190603.shp").touch()
    ...     like_named(Path(folder), "IRQ", 2).name
    'irq_admbnda_adm2_cso_20190603.shp'
    """
    country = re.compile(rf"(?:^|[^a-z]){iso3}(?![a-z])", re.IGNORECASE)
    fit = [
        path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in KINDS and country.search(path.name) and tells_level(path.name, level)
    ]
    if len(fit) > 1:
        raise InputRefused(
            f"{len(fit)} of its files could be {iso3} level {level}: {', '.join(path.name for path in fit)}.",
            file=str(folder),
            hint="Leave the one that you mean in a folder of its own.",
        )
    return fit[0] if fit else None


def offer_in(units: pd.DataFrame, given: BoundarySource) -> tuple[BoundarySource | None, Offer]:
    """Return the publisher whose columns the units bear, None where they bear nobody's, and what is known of the terms.

    Nothing is taken from the publisher that was `given` but its name where the columns are its own: a file that was
    found by its name may come from anywhere.
    """
    told = str(units["source"].iloc[0]).partition(",")[0] if len(units) else ""
    known = {given.title.partition(",")[0]: given} | {one.title.partition(",")[0]: one for one in boundary_sources()}
    source = known.get(told)
    licence = str(units["licence"].dropna().max()) if units["licence"].notna().any() else ""
    lines = [source.title, source.page] if source else ["The publisher is not known."]
    lines.append(f"licence: {licence or 'not stated in the file'}")
    lines += [f"attribution: {source.attribution}"] if source else []
    return source, Offer("", "", licence, "\n".join([*lines, ""]), source.title if source else "")
