"""The project file atlas.toml: read once, here, and handed down with the call."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from rapidfuzz import process

from data import InputRefused, UsageProblem, tables
from data import fields as column_fields

T = TypeVar("T")
LANGUAGES = ("en", "ar")
LEVELS = ("adm0", "adm1", "adm2", "adm3")


@dataclass(frozen=True)
class Atlas:
    """What the page is about; titles stand in each language of the page."""

    title: str
    title_ar: str = ""
    subtitle: str = ""
    subtitle_ar: str = ""
    languages: tuple[str, ...] = LANGUAGES
    period: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    complete: bool = False


@dataclass(frozen=True)
class Input:
    """One file of reports, or of stated totals, and what may be done with it."""

    path: str
    recorder: str = ""
    licence: str = ""
    redistribution: str = ""


@dataclass(frozen=True)
class Matches:
    """Codes that one recorder's records print of another's, taken as judgements of whoever matched them."""

    answering: str
    answered: str
    alias: str
    made_at: str
    why: str = ""


@dataclass(frozen=True)
class Geocode:
    """Where places are looked up, and from which confidence on an answer is used."""

    gazetteers: tuple[str, ...] = ("embedded",)
    minimum_confidence: float = 0.0


@dataclass(frozen=True)
class UnitsFile:
    """A file of administrative boundaries."""

    path: str
    level: int = 1
    vintage: str = ""
    licence: str = ""


@dataclass(frozen=True)
class MapView:
    """What the map starts with."""

    view: tuple[float, ...] = ()
    level: int = 1


@dataclass(frozen=True)
class Policy:
    """What may be published, and how exactly; safe where nothing is said."""

    statuses: tuple[str, ...] = ()
    coordinate_decimals: int = 2
    embargo_days: int = 30
    undated: str = "hold"
    withhold: tuple[str, ...] = ()
    attribution: str = ""
    attribution_ar: str = ""
    licence: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Project:
    """A whole project file; paths in it are relative to its folder."""

    folder: Path
    atlas: Atlas
    inputs: tuple[Input, ...]
    matches: tuple[Matches, ...] = ()
    geocode: Geocode = field(default_factory=Geocode)
    layers: tuple[UnitsFile, ...] = ()
    map: MapView = field(default_factory=MapView)
    publish: Policy = field(default_factory=Policy)


SECTIONS: dict[str, tuple[type[Any], bool]] = {
    "atlas": (Atlas, False),
    "inputs": (Input, True),
    "matches": (Matches, True),
    "geocode": (Geocode, False),
    "layers": (UnitsFile, True),
    "map": (MapView, False),
    "publish": (Policy, False),
}


def _refuse_unknown(given: dict[str, Any], known: list[str], *, where: str, file: str) -> None:
    for key in given:
        if key in known:
            continue
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


def _check_withheld(policy: Policy, file: str) -> None:
    public = {
        f"{table}.{item.name}": item for table in tables() for item in column_fields(table) if item.see == "public"
    }
    for name in policy.withhold:
        if name not in public:
            nearest = process.extractOne(name, list(public))
            hint = f"Did you mean '{nearest[0]}'? Private columns need no naming." if nearest else ""
            raise UsageProblem(f"{file}: publish.withhold '{name}' is no public column.", hint=hint)
        if public[name].required:
            raise UsageProblem(f"{file}: '{name}' cannot be withheld.", hint="The page needs it.")


def _check_values(project: Project, file: str) -> Project:
    policy = project.publish
    if not 0 <= policy.coordinate_decimals <= 5:
        raise UsageProblem(f"{file}: publish.coordinate_decimals is {policy.coordinate_decimals}.", hint="Use 0 to 5.")
    if policy.embargo_days < 0:
        raise UsageProblem(f"{file}: publish.embargo_days is below zero.", hint="Use 0 or more days.")
    if policy.undated not in ("hold", "publish"):
        raise UsageProblem(f"{file}: publish.undated is '{policy.undated}'.", hint="Use 'hold' or 'publish'.")
    _check_withheld(policy, file)
    if unknown := [name for name in project.atlas.languages if name not in LANGUAGES]:
        raise UsageProblem(f"{file}: no language '{unknown[0]}'.", hint=f"There are: {', '.join(LANGUAGES)}.")
    if len(project.atlas.period) not in (0, 2):
        raise UsageProblem(
            f"{file}: atlas.period needs a first and a last date.", hint="Such as ['2014-08', '2019-12']."
        )
    if len(project.map.view) not in (0, 4):
        raise UsageProblem(f"{file}: map.view needs west, south, east, north.", hint="Give four numbers or none.")
    return project


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
            parts[name] = tuple(_section(kind, row, where=f"{name}[{i}]", file=path.name) for i, row in enumerate(rows))
        elif name in given or name == "atlas":
            parts[name] = _section(kind, given.get(name, {}), where=name, file=path.name)
    return _check_values(Project(folder=path.parent.resolve(), **parts), path.name)
