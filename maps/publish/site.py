"""Writing the site: beside the old one, checked there, then moved into its place."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from data import GateRefused, WorldFault, project_lock, write_atomic

from ..pipeline import Built, tally_selection
from ..project import Project
from ..select import Selection, select
from ..tables import csv_bytes
from ..version import strikeatlas_version
from .exports import site_tables
from .gate import check_policy, check_site


@dataclass(frozen=True)
class Published:
    """Where the site is, and what it holds."""

    folder: Path
    counts: dict[str, Any]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, content)


def _manifest(folder: Path, built: Built, selection: Selection, counts: dict[str, Any]) -> bytes:
    outputs = [
        {
            "path": path.relative_to(folder).as_posix(),
            "sha256": sha256(path.read_bytes()).hexdigest(),
            "bytes": path.stat().st_size,
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    policy = {
        key: list(value) if isinstance(value, tuple) else value for key, value in asdict(selection.policy).items()
    }
    content = {
        "strikeatlas": strikeatlas_version(),
        "as_of": selection.as_of.isoformat(),
        "policy": policy,
        "counts": counts,
        "inputs": [{"sha256": seen.sha256, "recorder": seen.recorder} for seen in built.files],
        "outputs": outputs,
    }
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _counts(selection: Selection) -> dict[str, Any]:
    held_by = selection.held["rule"].value_counts()
    return {
        "published": len(selection.claims),
        "incidents": len(selection.incidents),
        "held": len(selection.held),
        "held_by": {str(rule): int(number) for rule, number in sorted(held_by.items())},
    }


def _fill(folder: Path, project: Project, built: Built, selection: Selection) -> dict[str, Any]:
    from ..page import compose_page  # noqa: PLC0415 - loads folium, which only pages need

    counts = _counts(selection)
    tables = {
        name: csv_bytes(table) for name, table in site_tables(selection, tally_selection(project, selection)).items()
    }
    digest = sha256(b"".join(tables[name] for name in sorted(tables))).hexdigest()
    page = compose_page(project, selection, preview=False, data_sha256=digest)
    _write(folder / "index.html", page.encode())
    for name, content in tables.items():
        _write(folder / "data" / f"{name}.csv", content)
    check_site(folder, selection)
    # What was held is for the publisher alone: how many, and by which rule, is said on the terminal and in work/.
    _write(
        folder / "MANIFEST.json",
        _manifest(folder, built, selection, {k: counts[k] for k in ("published", "incidents")}),
    )
    return counts


def _move_into_place(made: Path, site: Path) -> None:
    """Put the new site where the old one was; should that fail half-way, the old one comes back."""
    old = made.with_name(made.name + ".old")
    had = site.exists()
    if had:
        site.rename(old)
    try:
        made.rename(site)
    except OSError as fault:
        if had:
            old.rename(site)
        raise WorldFault(f"{site} cannot be written: {fault.strerror}.", hint="The old site stands.") from fault
    shutil.rmtree(old, ignore_errors=True)


OURS = {"index.html", "data", "MANIFEST.json"}


def _refuse_foreign_folder(site: Path) -> None:
    """Stop before a folder is replaced that holds what we did not write; raises GateRefused."""
    names = sorted(path.name for path in site.iterdir()) if site.exists() else []
    if names and "MANIFEST.json" not in names:
        hint = "Name another folder with --out."
        raise GateRefused(f"{site} holds files, and is no site of ours: it has no MANIFEST.json.", hint=hint)
    if others := [name for name in names if name not in OURS]:
        hint = "The folder is replaced as a whole: keep that elsewhere, or name another folder with --out."
        raise GateRefused(f"{site} holds {others[0]}, which we did not write.", hint=hint)


def publish_project(project: Project, built: Built, *, site: Path, as_of: date) -> Published:
    """
    Choose what the policy allows, write the site beside the old one, read it again, and move it into place.

    Raises
    ------
    GateRefused
        When the policy leaves a doubt, or the written files hold what it withholds; the old site stands.
    WorldFault
        When the disk stands in the way; the old site stands.
    """
    with project_lock(built.folder):
        return _publish(project, built, site=site, as_of=as_of)


def _publish(project: Project, built: Built, *, site: Path, as_of: date) -> Published:
    selection = select(built.bundle, project.publish, as_of=as_of)
    write_atomic(built.folder / "held.csv", csv_bytes(selection.held), mode=0o600)
    check_policy(project.publish, selection)
    _refuse_foreign_folder(site)
    site.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{site.name}.", dir=site.parent))
    try:
        counts = _fill(made, project, built, selection)
        made.chmod(0o755)
        _move_into_place(made, site)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return Published(folder=site, counts=counts)
