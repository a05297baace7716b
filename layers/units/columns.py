"""Known column sets of boundary files: which column holds the code, the names, the parent."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from data import UsageProblem

TARGETS = ("pcode", "name_en", "name_ar", "name_local", "parent", "country", "vintage", "lon", "lat")
# A country says itself without a value of its own in these ways.
EMPTY = frozenset({"", "-99", "-1", "none", "null", "nan", "name unknown", "unknown"})


@dataclass(frozen=True)
class ColumnSet:
    """How the columns of one kind of file are read."""

    name: str
    columns: Mapping[str, tuple[str, ...]]
    level: int | None = None
    level_column: str | None = None
    code_lengths: Mapping[int, int] = field(default_factory=dict)
    licence: str | None = None
    level_words: Mapping[str, int] = field(default_factory=dict)


@cache
def _declared() -> tuple[dict[str, Any], ...]:
    text = resources.files(__package__).joinpath("columns.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["set"])


def known_set(columns: Iterable[str], *, level: int | None = None) -> ColumnSet:
    """Return the set by which a file with these columns is read.

    Parameters
    ----------
    columns
        The file's columns as it spells them.
    level
        The level wanted, where the file holds several (adm1_pcode and adm2_pcode); the highest by default.

    Raises
    ------
    UsageProblem
        Where no set fits; names the columns that the file has.

    >>> known_set(["ADM1_PCODE", "ADM1_EN", "ADM0_PCODE"]).columns["parent"]
    ('ADM0_PCODE',)
    """
    spelt = {column.lower(): column for column in columns}
    for entry in _declared():
        for at in (level,) if level is not None else (4, 3, 2, 1, 0):
            if all(_at(need, at) in spelt for need in entry["needs"]):
                return _resolved(entry, at, spelt)
    if level is not None and (there := _levels_in(spelt)):
        raise UsageProblem(
            f"There are no units of level {level} in these columns.", hint=f"Levels that are there: {', '.join(there)}."
        )
    raise UsageProblem(
        f"No known kind of boundary file has these columns: {', '.join(sorted(spelt.values()))}.",
        hint="Name them yourself: --pcode CODE --name NAME --level 1, or columns={'pcode': 'CODE', ...} in Python.",
    )


def _levels_in(spelt: Mapping[str, str]) -> list[str]:
    """Return the levels of which the columns hold codes, in the first set that has any."""
    for entry in _declared():
        if there := [str(at) for at in range(5) if all(_at(need, at) in spelt for need in entry["needs"])]:
            return there
    return []


def _resolved(entry: Mapping[str, Any], at: int, spelt: Mapping[str, str]) -> ColumnSet:
    found = {
        target: tuple(spelt[name] for template in entry.get(target, ()) if (name := _at(template, at)) in spelt)
        for target in TARGETS
    }
    numbered = any("{n}" in need for need in entry["needs"])
    column = entry.get("level_column")
    return ColumnSet(
        name=entry["name"],
        columns=found,
        level=at if numbered else entry.get("level"),
        level_column=spelt[column] if column else None,
        code_lengths={int(length): value for length, value in entry.get("code_lengths", {}).items()},
        licence=entry.get("licence"),
        level_words=entry.get("level_words", {}),
    )


def _at(template: str, level: int) -> str:
    return template.replace("{n}", str(level)).replace("{m}", str(level - 1))


def given_set(columns: Mapping[str, str], present: Iterable[str], *, level: int | None) -> ColumnSet:
    """Return a set made of columns that the user names.

    Raises
    ------
    UsageProblem
        Where a target or a column does not exist, or neither pcode nor level is given.
    """
    there = set(present)
    if unknown := sorted(set(columns) - set(TARGETS)):
        raise UsageProblem(f"Unknown in columns: {', '.join(unknown)}.", hint=f"Known: {', '.join(TARGETS)}.")
    if absent := sorted(set(columns.values()) - there):
        raise UsageProblem(f"The file has no column {', '.join(absent)}.", hint=f"It has: {', '.join(sorted(there))}.")
    if "pcode" not in columns or level is None:
        raise UsageProblem(
            "Named columns need a pcode and the level.", hint="level=1 for governorates, 2 for districts."
        )
    found = {target: (columns[target],) if target in columns else () for target in TARGETS}
    return ColumnSet("named columns", found, level=level)


def level_number(value: Any) -> int | None:
    """Return the level that a cell such as "ADM1" or 1 tells; None where it tells none.

    >>> level_number("ADM2")
    2
    """
    digits = re.search(r"\d", str(value))
    return int(digits.group()) if digits else None
