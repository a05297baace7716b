"""Mapping files: which column of a recorder's table means which of our fields."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from dataclasses import fields as dataclass_fields
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import InputRefused, UsageProblem
from ..fields import fields

FOLDER = Path(__file__).parent / "mappings"
# Targets that fill several columns at once.
SPREADS: dict[str, tuple[str, ...]] = {
    "happened": ("happened_from", "happened_to", "date_precision", "date_text"),
    "killed": ("killed_min", "killed_max", "count_text"),
    "injured": ("injured_min", "injured_max"),
    "strikes": ("strikes_min", "strikes_max"),
    "place": ("relation", "place_text", "country"),
    "stated_point": ("stated_lat", "stated_lon"),
    "value": ("value_min", "value_max"),
}
DEFAULT_VERBS = {"happened": "dates", "place": "place", "country": "country", "stated_point": "point"}
DATE_COLUMNS = frozenset({"published_on", "as_of", "retrieved_on"})
PAIRS = frozenset({"killed", "injured", "strikes", "value"})


@dataclass(frozen=True, slots=True)
class Rule:
    """How one target is filled: from which column, by which verb, with which options."""

    target: str
    columns: tuple[str, ...] = ()
    verb: str = "text"
    value: str | None = None
    default: str | None = None
    to: tuple[str, ...] = ()
    order: str | None = None
    pattern: str | None = None
    separator: str = r"\s*[;|]\s*"
    words: str | None = None
    map: Map[str, str] = field(default_factory=dict)
    raw: str | None = None
    templates: tuple[str, ...] = ()
    when: Map[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    coalesce: bool = False
    own: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """A pattern in a column that earns its row a warning."""

    column: str
    pattern: str
    code: str


@dataclass(frozen=True, slots=True)
class Check:
    """Fields that should rise from the first to the last; a row in which they do not earns a warning."""

    order: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file as read: the recorder's name, its rules, its source, and how it is recognised."""

    name: str
    table: str
    title: str
    recorder: Rule
    rules: tuple[Rule, ...]
    source: tuple[Rule, ...] = ()
    flags: tuple[Flag, ...] = ()
    checks: tuple[Check, ...] = ()
    detect: tuple[tuple[str, ...], ...] = ()
    required: tuple[tuple[str, ...], ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    text: str | None = None
    date_order: str | None = None

    def columns_read(self) -> set[str]:
        """Name every column that a rule or flag looks at."""
        read = {flag.column for flag in self.flags} | ({self.text} if self.text else set())
        for rule in (self.recorder, *self.rules, *self.source):
            read |= {*rule.columns, *rule.to, *rule.when}
            read |= {part for template in rule.templates for part in re.findall(r"\{([^}]+)\}", template)}
        return read

    def check_header(self, header: list[str], *, file: str) -> None:
        """Refuse a header in which a required column is missing.

        Raises
        ------
        InputRefused
            It names the column and the nearest one that is there.
        """
        for aliases in self.required:
            if not any(name in header for name in aliases):
                raise _missing(aliases, header, file)
        for pair in self.together:
            rules = {rule.target: rule for rule in self.rules}
            there = [target for target in pair if any(name in header for name in rules[target].columns)]
            for target in pair:
                if there and target not in there:
                    raise _missing(rules[target].columns, header, file)


def _missing(aliases: tuple[str, ...], header: list[str], file: str) -> InputRefused:
    others = f" (or {', '.join(aliases[1:])})" if len(aliases) > 1 else ""
    near = next((near for name in aliases for near in get_close_matches(name, header, 1, 0.6)), None)
    hint = f"Did you mean the column {near!r}? Rename it." if near else f"Columns found: {', '.join(header[:30])}."
    return InputRefused(f"the required column is missing{others}.", file=file, row=1, column=aliases[0], hint=hint)


def mapping_names() -> list[str]:
    """Name the mappings that come with StrikeAtlas, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load_recorders() -> list[Mapping]:
    """Load every mapping that comes with StrikeAtlas, in alphabetical order of their names."""
    return [load_mapping(name) for name in mapping_names()]


@cache
def mapping_file(name: str) -> Path:
    """Give the file of a mapping by its name; one of the user's own ends in .toml."""
    return Path(name) if name.endswith(".toml") else FOLDER / f"{name}.toml"


def load_mapping(name: str) -> Mapping:
    """Load a mapping by its name, or from a file that ends in .toml.

    Raises
    ------
    UsageProblem
        There is none of this name, or the file holds an unknown key, field or verb.
    """
    path = mapping_file(name)
    if not path.exists():
        near = get_close_matches(name, mapping_names(), 1, 0.5)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        raise UsageProblem(f"There is no recorder named {name!r}.", hint=f"{hint}Known: {', '.join(mapping_names())}.")
    try:
        with path.open("rb") as file:
            return parse_mapping(tomllib.load(file), name=path.stem)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UsageProblem(f"{path.name} is no TOML file: {fault}.") from fault
    except (AttributeError, TypeError, LookupError, ValueError, RecursionError, re.error) as fault:
        hint = "See docs/reading.md for a mapping of your own: fields are tables in braces, lists stand in brackets."
        raise UsageProblem(f"{path.name} is no mapping: {fault}.", hint=hint) from fault


KEYS = {"title", "table", "recorder", "fields", "source", "flags", "detect", "required", "together", "own", "note"} | {
    "checks",
    "text",
    "date_order",
}


def parse_mapping(given: dict[str, Any], *, name: str) -> Mapping:
    """Make a mapping from the content of a mapping file.

    Raises
    ------
    UsageProblem
        It holds an unknown key, field or option.
    """
    _known(given, KEYS, name)
    table = given.get("table", "claims")
    rules = _own_rules(table, given.get("own", {})) if "own" in given else {}
    rules |= {target: rule_of(target, entry, name, table) for target, entry in given.get("fields", {}).items()}
    source = tuple(rule_of(target, entry, name, "sources") for target, entry in given.get("source", {}).items())
    return Mapping(
        name=name,
        table=table,
        title=given.get("title", name),
        recorder=rule_of("claimant" if table == "figures" else "recorder", given.get("recorder", name), name, table),
        rules=tuple(rules.values()),
        source=source,
        flags=tuple(Flag(**flag) for flag in given.get("flags", [])),
        checks=tuple(Check(tuple(check["order"]), check["code"]) for check in given.get("checks", [])),
        detect=_detect(given.get("detect", [])),
        required=tuple(_names(aliases) for aliases in given.get("required", [])),
        together=tuple(tuple(pair) for pair in given.get("together", [])),
        text=given.get("text"),
        date_order=given.get("date_order"),
    )


def _detect(given: list[str] | list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """Read the telling columns: one list, or several of which one is enough."""
    sets = [[each for each in given if isinstance(each, str)], *(each for each in given if not isinstance(each, str))]
    return tuple(tuple(each) for each in sets if each)


def _known(given: Map[str, Any], allowed: set[str], name: str) -> None:
    for key in given:
        if key not in allowed:
            near = get_close_matches(key, sorted(allowed), 1, 0.5)
            hint = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(sorted(allowed))}."
            raise UsageProblem(f"The mapping {name} has the unknown key {key!r}.", hint=hint)


def _names(given: str | list[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def rule_of(target: str, entry: Any, name: str, table: str) -> Rule:
    """Make the rule for a target from its entry in a mapping file; raises UsageProblem for what is unknown."""
    declared = {each.name: each for each in fields(table)}
    if target not in declared and target not in SPREADS:
        raise UsageProblem(f"The mapping {name} fills {target!r}, which {table} does not have.")
    if isinstance(entry, str):
        return Rule(target, value=entry, verb="value")
    options = dict(entry)
    _known(options, {each.name for each in dataclass_fields(Rule)} - {"target", "columns"} | {"column", "read"}, name)
    made: dict[str, Any] = {"columns": _names(options.pop("column", ())), "to": _names(options.pop("to", ()))}
    kind = declared[target].type if target in declared else ""
    made["listed"] = kind == "list"
    made["verb"] = options.pop("read", None) or _verb(target, kind, options)
    for key in ("templates", "unknown"):
        made[key] = tuple(options.pop(key, ()))
    if "pattern" in options:
        re.compile(options["pattern"])
    return Rule(target, **made, **options)


def _verb(target: str, kind: str, options: dict[str, Any]) -> str:
    if "value" in options:
        return "value"
    if "templates" in options:
        return "template"
    if "map" in options or "words" in options:
        return "words"
    if target in PAIRS or target in DATE_COLUMNS:
        return "count_pair" if target in PAIRS else "date"
    return DEFAULT_VERBS.get(target) or {"integer": "count", "number": "number", "list": "list"}.get(kind, "text")


COMPUTED = frozenset(
    {"record_id", "claim_id", "figure_id", "source_id", "warnings", "superseded_by", "recorder", "claimant"}
    | {"happened_from", "happened_to", "date_precision"}
)


def _own_rules(table: str, aliases: dict[str, list[str]]) -> dict[str, Rule]:
    """Rules for a table whose columns bear our own names."""
    rules = {}
    for each in fields(table):
        if each.name in COMPUTED or each.name.startswith("origin_"):
            continue
        columns = (each.name, *aliases.get(each.name, ()))
        verb = "words" if each.words and each.name != "status" else _verb(each.name, each.type, {})
        words = each.words if verb == "words" else None
        rules[each.name] = Rule(each.name, columns=columns, verb=verb, words=words, own=True)
    return rules
