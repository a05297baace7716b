"""Tiles beside a page, read again: pictures and a date, and the very ones that the gate drew itself."""

from __future__ import annotations

import tempfile
from pathlib import Path

from data import AtlasError, file_sha256
from layers import read_archive, rewrite_archive

from ...page import drawn_images
from ...project import Project
from .cells import Leak

FOLDER, SUFFIX = "tiles/", ".pmtiles"


def is_tiles(name: str) -> bool:
    """Whether a path in a site is that of tiles."""
    return name.startswith(FOLDER) and name.endswith(SUFFIX) and name.count("/") == 1


def strange_bytes(name: str, path: Path) -> list[Leak]:
    """A finding where a pyramid holds anything beside its pictures and its date."""
    try:
        with tempfile.TemporaryDirectory(prefix="strikeatlas-") as folder:
            bare = rewrite_archive(read_archive(path), Path(folder) / "bare.pmtiles")
            same = file_sha256(bare) == file_sha256(path)
    except AtlasError:
        return [Leak(name, "", "it cannot be read again as tiles")]
    return [] if same else [Leak(name, "", "something stands beside its pictures")]


def check_tiles(folder: Path, project: Project) -> list[Leak]:
    """Hold the tiles of a site against those that the project's own images give."""
    wanted = {name: path for image in drawn_images(project) for name, path in image.files.items()}
    there = {path.relative_to(folder).as_posix(): path for path in sorted(folder.glob(f"{FOLDER}*"))}
    leaks = [Leak(name, "", "tiles that the page names are missing") for name in sorted(set(wanted) - set(there))]
    leaks += [Leak(name, "", "tiles that were not selected") for name in sorted(set(there) - set(wanted))]
    both = sorted(set(wanted) & set(there))
    return leaks + [
        Leak(name, "", "other tiles than those of the project")
        for name in both
        if file_sha256(wanted[name]) != file_sha256(there[name])
    ]
