"""Reading atlas.toml: once, here, and handed down with the call."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from data import InputRefused, UsageProblem

from .checks import check_values
from .sections import LAYER_KINDS, SECTIONS, Project

T = TypeVar("T")


def _refuse_unknown(given: dict[str, Any], known: list[str], *, where: str, file: str) -> None:
    for key in given:
        if key in known:
            continue
        from rapidfuzz import process  # noqa: PLC0415 - for a key that is not known

        nearest = process.extractOne(key, known, score_cutoff=60)
        hint = f"Did you mean '{nearest[0]}'?" if nearest else f"Known here: {', '.join(known)}."
        raise UsageProblem(f"{file}: unknown key '{key}' in {where}.", hint=hint)


def _typed(value: Any, default: Any, *, where: str, file: str) -> Any:
    """The value in the type of the default; lists become tuples, dates become ISO text."""
    if isinstance(value, list):
        value = tuple(value)
    if isinstance(value, date):
        value = value.isoformat()
    wanted = type(default) if default is not MISSING else str
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not wanted:
        kinds = {str: "text", int: "a whole number", float: "a number", bool: "true or false", tuple: "a list"}
        raise UsageProblem(
            f"{file}: {where} should be {kinds[wanted]}, and is {value!r}.", hint="Correct it and run again."
        )
    return value


def _section(kind: type[T], given: Any, *, where: str, file: str) -> T:
    if not isinstance(given, dict):
        raise UsageProblem(f"{file}: {where} should be a table of keys.", hint="See docs/project.md.")
    known = {item.name: item for item in fields(kind)}  # type: ignore[arg-type]
    _refuse_unknown(given, list(known), where=where, file=file)
    values = {key: _typed(value, known[key].default, where=f"{where}.{key}", file=file) for key, value in given.items()}
    missing = [name for name, item in known.items() if item.default is MISSING and name not in values]
    if missing:
        raise UsageProblem(f"{file}: {where} lacks '{missing[0]}'.", hint="Add it and run again.")
    return kind(**values)


def _layer(row: Any, *, where: str, file: str) -> tuple[str, type[Any]]:
    """Where a row of [[layers]] belongs, by its kind."""
    named = row.get("kind", "units") if isinstance(row, dict) else "units"
    if named not in LAYER_KINDS:
        raise UsageProblem(f"{file}: {where}.kind is {named!r}.", hint=f"Use one of: {', '.join(LAYER_KINDS)}.")
    return LAYER_KINDS[named]


def load_project(path: Path) -> Project:
    """
    Read a project file; `path` is the file or the folder that holds atlas.toml.

    Raises
    ------
    InputRefused
        When there is no such file or it is not TOML.
    UsageProblem
        When a key is unknown (the nearest known one is named), missing or of the wrong type.
    """
    path = path / "atlas.toml" if path.is_dir() else path
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputRefused(
            "there is no such project file.", file=str(path), hint="Run 'strikeatlas demo' for one to copy."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputRefused(f"not a TOML file: {error}.", file=str(path), hint="Correct it and run again.") from error
    _refuse_unknown(given, list(SECTIONS), where="the file", file=path.name)
    parts: dict[str, Any] = {}
    for name, (kind, many) in SECTIONS.items():
        if many:
            rows = given.get(name, [])
            if not isinstance(rows, list):
                raise UsageProblem(f"{path.name}: write [[{name}]], with two brackets.", hint="Each one is a row.")
            for number, row in enumerate(rows):
                where = f"{name}[{number}]"
                part, own = (name, kind) if name != "layers" else _layer(row, where=where, file=path.name)
                parts[part] = (*parts.get(part, ()), _section(own, row, where=where, file=path.name))
            parts.setdefault(name, ())
        elif name in given or name == "atlas":
            parts[name] = _section(kind, given.get(name, {}), where=name, file=path.name)
    return check_values(Project(folder=path.parent.resolve(), **parts), path.name)
