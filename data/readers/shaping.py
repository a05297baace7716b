"""One chunk of text through one mapping: a table of claims or figures, its sources, and what was rejected."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..fields import fields
from ..identity import digests
from ..store import ARROW_TYPES, arrow_schema
from .answers import Columns, answer_rule, same_text
from .cells import TEXT, Answer, Broken, Problem, first_known, lists_by_mask, mask_of, spread
from .cells import Cell as Read
from .chunk import Chunk
from .hints import hint_for
from .mapping import Flag, Mapping, Rule
from .sums import ROW_OF_SUMS, rows_of_sums
from .verbs import trimmed

ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
NEXT = r"[,;|]\s*https?://"
FIRST = rf"(?is)(?P<first>https?://[^\s\"'<>]+?)[)\].,;|]*(?:[\s\"'<>]|{NEXT}|$)"
UNDATED = "unknown"


@dataclass(slots=True)
class Shaped:
    """What one chunk became: Arrow tables, and the rows that were rejected.

    The rows have no ids yet.
    """

    table: Any
    sources: Any
    rejected: list[dict[str, object]] = field(default_factory=list)
    rejected_rows: list[dict[str, object]] = field(default_factory=list)
    rows_in: int = 0
    blank_rows: int = 0


def shape(chunk: Chunk, mapping: Mapping, *, file: str, sha256: str) -> Shaped:
    """Read a chunk of text columns by a mapping; every row of it is in the table or among the rejected."""
    rows = chunk.cells.num_rows
    ours = "claim_id" in chunk.header or "figure_id" in chunk.header
    columns = {name: trimmed(_one(chunk.cells, name), ours=ours) for name in _used(mapping) if name in chunk.header}
    answers = [answer_rule(rule, columns, rows) for rule in (*mapping.rules, mapping.recorder)]
    made = _laid_out(answers, mapping.table, rows)
    bad = _problems(answers, chunk.header) | (_sums(chunk, made) if mapping.table == "claims" else {})
    sources = _sources(mapping, columns, rows)
    if sources is not None:
        made["source_id"] = sources.column("source_id")
    made |= {"origin_file": same_text(file, rows), "origin_sha256": same_text(sha256, rows)}
    made["origin_row"] = pa.array(chunk.numbers)
    made["warnings"] = _warnings(answers, mapping, columns, made)
    table = _table(made, mapping.table, rows)
    if bad:
        keep = np.ones(rows, dtype=bool)
        keep[list(bad)] = False
        table, sources = table.filter(pa.array(keep)), sources and sources.filter(pa.array(keep))
    return Shaped(
        table=table,
        sources=_known_sources(sources),
        rejected=_rejected(chunk, bad, file),
        rejected_rows=_as_they_stood(chunk, bad, file),
        rows_in=chunk.rows_in,
        blank_rows=chunk.blank_rows,
    )


def _one(table: Any, name: str) -> Any:
    column = table.column(name)
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _used(mapping: Mapping) -> list[str]:
    rules = (*mapping.rules, *mapping.source, mapping.recorder)
    names = [name for rule in rules for name in (*rule.columns, *rule.to, *rule.when, *_template_names(rule))]
    return list(dict.fromkeys([*names, *(flag.column for flag in mapping.flags)]))


def _template_names(rule: Rule) -> list[str]:
    return [name for template in rule.templates for name in re.findall(r"\{([^}]+)\}", template)]


def _problems(answers: Iterable[Answer], header: list[str]) -> dict[int, list[Broken]]:
    """List the problems of each row that has some, from left to right."""
    found: dict[int, list[Broken]] = {}
    every = [broken for answer in answers for broken in answer.broken]
    for broken in sorted(every, key=lambda each: header.index(each.column)):
        for position in broken.positions.tolist():
            found.setdefault(position, []).append(broken)
    return dict(sorted(found.items()))


def _sums(chunk: Chunk, made: Columns) -> dict[int, list[Broken]]:
    """Rows that add others up: a person wrote them below the reports, and they are none."""
    dates = made.get("happened_from")
    undated = np.ones(chunk.cells.num_rows, dtype=bool) if dates is None else mask_of(pc.is_null(dates))
    problem = Problem(ROW_OF_SUMS, hint_for(ROW_OF_SUMS))
    found = rows_of_sums(chunk.cells, undated)
    return {place: [Broken(np.array([place]), column, text, problem)] for place, column, text in found}


def _rejected(chunk: Chunk, bad: dict[int, list[Broken]], file: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {"file": file, "row": number, "column": None, "value": value, "rule": rule, "hint": hint}
        for number, value, rule, hint in chunk.misshapen
    ]
    for position, problems in bad.items():
        first = problems[0]
        more = "".join(f" Also wrong: {also.column} {also.value!r} ({also.problem.rule})." for also in problems[1:])
        row = {"file": file, "row": int(chunk.numbers[position]), "column": first.column, "value": first.value}
        rows.append(row | {"rule": first.problem.rule, "hint": first.problem.hint + more})
    return sorted(rows, key=lambda row: int(str(row["row"])))


def _as_they_stood(chunk: Chunk, bad: dict[int, list[Broken]], file: str) -> list[dict[str, object]]:
    """Keep the rejected rows whole, so that they can be put right and read again."""
    held = chunk.cells.take(pa.array(list(bad), pa.int64())).to_pylist()
    pairs = zip(chunk.numbers[list(bad)].tolist(), held, strict=True)
    return [{"file": file, "row": row, "record": json.dumps(record, ensure_ascii=False)} for row, record in pairs]


def _laid_out(answers: Iterable[Answer], table: str, rows: int) -> Columns:
    """Lay the filled columns side by side; where two rules fill one, the first that knows something holds."""
    several: dict[str, list[Any]] = {}
    for answer in answers:
        for name, values in answer.columns.items():
            several.setdefault(name, []).append(values)
    made = {name: first_known(arrays) for name, arrays in several.items()}
    if table == "claims":
        undated = made.get("date_precision", same_text(None, rows))
        made["date_precision"] = pc.fill_null(undated, UNDATED)
    return made


def _warnings(answers: Iterable[Answer], mapping: Mapping, columns: Columns, made: Columns) -> Any:
    """Gather the warning codes of a chunk, one list a row, in alphabetical order."""
    found = Answer({})
    for answer in answers:
        for code, mask in answer.warned.items():
            found.warn(code, mask)
    for flag in mapping.flags:
        if flag.column in columns:
            found.warn(flag.code, _flagged(flag, columns[flag.column]))
    for low in (each.name for each in fields(mapping.table) if each.name.endswith("_min")):
        high = f"{low[:-4]}_max"
        if low in made and high in made:
            found.warn("count_disordered", mask_of(pc.greater(made[low], made[high])))
    if "stated_lon" in made and "stated_lat" in made:
        half = pc.xor(pc.is_null(made["stated_lon"]), pc.is_null(made["stated_lat"]))
        found.warn("half_a_coordinate", mask_of(half))
    for rule in mapping.checks:
        found.warn(rule.code, _out_of_order(rule.order, made))
    return lists_by_mask(found.warned, len(made["origin_row"]))


def _flagged(flag: Flag, text: Any) -> np.ndarray:
    pattern = re.compile(flag.pattern)
    found = spread(
        text, {"hit": pa.bool_()}, read=lambda value: Read((bool(pattern.search(value)),)), column=flag.column
    )
    return mask_of(found.columns["hit"])


def _out_of_order(order: tuple[str, ...], made: Columns) -> np.ndarray:
    """Mark rows in which fields that should rise from first to last do not."""
    pairs = [(made[low], made[high]) for low, high in itertools.pairwise(order) if low in made and high in made]
    masks = [mask_of(pc.greater(low, high)) for low, high in pairs]
    return np.logical_or.reduce(masks) if masks else np.zeros(len(made["origin_row"]), dtype=bool)


def _table(made: Columns, table: str, rows: int) -> Any:
    """Put the columns into the declared order, with the declared types; what is not filled is unknown."""
    arrays = []
    for each in fields(table):
        kind = ARROW_TYPES[each.type]
        if each.name in made:
            array = made[each.name]
            array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
            arrays.append(array if array.type == kind else array.cast(kind))
        elif each.type == "list":
            arrays.append(pa.ListArray.from_arrays(pa.array(np.zeros(rows + 1, dtype=np.int32)), pa.array([], TEXT)))
        else:
            arrays.append(pa.nulls(rows, kind))
    return pa.Table.from_arrays(arrays, schema=arrow_schema(table))


def _sources(mapping: Mapping, columns: Columns, rows: int) -> Any:
    """Say where each row was said; a row of sources for each row of the chunk."""
    if not mapping.source:
        return None
    answers = [answer_rule(rule, columns, rows) for rule in mapping.source]
    made = {name: array for answer in answers for name, array in answer.columns.items()}
    unknown = same_text(None, rows)
    url, title, note = (made.get(name, unknown) for name in ("url", "title", "note"))
    whole = pc.match_substring_regex(url, f"(?i)^{ADDRESS.pattern}$")
    whole = pc.fill_null(pc.and_not(whole, pc.match_substring_regex(url, f"(?i){NEXT}")), True)
    if not pc.all(whole).as_py():
        first = pc.struct_field(pc.extract_regex(url, FIRST), "first")
        no_page = pc.and_not(pc.is_null(first), whole)
        # Of several addresses in a cell the first is the source; the cell stands whole in its note.
        told = pc.if_else(no_page, "No stored page.", url)
        title, note = pc.if_else(no_page, url, title), pc.if_else(whole, note, told)
        url = pc.if_else(whole, url, first)
    made |= {"url": url, "title": title, "note": note}
    made["redistribution"] = pc.fill_null(made.get("redistribution", unknown), "none")
    made["source_id"] = _source_ids(url, made.get("publisher", unknown), title)
    return _table(made, "sources", rows)


def _source_ids(url: Any, publisher: Any, title: Any) -> Any:
    """Hash the address, or publisher and title where there is no page; nothing known is no source."""
    key = pc.coalesce(url, pc.binary_join_element_wise(pc.fill_null(publisher, ""), pc.fill_null(title, ""), "\x00"))
    coded = key.dictionary_encode()
    named = coded.dictionary
    ids = pc.if_else(pc.equal(named, "\x00"), pa.scalar(None, TEXT), digests(named))
    return pc.take(ids, coded.indices)


def _known_sources(sources: Any) -> Any:
    if sources is None:
        return arrow_schema("sources").empty_table()
    known = sources.filter(pc.is_valid(sources.column("source_id")))
    return once(known, "source_id")


def once(table: Any, key: str) -> Any:
    """Keep the first row of each key of an Arrow table."""
    column = table.column(key)
    if pc.count_distinct(column).as_py() == table.num_rows:
        return table
    coded = pc.dictionary_encode(column).combine_chunks()
    _, first = np.unique(coded.indices.to_numpy(), return_index=True)
    return table.take(pa.array(np.sort(first)))
