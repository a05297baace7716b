"""A mapping for one table of the user's own, made from the columns that the user names or from what they seem to be."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import InputRefused
from .chunk import Chunk
from .detect import detect_mapping
from .hxl import column_names, tag_row, without_tags
from .limits import DEFAULT_LIMITS, Limits
from .mapping import Mapping, Rule, load_mapping, mapping_names, rule_of
from .options import DEFAULT_OPTIONS, Options
from .propose import SOURCE_FIELDS, Guess, first_chunk, guess_columns

ORDER_SAID = {"mdy": "month before day", "dmy": "day before month", "ymd": "year first"}
HXL, OWN = "hxl", "strikeatlas"
PLACES = ("place_text", "place_text_ar", "stated_mgrs", "stated_point")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Any sheet, for a first look: a recorder's where its columns tell one, else what its columns seem to be.

    `columns` names the column of a target, as in `own_mapping`: what the user says stands above every guess.
    """

    columns: Map[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The mapping of an input, the names of its columns, and by column what was guessed: its target, an order of dates.

    An order is guessed where all-numeric dates can be read in one order alone.
    """

    mapping: Mapping
    header: list[str]
    guessed: dict[str, str] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)

    def told(self, *, ordered: bool) -> tuple[tuple[str, str], ...]:
        """Column and target of all that was guessed, in words; `ordered` where the caller gave the order of dates."""
        orders = {} if ordered else self.orders
        targets = dict.fromkeys(orders, "happened") | self.guessed
        return tuple(
            (column, f"{target} ({ORDER_SAID[orders[column]]})" if column in orders else target)
            for column, target in targets.items()
        )


def own_mapping(columns: Map[str, str]) -> Mapping:
    """Map our own names, with some fields taken from columns that bear other names.

    Parameters
    ----------
    columns
        Column of the table by target: `stated_lon`, `stated_lat`, `happened`, `place_text`, `killed` and the like.
        A column that is named must be there.
    """
    known = load_mapping(OWN)
    rules = {rule.target: rule for rule in known.rules}
    for target, column in columns.items():
        rules[target] = replace(rules.get(target, Rule(target)), columns=(column,), to=(), own=False)
    return replace(known, rules=tuple(rules.values()), required=tuple((column,) for column in columns.values()))


def sheet_mapping(
    path: Path | str,
    columns: Map[str, str],
    *,
    limits: Limits = DEFAULT_LIMITS,
    options: Options = DEFAULT_OPTIONS,
) -> tuple[Mapping, dict[str, str]]:
    """
    Map any sheet for a first look: by its recorder where the columns tell one, else by what its columns seem to be.

    Parameters
    ----------
    path
        A table in any format that `read` takes.
    columns
        Column by target, as in `own_mapping`: what the user says stands above every guess.

    Returns
    -------
    tuple
        The mapping, and for a sheet of nobody's we know the target by column that was guessed, in the sheet's order.

    Raises
    ------
    UsageProblem, InputRefused
        The sheet cannot be opened or is empty, a named column is missing, or no column says where anything happened.
    """
    first, _ = first_chunk(path, limits=limits, options=options)
    tags = tag_row(first)
    chosen = choose(Sheet(columns), first if tags is None else without_tags(first), tags, file=Path(path).name)
    return chosen.mapping, chosen.guessed


def choose(wanted: Mapping | Sheet | None, first: Chunk, tags: list[str] | None, *, file: str) -> Chosen:
    """
    Choose the mapping of an input by its header, its row of HXL tags or, for a sheet, by what its columns seem to be.

    Raises
    ------
    InputRefused
        No mapping fits; of a sheet, a named column is missing, or no column says where anything happened.
    """
    header = first.header
    if isinstance(wanted, Mapping) and (tags is None or wanted.name != HXL):
        return Chosen(wanted, header)
    if isinstance(wanted, Sheet) and wanted.columns:
        return _guessed(wanted.columns, first, file)
    found = None if isinstance(wanted, Mapping) else _detected(header, file, refused=tags is None and wanted is None)
    if tags is not None and (found is None or found.name == OWN):
        by_tags = load_mapping(HXL)
        return Chosen(by_tags, column_names(tags, header, by_tags))
    if found is None or (isinstance(wanted, Sheet) and found.name == OWN):
        return _guessed({}, first, file)
    return Chosen(found, header)


def _detected(header: list[str], file: str, *, refused: bool) -> Mapping | None:
    try:
        return detect_mapping(header, file=file)
    except InputRefused:
        if refused:
            raise
        return None


def _guessed(columns: Map[str, str], first: Chunk, file: str) -> Chosen:
    """Map our own names and the columns that the user names; of the others, what they seem to be."""
    own = own_mapping(columns)
    taken = {column for rule in own.rules for column in (*rule.columns, *rule.to) if column in first.header}
    filled = {rule.target for rule in own.rules if not taken.isdisjoint(rule.columns)}
    guesses = guess_columns(first)
    orders = {guess.column: guess.order for guess in guesses if guess.order and guess.column in taken}
    rest = [guess for guess in guesses if guess.column not in taken and guess.target not in filled]
    mapping = _with_guesses(_ordered(own, orders), rest)
    mapping.check_header(first.header, file=file)
    _placed(mapping, first.header, file)
    orders |= {guess.column: guess.order for guess in rest if guess.order and guess.target}
    return Chosen(mapping, first.header, {guess.column: guess.target for guess in rest if guess.target}, orders)


def _ordered(own: Mapping, orders: Map[str, str]) -> Mapping:
    """Give rules the order in which alone the dates of their column can be read."""
    rules = (replace(rule, order=next((orders[c] for c in rule.columns if c in orders), None)) for rule in own.rules)
    return replace(own, rules=tuple(rules))


def _with_guesses(own: Mapping, guesses: list[Guess]) -> Mapping:
    by_target = {guess.target: guess for guess in guesses if guess.target}
    rules = {rule.target: rule for rule in own.rules}
    source = {rule.target: rule for rule in own.source}
    end = by_target.pop("happened_end", None)
    for target, guess in by_target.items():
        of_source = target in SOURCE_FIELDS
        entry = {"column": guess.column} | ({"order": guess.order} if guess.order else {})
        made = rule_of(target, entry, own.name, "sources" if of_source else own.table)
        (source if of_source else rules)[target] = made
    if end is not None:
        rules["happened"] = replace(rules["happened"], to=(end.column,))
    return replace(own, rules=tuple(rules.values()), source=tuple(source.values()))


def _placed(mapping: Mapping, header: list[str], file: str) -> None:
    """Refuse a sheet in which no column says where: every row would be empty, and the same as every other."""
    there = {rule.target for rule in mapping.rules if not set(rule.columns).isdisjoint(header)}
    if not there & {*PLACES, "adm1_text", "adm2_text"} and not {"stated_lon", "stated_lat"} <= there:
        raise InputRefused(
            "no column was recognised that says where something happened.",
            file=file,
            row=1,
            hint=f"Columns found: {', '.join(header[:30])}. Name the recorder with --recorder "
            f"({', '.join(mapping_names())}), write a mapping: strikeatlas init {file}, or for a first page name the "
            "column: strikeatlas draw, with --text, or --lon and --lat.",
        )
