"""The project file atlas.toml: read once, here, and handed down with the call."""

from __future__ import annotations

import re
import tomllib
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from rapidfuzz import process

from data import InputRefused, UsageProblem, norm_country, tables, words
from data import fields as column_fields

from .address import check_address

T = TypeVar("T")
LANGUAGES = ("en", "ar")
# Tables from which a policy may withhold columns; the others are made from these, after the withholding.
WITHHELD_FROM = ("claims", "placements", "judgements", "figures", "sources")
# Withholding these would be a show only: record_id holds the code, and a place without a position is not placed.
FIXED = ("claims.record_code", "claims.source_id", "figures.source_id", "judgements.alias", "judgements.made_at")
MOST_DAYS = 36_500
ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


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
    """One file of reports, or of stated totals: how to read it, where it is from, and what may be done with it."""

    path: str
    recorder: str = ""
    licence: str = ""
    redistribution: str = ""
    text_column: str = ""
    date_order: str = ""
    layer: str = ""
    published_on: str = ""
    publisher: str = ""
    title: str = ""
    url: str = ""
    archive_url: str = ""
    retrieved_on: str = ""


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
    most_coarser: float = 0.5


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
class TeamStore:
    """The database that a team shares, in the place of the log and the history in work/."""

    url: str = ""


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
    store: TeamStore = field(default_factory=TeamStore)


SECTIONS: dict[str, tuple[type[Any], bool]] = {
    "atlas": (Atlas, False),
    "inputs": (Input, True),
    "matches": (Matches, True),
    "geocode": (Geocode, False),
    "layers": (UnitsFile, True),
    "map": (MapView, False),
    "publish": (Policy, False),
    "store": (TeamStore, False),
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
        if public[name].required or name in FIXED:
            raise UsageProblem(f"{file}: '{name}' cannot be withheld.", hint="The page needs it; hold the record back.")
        if name.partition(".")[0] not in WITHHELD_FROM:
            hint = f"Withhold columns of {', '.join(WITHHELD_FROM)}: the other tables are made from what is left."
            raise UsageProblem(f"{file}: '{name}' cannot be withheld by itself.", hint=hint)


def _check_policy(policy: Policy, file: str) -> None:
    if not 0 <= policy.coordinate_decimals <= 5:
        raise UsageProblem(f"{file}: publish.coordinate_decimals is {policy.coordinate_decimals}.", hint="Use 0 to 5.")
    if not 0 <= policy.embargo_days <= MOST_DAYS:
        raise UsageProblem(f"{file}: publish.embargo_days is {policy.embargo_days}.", hint=f"Use 0 to {MOST_DAYS}.")
    if policy.undated not in ("hold", "publish"):
        raise UsageProblem(f"{file}: publish.undated is '{policy.undated}'.", hint="Use 'hold' or 'publish'.")
    if loose := [name for name in policy.statuses if "/" not in name]:
        hint = "Name each grade as recorder/grade, such as 'airwars/fair'; without a grade, 'airwars/none'."
        raise UsageProblem(f"{file}: publish.statuses has '{loose[0]}'.", hint=hint)
    _check_withheld(policy, file)


def _check_atlas(atlas: Atlas, file: str) -> None:
    known = f"There are: {', '.join(LANGUAGES)}."
    if not atlas.languages:
        raise UsageProblem(f"{file}: atlas.languages names none.", hint=known)
    if unknown := [name for name in atlas.languages if name not in LANGUAGES]:
        raise UsageProblem(f"{file}: no language '{unknown[0]}'.", hint=known)
    if len(atlas.period) not in (0, 2) or not all(ISO_DATE.fullmatch(str(day)) for day in atlas.period):
        hint = "Such as ['2014-08', '2019-12']."
        raise UsageProblem(f"{file}: atlas.period needs a first and a last date.", hint=hint)
    if wrong := [name for name in atlas.countries if norm_country(str(name)) != name]:
        hint = (
            f"Write it as '{norm_country(str(wrong[0]))}'."
            if norm_country(str(wrong[0]))
            else "Use ISO 3166-1 alpha-2."
        )
        raise UsageProblem(f"{file}: atlas.countries has '{wrong[0]}'.", hint=hint)


def _check_view(view: tuple[float, ...], file: str) -> None:
    numbers = all(isinstance(edge, int | float) and not isinstance(edge, bool) for edge in view)
    if len(view) not in (0, 4) or not numbers:
        raise UsageProblem(f"{file}: map.view needs west, south, east, north.", hint="Give four numbers or none.")
    if view and not (-180 <= view[0] < view[2] <= 180 and -85 <= view[1] < view[3] <= 85):
        raise UsageProblem(
            f"{file}: map.view is no part of the map.", hint="West below east, south below north, in degrees."
        )


def _check_values(project: Project, file: str) -> Project:
    if not 0 <= project.map.most_coarser <= 1:
        raise UsageProblem(f"{file}: map.most_coarser is {project.map.most_coarser:g}.", hint="Use a share, 0 to 1.")
    _check_policy(project.publish, file)
    _check_atlas(project.atlas, file)
    _check_view(project.map.view, file)
    check_address(project.store.url, file)
    for number, given in enumerate(project.inputs):
        if given.redistribution and given.redistribution not in words("redistribution"):
            hint = f"Use one of: {', '.join(words('redistribution'))}."
            raise UsageProblem(f"{file}: inputs[{number}].redistribution is '{given.redistribution}'.", hint=hint)
    if not project.geocode.gazetteers:
        raise UsageProblem(f"{file}: geocode.gazetteers names none.", hint="Use ['embedded'].")
    if not 0 <= project.geocode.minimum_confidence <= 1:
        raise UsageProblem(f"{file}: geocode.minimum_confidence is no probability.", hint="Use 0 to 1.")
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
