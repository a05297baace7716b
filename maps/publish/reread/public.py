"""What may stand in a site beside its tables: constants of ours, and what the project says of itself."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path

from data import fields, tables, warning_codes, words
from geo import Gazetteer
from layers import geopackage, units_from_crosswalk

from ...base import town_labels, unit_labels
from ...page import bundle_file, online_layers
from ...project import Project
from ...select import Selection
from .cells import Cells

TEMPLATES = Path(__file__).parent.parent / "templates"
VOCABULARIES = ("precision", "date_precision", "relation", "strike_kind", "redistribution", "figure_unit", "judgement",
                "footprint_kind", "method", "place_kind", "measure", "status", "assessment", "reason_code")  # fmt: skip


@cache
def constants() -> tuple[bytes, ...]:
    """Everything of ours that any site may hold: the bundle, the templates, labels, and words of closed lists."""
    folder = bundle_file("").resolve()
    # The review is no part of any site.
    files = [path for path in sorted(folder.glob("*")) if path.is_file() and not path.name.startswith("review.")]
    bundle = [path.read_bytes() for path in files]
    texts = [path.read_bytes() for path in sorted(TEMPLATES.rglob("*")) if path.is_file()]
    shells = [path.read_bytes() for path in sorted((folder.parent / "templates").glob("*.jinja"))]
    labels = [*unit_labels(units_from_crosswalk()), *town_labels(Gazetteer.embedded().places)]
    told = [str(label) for label in labels]
    told += [f"{item.name}\n{item.meaning}\n{item.unit}" for name in tables() for item in fields(name)]
    told += [word for name in VOCABULARIES for word in words(name)]
    told += [text for about in warning_codes().values() for text in (about["meaning"], about["meaning_ar"])]
    units = units_from_crosswalk()
    told += [str(value) for name in units.columns if name != "geometry" for value in units[name].dropna()]
    return (*bundle, *texts, *shells, geopackage([]), "\n".join(told).encode())


def public_texts(project: Project, selection: Selection, cells: dict[str, Cells]) -> list[bytes]:
    """All text that may stand in the files of a selection: its cells, what the project says of itself, constants."""
    own = [*asdict(project.atlas).values(), *asdict(selection.policy).values(), selection.as_of.isoformat()]
    own += [name for table, columns in cells.items() for name in (table, *columns)]
    own += [given.recorder for given in project.inputs]
    own += [one.population_source for one in project.layers]
    own += [text for one in project.imagery for text in (one.title, one.title_ar, one.credit, one.licence, one.unit)]
    for one, server in online_layers(project):
        own += [one.title, one.title_ar, one.credit, one.licence, server.url, server.host, f"https://{server.host}"]
        own += [server.credit, server.licence]
    unique = dict.fromkeys(cell for table in cells.values() for column in table.values() for cell in column)
    return ["\n".join([*map(str, own), *unique]).encode(), *constants()]
