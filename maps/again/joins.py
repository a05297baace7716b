"""Units that were read before, and places that were joined to them before."""

from __future__ import annotations

from dataclasses import asdict
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

from data import conform
from layers import share

from ..project import Project
from ..units import Levels, boundaries
from .cache import DIGITS, Cache, cache_key, content_of, row_keys

# All that the share of a place in units rests on, beside the units; footprints are hashed apart.
PLACED = ("precision", "adm1_pcode", "lon", "lat", "r50_m", "r80_m", "r95_m", "footprint")


def levels_again(project: Project, cache: Cache) -> Levels:
    """Give the levels of a project; outlines and shares are taken up where files, settings and place are the same.

    Governorates by code are no work, and are not kept.
    """
    return Levels(project, read=_Units(cache), joined=_Joined(project, cache))


def _identity(project: Project, level: int) -> str:
    """Hash the files of a level, and what the project says of them; empty where it names none."""
    own = [one for one in project.layers if one.level == level]
    return cache_key([[asdict(one), content_of(project.folder / one.path)] for one in own]) if own else ""


class _Units:
    def __init__(self, cache: Cache) -> None:
        self.cache = cache

    def __call__(self, project: Project, level: int) -> pd.DataFrame:
        """Give what `boundaries` gives."""
        identity = _identity(project, level)
        name = f"units-{identity}.parquet"
        held = self.cache.frame(name, "units") if identity else None
        if held is None:
            held = boundaries(project, level)
            if identity:
                self.cache.keep_frame(name, held, "units")
        return held


class _Joined:
    def __init__(self, project: Project, cache: Cache) -> None:
        self.project, self.cache = project, cache

    def __call__(self, placements: pd.DataFrame, units: pd.DataFrame, *, level: int) -> pd.DataFrame:
        """Give what `share` gives: each place by itself, so that only new ones are joined."""
        identity = _identity(self.project, level)
        if not identity:
            return share(placements, units, level=level)
        keys = _keys(placements)
        name = f"shares{level}-{identity}"
        held, parts = self._held(name)
        new = [at for at, key in enumerate(keys) if key not in parts]
        if new:
            made = share(placements.iloc[new], units, level=level)
            parts = parts | _places(made, [keys[at] for at in new], first=len(held))
            held = pd.concat([held, made], ignore_index=True)
        rows = np.concatenate([np.arange(*parts[key]) for key in keys] or [np.arange(0)])
        sizes = [parts[key][1] - parts[key][0] for key in keys]
        subjects = np.repeat(placements["subject_id"].to_numpy(dtype=object), sizes)
        made = conform(held.iloc[rows].assign(subject_id=subjects), "shares")
        if new or set(keys) != set(parts):
            self._keep(name, keys, sizes, made)
        return made

    def _held(self, name: str) -> tuple[pd.DataFrame, dict[str, tuple[int, int]]]:
        told: dict[str, Any] = self.cache.told(f"{name}.json") or {}
        held = self.cache.frame(f"{name}-{told['rows']}.parquet", "shares") if told else None
        if held is None or len(held) != sum(told["sizes"]):
            return conform(pd.DataFrame(), "shares"), {}
        ends = np.cumsum(told["sizes"]).tolist()
        starts = [0, *ends[:-1]]
        return held, dict(zip(told["keys"], zip(starts, ends, strict=True), strict=True))

    def _keep(self, name: str, keys: list[str], sizes: list[int], shares: pd.DataFrame) -> None:
        """Write the shares under the hash of their places, and after them the list that names them."""
        rows = sha256("".join(keys).encode()).hexdigest()[:DIGITS]
        self.cache.keep_frame(f"{name}-{rows}.parquet", shares, "shares")
        self.cache.keep_told(f"{name}.json", {"rows": rows, "keys": keys, "sizes": sizes})


def _keys(placements: pd.DataFrame) -> list[str]:
    shapes = [None if value is None else sha256(value).hexdigest() for value in placements["footprint"].tolist()]
    return row_keys(placements.assign(footprint=pd.Series(shapes, index=placements.index, dtype=object)), PLACED)


def _places(shares: pd.DataFrame, keys: list[str], *, first: int) -> dict[str, tuple[int, int]]:
    """Say where the rows of each place stand; those of one subject follow each other."""
    subjects = shares["subject_id"].to_numpy(dtype=object)
    starts = np.flatnonzero(np.append(True, subjects[1:] != subjects[:-1])) if len(subjects) else np.arange(0)
    ends = [*starts[1:].tolist(), len(subjects)]
    places = [(first + start, first + end) for start, end in zip(starts.tolist(), ends, strict=True)]
    return dict(zip(keys, places, strict=True))
