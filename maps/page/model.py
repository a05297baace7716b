"""The page's model: titles, claimants, stated totals, sources and method, as JSON-ready values."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data import headline_grades, warning_codes
from layers import units_from_crosswalk

from ..project import Project
from ..select import Selection
from ..tables import plain
from ..version import strikeatlas_version
from .method import method_sections

CLAIMANT_NAMES = {
    "airwars": ("Airwars", "منظمة Airwars"),
    "cjtf-oir": ("US-led Coalition (CJTF-OIR)", "التحالف بقيادة الولايات المتحدة (CJTF-OIR)"),
    "centcom": ("US Central Command", "القيادة المركزية الأمريكية"),
    "ucdp": ("UCDP", "UCDP"),
    "acled": ("ACLED", "ACLED"),
}
SOURCE_COLUMNS = ("publisher", "title", "url", "archive_url", "licence", "note")


def claimant(slug: str) -> dict[str, Any]:
    """A claimant with its name in each language, the slug itself where none is known, and the grades it stands by."""
    name, name_ar = CLAIMANT_NAMES.get(slug, (slug, slug))
    grades = headline_grades(slug)
    return {"id": slug, "name": name, "name_ar": name_ar, "stands_by": None if grades is None else list(grades)}


def source_rows(sources: pd.DataFrame) -> list[dict[str, Any]]:
    """The sources as the page lists them."""
    columns = [name for name in SOURCE_COLUMNS if name in sources.columns]
    return [{name: plain(row[name]) for name in columns} for row in sources.to_dict("records")]


def _point(row: dict[str, Any], source_index: dict[str, int]) -> dict[str, Any]:
    return {
        "as_of": plain(row["as_of"]),
        "published_on": plain(row["published_on"]),
        "min": plain(row["value_min"]),
        "max": plain(row["value_max"]),
        "scope": plain(row["scope"]),
        "measure": plain(row["measure"]),
        "source": source_index.get(row["source_id"]),
    }


def _when(point: dict[str, Any]) -> str:
    return str(point["as_of"] or point["published_on"] or "")


def figures(frame: pd.DataFrame, source_index: dict[str, int]) -> dict[str, list[dict[str, Any]]]:
    """Stated totals: one scope and measure to a series, one claimant to a line; what has no series stands alone."""
    rows = frame.to_dict("records")
    series: dict[str, dict[str, Any]] = {}
    single = []
    for row in rows:
        point, key = _point(row, source_index), plain(row["series"])
        if not key:
            single.append(point | {"claimant": row["claimant"], "unit": plain(row["unit"])})
            continue
        one = series.setdefault(
            key,
            {"key": key, "scope": point["scope"], "measure": point["measure"], "unit": plain(row["unit"]), "lines": {}},
        )
        one["lines"].setdefault(row["claimant"], []).append(point)
    for one in series.values():
        one["lines"] = [
            {"claimant": name, "points": sorted(points, key=_when)} for name, points in one["lines"].items()
        ]
    return {"series": list(series.values()), "single": sorted(single, key=_when)}


def warnings(codes: set[str]) -> dict[str, dict[str, str]]:
    """Meaning of the warning codes that stand on the page."""
    known = warning_codes()
    return {
        code: {"en": known[code]["meaning"], "ar": known[code]["meaning_ar"]} for code in sorted(codes) if code in known
    }


def unit_names_ar() -> dict[str, str]:
    """Arabic name of each governorate by its English one, which is what the records carry."""
    units = units_from_crosswalk().dropna(subset=["name_ar"])
    return dict(zip(units["name_en"], units["name_ar"], strict=True))


def long_model(project: Project, selection: Selection, *, codes: set[str], preview: bool) -> dict[str, Any]:
    """The parts of the model that grow with the data; they travel compressed, with the records."""
    return {
        "sources": source_rows(selection.sources),
        "method": method_sections(project, selection, preview=preview),
        "warnings": warnings(codes),
        "units": unit_names_ar(),
    }


def short_model(
    project: Project, selection: Selection, *, view: list[float], preview: bool, data_sha256: str
) -> dict[str, Any]:
    """What the page needs at once; `view` is west, south, east, north in degrees."""
    atlas = project.atlas
    return {
        "version": 1,
        "title": {"en": atlas.title, "ar": atlas.title_ar or atlas.title},
        "subtitle": {"en": atlas.subtitle, "ar": atlas.subtitle_ar or atlas.subtitle},
        "language": atlas.languages[0],
        "languages": list(atlas.languages),
        "preview": preview,
        "sample": {
            "incidents": len(selection.incidents),
            "records": len(selection.claims),
            "complete": atlas.complete,
        },
        "view": view,
        "claimants": [claimant(slug) for slug in sorted(selection.claims["recorder"].unique())],
        "footnote": {
            "data_sha256": data_sha256,
            "as_of": None if preview else selection.as_of.isoformat(),
            "version": strikeatlas_version(),
        },
    }
