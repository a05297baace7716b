"""The publishers of boundaries that we know, from one table of addresses."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from data import Reach, UsageProblem


@dataclass(frozen=True)
class BoundarySource:
    """One publisher: where it describes its files, where they are, and who may be asked for them."""

    name: str
    title: str
    page: str
    tried_live: str
    levels: tuple[int, ...]
    shape: str
    hosts: tuple[str, ...]
    about: str = ""
    file: Mapping[str, str] = field(default_factory=dict)
    by_hand: tuple[str, ...] = ()
    licence: str = ""
    attribution: str = ""
    vintage: str = ""

    def at(self, template: str, iso3: str, level: int) -> str:
        """Fill an address or a file name for a country and a level."""
        packed = self.file.get(str(level), "").rpartition("/")[2]
        return template.format(ISO=iso3, iso=iso3.lower(), level=level, file=packed)

    def reach(self) -> Reach:
        """Return how far a request to this publisher may go."""
        return Reach(self.hosts)


@cache
def _declared() -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("sources.toml").read_text(encoding="utf-8"))


def boundary_source(name: str) -> BoundarySource:
    """Return a publisher by its name.

    Raises
    ------
    UsageProblem
        There is none of that name.

    >>> boundary_source("geoboundaries").levels
    (0, 1, 2, 3)
    """
    known = _declared()
    if name not in known:
        raise UsageProblem(f"There is no source of boundaries '{name}'.", hint=f"Known: {', '.join(known)}.")
    entry: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in known[name].items()
    }
    return BoundarySource(name=name, **entry)


def boundary_sources() -> tuple[BoundarySource, ...]:
    """Return every publisher that is known."""
    return tuple(boundary_source(name) for name in _declared())
