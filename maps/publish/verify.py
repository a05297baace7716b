"""A site checked by whoever holds it: against its manifest, its own formats, and, with the project, in full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..pipeline import Built, read_bundle, tally_selection
from ..project import Project, load_project
from ..select import public_columns, select
from .corrections import own_table
from .exports import about_table, site_tables
from .ledger import master_key, seal
from .manifest import differences, read_manifest
from .reread import Expected, Leak, examine, read_files
from .reread.cells import Cells
from .reread.check import compared, fetches

# Columns of the incidents as published that come from their places.
PLACES = {"place_warnings"}


@dataclass(frozen=True)
class Verified:
    """What was found, in sentences that repeat nothing withheld; whether the project's own records were at hand."""

    folder: Path
    as_of: str
    files: int
    findings: tuple[str, ...]
    in_full: bool


def verify_site(folder: Path, project: Path | None = None) -> Verified:
    """
    Check a site against its manifest and read every file of it again.

    Without a project, every format is held against the CSV files, positions against the decimals that the manifest
    names, columns against the dictionary. With it, everything is selected again as of the site's date, and the bytes
    are searched for what is withheld, as when it was published.

    Raises
    ------
    GateRefused
        When the folder is no site of ours.
    """
    manifest = read_manifest(folder)
    told = [f"{text}." for text in differences(folder, manifest)]
    settings = load_project(project) if project is not None else None
    leaks = _in_full(folder, settings, manifest) if settings else _alone(folder, manifest)
    told += [f"{leak.told()}." for leak in leaks]
    return Verified(folder, str(manifest.get("as_of")), len(manifest["named"]), tuple(told), settings is not None)


def _alone(folder: Path, manifest: dict[str, Any]) -> list[Leak]:
    found = read_files(folder, cells={}, selection=None)
    tables = {
        path: next(iter(one.tables.items())) for path, one in found.items() if path.endswith(".csv") and one.tables
    }
    cells: dict[str, Cells] = dict(tables.values())
    leaks = [*fetches(folder), *compared(found, cells)]
    decimals = int(manifest.get("policy", {}).get("coordinate_decimals", 0))
    for path, (name, table) in tables.items():
        leaks += _undeclared(path, name, table)
        leaks += [leak for column in ("lon", "lat") if column in table for leak in _fine(path, table, column, decimals)]
    return leaks


def _undeclared(path: str, name: str, table: Cells) -> list[Leak]:
    public = set(public_columns(name))
    if name == "incidents":
        public |= set(public_columns("placements")) | PLACES
    return [Leak(path, column, "a column that may not be published") for column in table if column not in public]


def _fine(path: str, table: Cells, column: str, decimals: int) -> list[Leak]:
    rows = [row for row, cell in enumerate(table[column], start=1) if len(cell.partition(".")[2]) > decimals]
    return [Leak(path, f"{column}, row {row}", "more digits than the policy allows") for row in rows[:1]]


def _in_full(folder: Path, project: Project, manifest: dict[str, Any]) -> list[Leak]:
    work = project.folder / "work"
    bundle, records = read_bundle(project, work)
    built = Built(bundle, work, dict(records.reading.counts), records.reading.files)
    as_of = date.fromisoformat(str(manifest["as_of"]))
    selection = select(bundle, project.publish, as_of=as_of)
    tables = site_tables(selection, tally_selection(project, selection))
    # What a site tells of earlier ones cannot be made again from the records of today.
    tables |= {name: own_table(folder / "data" / f"{name}.csv", name) for name in ("corrections", "tombstones")}
    tables["about"] = about_table(project, selection)
    leaks = examine(folder, Expected(project, selection, tables, built))
    return leaks + _inputs(manifest, built)


def _inputs(manifest: dict[str, Any], built: Built) -> list[Leak]:
    """Say which inputs are not those that the site was made from."""
    master = master_key(built.folder)
    named = manifest.get("inputs", [])
    told = {row.get("sha256") or row.get("seal") for row in named}
    strange = [seen.name for seen in built.files if not {seen.sha256, seal(seen, master).seal} & told]
    return [Leak("MANIFEST.json", "inputs", f"{name} is not what the site was made from") for name in strange]
