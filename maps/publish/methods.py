"""The methods page: made from the policy that is in force, never from what somebody meant to do."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..page import content_policy, finished, method_sections
from ..project import Project
from ..select import Selection
from ..tables import plain
from ..version import strikeatlas_version
from .loosenings import Loosening, loosenings

TEMPLATES = Path(__file__).with_name("templates")
LIBRARIES = ("folium", "pandas", "pyarrow", "pyproj", "shapely")
MOST_ROWS = 200


@cache
def texts() -> dict[str, Any]:
    """What the page says, in each language."""
    return tomllib.loads((TEMPLATES / "methods.toml").read_text(encoding="utf-8"))


def _sentence(one: Loosening, language: str) -> str:
    told = texts()
    kinds = {"value": ", ".join(told["kinds"][kind][language] for kind in one.kinds)} if one.kinds else {}
    return str(told["loosening"][one.key][language].format(**{**one.values, **kinds}))


def _provenance(selection: Selection, language: str) -> str:
    sources = selection.sources
    archived = int(sources["archive_url"].notna().sum()) if "archive_url" in sources else 0
    return str(texts()["provenance"][language].format(archived=archived, sources=len(sources)))


def _part(project: Project, selection: Selection, paths: list[str], language: str) -> dict[str, Any]:
    told, atlas = texts(), project.atlas
    sections = method_sections(project, selection, preview=False)
    return {
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "title": (atlas.title_ar or atlas.title) if language == "ar" else atlas.title,
        "words": {key: text[language] for key, text in told["words"].items()},
        "sections": [{key: section[key][language] for key in ("heading", "text")} for section in sections],
        "loosenings": [_sentence(one, language) for one in loosenings(project, selection)],
        "provenance": _provenance(selection, language),
        "files": [{"path": path, "text": told["files"].get(path, {}).get(language, "")} for path in paths],
    }


def _correction(row: dict[str, Any]) -> dict[str, str]:
    columns, records = plain(row["columns"]) or [], plain(row["records"])
    what = f"{row['change']}: {', '.join(columns)}" if columns else str(row["change"])
    return {"noted_on": row["noted_on"], "who": plain(row["record_id"]) or f"({records})", "what": what}


def versions() -> str:
    """Say what the site was made with."""
    return ", ".join([f"StrikeAtlas {strikeatlas_version()}", *(f"{name} {version(name)}" for name in LIBRARIES)])


def methods_page(project: Project, selection: Selection, tables: dict[str, pd.DataFrame], paths: list[str]) -> str:
    """
    Return methods.html as text, in each language of the project, under a policy that allows its own style alone (S1.2).

    Parameters
    ----------
    tables
        Those of the site; corrections and tombstones are told from them.
    paths
        Files of the site, in the order in which they are to be named.
    """
    style = (TEMPLATES / "methods.css").read_text(encoding="utf-8")
    loader = FileSystemLoader(TEMPLATES)
    shell = Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("methods.html.jinja")
    rows = [_correction(row) for row in tables["corrections"].to_dict("records")][::-1]
    gone = [{key: plain(value) or "" for key, value in row.items()} for row in tables["tombstones"].to_dict("records")]
    return shell.render(
        csp=content_policy([], [style]),
        style=finished(style),
        parts=[_part(project, selection, paths, language) for language in project.atlas.languages],
        corrections=rows[:MOST_ROWS],
        corrections_more=len(rows) > MOST_ROWS,
        tombstones=gone,
        versions=versions(),
    )
