"""One chunk of text through one mapping: a frame of claims or figures, its sources, and what was rejected."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ..identity import content_hashes, identify, text_id
from ..ranges import disordered
from ..schema import conform, frame
from .cells import Answer, Broken, take
from .chunk import Chunk
from .mapping import Mapping, Rule
from .verbs import VERBS, trimmed

ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
UNKNOWN_TERMS, UNDATED = "none", "unknown"
PAIRS = (("killed_min", "killed_max"), ("injured_min", "injured_max"), ("strikes_min", "strikes_max"))
PLACE_FLAG = {"claims": PAIRS, "figures": (("value_min", "value_max"),)}


@dataclass(slots=True)
class Shaped:
    """What one chunk became."""

    table: pd.DataFrame
    sources: pd.DataFrame
    rejected: list[dict[str, object]] = field(default_factory=list)
    rows_in: int = 0
    blank_rows: int = 0


def shape(chunk: Chunk, mapping: Mapping, *, file: str, sha256: str) -> Shaped:
    """Read a chunk of text columns by a mapping; every row of it is in the table or among the rejected."""
    numbers = chunk.cells.index.to_numpy()
    ours = "claim_id" in chunk.cells or "figure_id" in chunk.cells
    columns = {name: trimmed(chunk.cells[name], ours=ours) for name in _used(mapping) if name in chunk.cells}
    answers = [_answer(rule, columns, len(numbers)) for rule in mapping.rules]
    answers.append(_answer(mapping.recorder, columns, len(numbers)))
    bad = _problems(answers, list(chunk.cells.columns))
    keep = np.ones(len(numbers), dtype=bool)
    keep[list(bad)] = False
    made = _first_known(answers)
    if mapping.table == "claims":
        made["date_precision"] = made.get("date_precision", pd.Series([None] * len(numbers), dtype="object")).fillna(
            UNDATED
        )
    warned = _gather(answers, mapping, columns, made)
    sources = _sources(mapping, columns, len(numbers))
    if sources is not None:
        made["source_id"] = sources["source_id"]
        sources = sources[keep & sources["source_id"].notna()].drop_duplicates("source_id")
    made["origin_file"], made["origin_sha256"], made["origin_row"] = file, sha256, numbers
    made["warnings"] = warned
    table = (
        conform(made[keep], mapping.table) if keep.all() else conform(made[keep].reset_index(drop=True), mapping.table)
    )
    return Shaped(
        table=_identified(table, mapping.table),
        sources=frame("sources") if sources is None else conform(sources, "sources"),
        rejected=_rejected(chunk, bad, numbers, file),
        rows_in=chunk.rows_in,
        blank_rows=chunk.blank_rows,
    )


def _first_known(answers: Iterable[Answer]) -> pd.DataFrame:
    """Lay the filled columns side by side; where two rules fill one, the first that knows something holds."""
    made: dict[str, pd.Series] = {}
    for answer in answers:
        for name, values in answer.columns.items():
            held = made.get(name)
            made[name] = values if held is None else held.astype(object).where(held.notna(), values)
    return pd.DataFrame(made)


def _used(mapping: Mapping) -> list[str]:
    rules = (*mapping.rules, *mapping.source, mapping.recorder)
    names = [name for rule in rules for name in (*rule.columns, *rule.to, *rule.when, *_template_names(rule))]
    return list(dict.fromkeys([*names, *(flag.column for flag in mapping.flags)]))


def _template_names(rule: Rule) -> list[str]:
    return [name for template in rule.templates for name in re.findall(r"\{([^}]+)\}", template)]


def _answer(rule: Rule, columns: dict[str, pd.Series], rows: int) -> Answer:
    if rule.verb == "value":
        return Answer(_masked({rule.target: _constant(rule, rows)}, rule, columns))
    if rule.verb == "template":
        return Answer(_masked({rule.target: _filled_template(rule, columns, rows)}, rule, columns))
    column = next((name for name in rule.columns if name in columns), None)
    if column is None:
        filled = {rule.target: pd.Series([rule.default] * rows, dtype="string")} if rule.default else {}
        return Answer(_masked(filled, rule, columns))
    text = columns[column]
    if rule.unknown:
        text = text.mask(text.isin(list(rule.unknown)))
    if rule.default is not None:
        text = text.fillna(rule.default)
    answer = VERBS[rule.verb](text.reset_index(drop=True), rule, column)
    if rule.to:
        _join_end(answer, rule, columns)
    answer.columns = _masked(answer.columns, rule, columns)
    return answer


def _constant(rule: Rule, rows: int) -> pd.Series:
    if rule.listed:
        return pd.Series([[rule.value] for _ in range(rows)], dtype=object)
    return pd.Series([rule.value] * rows, dtype="string")


def _masked(made: dict[str, pd.Series], rule: Rule, columns: dict[str, pd.Series]) -> dict[str, pd.Series]:
    """Keep values only where the rule's condition on other columns holds."""
    for name, wanted in rule.when.items():
        holds = (columns[name] == wanted).fillna(value=False).to_numpy(dtype=bool)
        made = {key: values.where(holds) for key, values in made.items()}
    return made


def _filled_template(rule: Rule, columns: dict[str, pd.Series], rows: int) -> pd.Series:
    """Fill the first template whose columns are all known."""
    filled = pd.Series([None] * rows, dtype="string")
    for template in rule.templates:
        made: pd.Series | str = ""
        for place, part in enumerate(re.split(r"\{([^}]+)\}", template)):
            made = made + (part if place % 2 == 0 else columns.get(part, filled.where(filled.isna())))
        filled = filled.fillna(made)
    return filled


def _join_end(answer: Answer, rule: Rule, columns: dict[str, pd.Series]) -> None:
    """Take the last possible day from a column of its own."""
    column = next((name for name in rule.to if name in columns), None)
    if column is None:
        return
    end = VERBS["dates"](columns[column].reset_index(drop=True), rule, column)
    answer.broken += end.broken
    first, last = answer.columns["happened_from"], end.columns["happened_to"]
    last = last.where(last.notna(), answer.columns["happened_to"])
    answer.columns["happened_to"] = last
    both = (first.notna() & last.notna()).to_numpy(dtype=bool)
    differ = both & (first != last).to_numpy(dtype=bool)
    answer.columns["date_precision"] = answer.columns["date_precision"].mask(differ, "range")
    known = first.where(differ, "").astype(str), last.where(differ, "").astype(str)
    answer.warn("date_range_reversed", (known[0] > known[1]).to_numpy(dtype=bool))


def _problems(answers: Iterable[Answer], header: list[str]) -> dict[int, list[Broken]]:
    """List the problems of each row that has some, from left to right."""
    found: dict[int, list[Broken]] = {}
    every = [broken for answer in answers for broken in answer.broken]
    for broken in sorted(every, key=lambda each: header.index(each.column)):
        for position in broken.positions.tolist():
            found.setdefault(position, []).append(broken)
    return dict(sorted(found.items()))


def _rejected(chunk: Chunk, bad: dict[int, list[Broken]], numbers: np.ndarray, file: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {"file": file, "row": number, "column": None, "value": value, "rule": rule, "hint": hint}
        for number, value, rule, hint in chunk.misshapen
    ]
    for position, problems in bad.items():
        first = problems[0]
        more = "".join(f" Also wrong: {also.column} {also.value!r} ({also.problem.rule})." for also in problems[1:])
        rows.append(
            {
                "file": file,
                "row": int(numbers[position]),
                "column": first.column,
                "value": first.value,
                "rule": first.problem.rule,
                "hint": first.problem.hint + more,
            }
        )
    return sorted(rows, key=lambda row: int(str(row["row"])))


def _gather(
    answers: list[Answer], mapping: Mapping, columns: dict[str, pd.Series], made: pd.DataFrame
) -> list[list[str]]:
    """Lay the warning codes of a chunk out as one list a row, in alphabetical order."""
    masks: dict[str, np.ndarray] = {}
    for answer in answers:
        for code, mask in answer.warned.items():
            masks[code] = masks[code] | mask if code in masks else mask
    for flag in mapping.flags:
        if flag.column in columns:
            mask = columns[flag.column].str.contains(flag.pattern, regex=True, na=False).to_numpy(dtype=bool)
            masks[flag.code] = masks[flag.code] | mask if flag.code in masks else mask
    for low, high in PLACE_FLAG.get(mapping.table, ()):
        if low in made and high in made:
            mask = disordered(pd.to_numeric(made[low]), pd.to_numeric(made[high])).to_numpy()
            masks["count_disordered"] = masks.get("count_disordered", np.zeros(len(made), dtype=bool)) | mask
    if "stated_lon" in made and "stated_lat" in made:
        masks["half_a_coordinate"] = (made["stated_lon"].isna() ^ made["stated_lat"].isna()).to_numpy(dtype=bool)
    warned: list[list[str]] = [[] for _ in range(len(made))]
    for code in sorted(masks):
        for position in np.flatnonzero(masks[code]).tolist():
            warned[position].append(code)
    return warned


def _sources(mapping: Mapping, columns: dict[str, pd.Series], rows: int) -> pd.DataFrame | None:
    """Say where each row was said; a row of sources for each row of the chunk."""
    if not mapping.source:
        return None
    filled = [_answer(rule, columns, rows) for rule in mapping.source]
    made = pd.DataFrame({name: values for answer in filled for name, values in answer.columns.items()})
    for name in ("url", "title", "publisher", "note", "redistribution"):
        if name not in made:
            made[name] = pd.Series([None] * rows, dtype="string")
    url = made["url"].astype("string")
    no_page = (url.notna() & ~url.str.fullmatch(ADDRESS.pattern, case=False, na=False)).to_numpy(dtype=bool)
    made["title"] = made["title"].astype("string").mask(no_page, url)
    made["note"] = made["note"].astype("string").mask(no_page, "No stored page.")
    made["url"] = url.mask(no_page)
    made["redistribution"] = made["redistribution"].astype("string").fillna(UNKNOWN_TERMS)
    keys = made[["url", "publisher", "title"]].astype("string").fillna("")
    codes, distinct = pd.factorize(pd.MultiIndex.from_frame(keys))
    ids = [_source_id(*each) for each in distinct]
    made["source_id"] = take(list(ids), codes)
    return made


def _source_id(url: str, publisher: str, title: str) -> str | None:
    if url:
        return text_id(url)
    return text_id(publisher, title) if publisher or title else None


def _identified(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    if kind == "claims":
        return identify(table)
    return table.assign(figure_id=content_hashes(table, "figures").array)
