"""The field dictionary as Python sees it: which columns a table has, and what each of them means."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .errors import UsageProblem

HERE = Path(__file__).parent
TYPES = ("text", "integer", "number", "boolean", "list", "json", "wkb")
SEE = ("public", "private")
# Units of which there can be none, but not fewer.
COUNTED = ("civilians", "people", "strikes")


@dataclass(frozen=True, slots=True)
class Field:
    """One declared column: its name, type, meaning, and who may see it."""

    name: str
    type: str
    see: str
    meaning: str
    label: str = ""
    label_ar: str = ""
    unit: str = ""
    words: str = ""
    required: bool = False


@cache
def _toml(name: str) -> dict[str, Any]:
    with (HERE / name).open("rb") as file:
        return tomllib.load(file)


@cache
def _table(table: str) -> tuple[Field, ...]:
    declared = _toml("fields.toml")
    if table not in declared:
        raise UsageProblem(f"There is no table named {table!r}.", hint=f"Tables: {', '.join(declared)}.")
    return tuple(Field(name=name, **entry) for name, entry in declared[table].items())


def tables() -> list[str]:
    """Name every declared table, in the order of the dictionary."""
    return list(_toml("fields.toml"))


def fields(table: str) -> list[Field]:
    """List the declared columns of a table, in their order.

    Raises
    ------
    UsageProblem
        The table is not declared.

    Examples
    --------
    >>> [field.name for field in fields("tallies")][:3]
    ['pcode', 'level', 'period']
    """
    return list(_table(table))


def words(name: str) -> list[str]:
    """List the words of a vocabulary, in their order; `status` holds those of every recorder.

    Raises
    ------
    UsageProblem
        There is no such vocabulary.

    Examples
    --------
    >>> words("status.airwars")[0]
    'confirmed'
    """
    found: Any = _toml("vocabularies.toml")
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    if not isinstance(found, dict):
        raise UsageProblem(f"There is no vocabulary named {name!r}.", hint=f"See {HERE.name}/vocabularies.toml.")
    if "order" in found:
        return list(found["order"])
    return list(dict.fromkeys(word for part in found.values() for word in part["order"]))


def status_words() -> dict[str, list[str]]:
    """Map every recorder that has a closed status vocabulary to its words."""
    return {name: list(entry["order"]) for name, entry in _toml("vocabularies.toml")["status"].items()}


def warning_codes() -> dict[str, dict[str, Any]]:
    """Map every warning code to its room, its meaning in English and Arabic, and whether readers see it.

    Examples
    --------
    >>> warning_codes()["precision_not_stated"]["room"]
    'geo'
    """
    return {code: dict(entry) for code, entry in _toml("warnings.toml").items()}


def dictionary_faults() -> list[str]:
    """List what is wrong with the dictionary itself; an empty list means that it holds."""
    faults = [fault for table in tables() for field in _entries(table) for fault in _field_faults(table, *field)]
    for code, entry in warning_codes().items():
        faults += [
            f"warning {code}: no {key}" for key in ("room", "public", "meaning", "meaning_ar") if key not in entry
        ]
    return faults


def _entries(table: str) -> list[tuple[str, dict[str, Any]]]:
    return list(_toml("fields.toml")[table].items())


def _field_faults(table: str, name: str, entry: dict[str, Any]) -> list[str]:
    faults = []
    if entry.get("type") not in TYPES:
        faults.append(f"unknown type {entry.get('type')!r}")
    if entry.get("see") not in SEE:
        faults.append("must be public or private")
    if not str(entry.get("meaning", "")).endswith("."):
        faults.append("the meaning is no sentence")
    if bool(entry.get("label")) != bool(entry.get("label_ar")):
        faults.append("a label in one language only")
    if "words" in entry and not _has_words(entry["words"]):
        faults.append(f"no vocabulary {entry['words']!r}")
    return [f"{table}.{name}: {fault}" for fault in faults]


def _has_words(name: str) -> bool:
    try:
        return bool(words(name))
    except UsageProblem:
        return False
