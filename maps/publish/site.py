"""Writing the site: beside the old one, checked there, compared with it, then moved into its place at once."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from data import GateRefused, WorldFault, folder_lock, project_lock, swap_folders, write_atomic

from ..page import copy_tiles, page_data, page_of
from ..page.embed import embed_data, embed_of
from ..pipeline import Built, tally_selection
from ..project import Project
from ..select import Selection, select
from ..tables import csv_bytes
from .corrections import Change, Last, last_publication, told, what_changes
from .datapackage import datapackage_bytes
from .exports import about_table, data_files, site_tables
from .gate import check_policy
from .imagery import check_imagery
from .ledger import Sealed, master_key, note_publication, seal
from .manifest import MANIFEST, manifest_bytes, read_manifest
from .methods import methods_page
from .reread import Expected, check_site

INDEX, EMBED, METHODS, PACKAGE = "index.html", "embed.html", "methods.html", "datapackage.json"
# What a site held before it had all of these.
FIRST = ("data", INDEX, MANIFEST)
OLD, MADE = ".old", "strikeatlas-"


@dataclass(frozen=True)
class Published:
    """Where the site is, what it holds, and what it changes against the last one."""

    folder: Path
    counts: dict[str, Any]
    change: Change
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A site in the making: its project, what was built and selected, and what stands where it goes."""

    project: Project
    built: Built
    selection: Selection
    last: Last | None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, content)


def _counts(selection: Selection) -> dict[str, Any]:
    held_by = selection.held["rule"].value_counts()
    return {
        "published": len(selection.claims),
        "incidents": len(selection.incidents),
        "held": len(selection.held),
        "held_by": {str(rule): int(number) for rule, number in sorted(held_by.items())},
    }


def _fill(folder: Path, draft: Draft) -> tuple[Change, dict[str, pd.DataFrame]]:
    """Write all files of a site but the manifest, and say what they change."""
    project, selection = draft.project, draft.selection
    tables = site_tables(selection, tally_selection(project, selection))
    for name in ("claims", "incidents"):
        _write(folder / "data" / f"{name}.csv", csv_bytes(tables[name]))
    change = what_changes(draft.last, folder, selection, draft.built.bundle)
    tables |= {"corrections": change.corrections, "tombstones": change.tombstones}
    tables["about"] = about_table(project, selection)
    files = data_files(tables)
    digest = sha256(b"".join(files[name] for name in sorted(files) if name.endswith(".csv"))).hexdigest()
    data = page_data(project, selection, preview=False, data_sha256=digest)
    for name, content in files.items():
        _write(folder / name, content)
    tiles = copy_tiles(project, folder)
    _write(folder / INDEX, page_of(project, data, preview=False).encode())
    _write(folder / EMBED, embed_of(project, embed_data(selection, data)).encode())
    _write(folder / PACKAGE, datapackage_bytes(project, selection, files, tables))
    paths = [INDEX, EMBED, *sorted(files), *tiles, PACKAGE, MANIFEST]
    _write(folder / METHODS, methods_page(project, selection, tables, paths).encode())
    return change, tables


def _move_into_place(made: Path, site: Path) -> None:
    """Put the new site where the old one was, in one step where the system can; else the old one is kept till then."""
    old = made.with_name(made.name + OLD)
    try:
        if not site.exists():
            made.rename(site)
            return
        if swap_folders(made, site):
            return
        site.rename(old)
        try:
            made.rename(site)
        except OSError:
            old.rename(site)
            raise
    except OSError as fault:
        raise WorldFault(f"{site} cannot be written: {fault.strerror}.", hint="The old site stands.") from fault
    shutil.rmtree(old, ignore_errors=True)


def _clear(site: Path) -> None:
    """Bring back an old site whose run was stopped between two names, and take away what else was left behind."""
    for left in sorted(site.parent.glob(f".{site.name}.{MADE}*")):
        if left.name.endswith(OLD) and not site.exists():
            left.rename(site)
        elif left.is_dir():
            shutil.rmtree(left, ignore_errors=True)


def _refuse_foreign_folder(site: Path) -> None:
    """Stop before a folder is replaced that holds what we did not write; raises GateRefused."""
    names = sorted(path.name for path in site.iterdir()) if site.exists() else []
    if not names:
        return
    if MANIFEST not in names:
        hint = "Name another folder with --out."
        raise GateRefused(f"{site} holds files, and is no site of ours: it has no {MANIFEST}.", hint=hint)
    ours = {*FIRST, *(path.partition("/")[0] for path, _, _ in read_manifest(site)["named"])}
    if others := [name for name in names if name not in ours]:
        hint = "The folder is replaced as a whole: keep that elsewhere, or name another folder with --out."
        raise GateRefused(f"{site} holds {others[0]}, which we did not write.", hint=hint)


def _refuse_surprise(change: Change, last: Last | None, as_of: date) -> None:
    """Stop where a publication takes away more than somebody may have noticed; raises GateRefused."""
    if last and last.as_of > as_of.isoformat():
        raise GateRefused(
            f"The site was last published as of {last.as_of}, which lies after {as_of.isoformat()}.",
            hint="Is the clock right? If it is meant, say --yes.",
        )
    if change.removes_much:
        raise GateRefused(
            f"{len(change.gone)} of {change.before} published records would be gone ({told(change)}).",
            hint="work/held.csv says why each is held. If it is meant, say --yes.",
        )


def publish_project(project: Project, built: Built, *, site: Path, as_of: date, meant: bool = False) -> Published:
    """
    Choose what the policy allows, write the site beside the old one, read it again, and move it into place.

    Parameters
    ----------
    meant
        Go on where many records would be gone, or where the date lies before that of the last publication.

    Raises
    ------
    GateRefused
        When the policy leaves a doubt, or the written files hold what it withholds; the old site stands.
    WorldFault
        When the disk stands in the way; the old site stands.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    with project_lock(built.folder), folder_lock(site.parent):
        return _publish(project, built, site=site, as_of=as_of, meant=meant)


def _publish(project: Project, built: Built, *, site: Path, as_of: date, meant: bool) -> Published:
    selection = select(built.bundle, project.publish, as_of=as_of)
    write_atomic(built.folder / "held.csv", csv_bytes(selection.held), mode=0o600)
    check_policy(project.publish, selection)
    check_imagery(project, as_of)
    _clear(site)
    _refuse_foreign_folder(site)
    draft = Draft(project, built, selection, last_publication(site))
    made = Path(tempfile.mkdtemp(prefix=f".{site.name}.{MADE}", dir=site.parent))
    try:
        change, tables = _fill(made, draft)
        if not meant:
            _refuse_surprise(change, draft.last, as_of)
        sealed = [seal(seen, master_key(built.folder)) for seen in built.files]
        counts = _counts(selection)
        shown = {name: counts[name] for name in ("published", "incidents")}
        # What was held is for the publisher alone: how many, and by which rule, is said on the terminal and in work/.
        _write(made / MANIFEST, manifest_bytes(made, selection, shown, sealed))
        check_site(made, Expected(project, selection, tables, built), report=built.folder / "leaks.csv")
        made.chmod(0o755)
        _note(built.folder, made, selection, sealed)
        _move_into_place(made, site)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    notes = tuple(f"The last site was not as it was published: {text}." for text in (draft.last or _NONE).changed)
    return Published(site, counts, change, notes)


_NONE = Last(Path(), "", pd.DataFrame(), pd.DataFrame(), ())


def _note(work: Path, made: Path, selection: Selection, sealed: list[Sealed]) -> None:
    digest = sha256((made / MANIFEST).read_bytes()).hexdigest()
    note_publication(work, {"as_of": selection.as_of.isoformat(), "manifest_sha256": digest}, sealed)
