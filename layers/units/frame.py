"""From the columns of a boundary file to the columns of ours."""

from __future__ import annotations

import math
import re

import pandas as pd

from data import InputRefused, norm_country

from .columns import EMPTY, ColumnSet, level_number

ARABIC = re.compile(r"[\u0600-\u06ff]")


def named_units(table: pd.DataFrame, columns: ColumnSet, *, file: str = "") -> pd.DataFrame:
    """Return our columns without geometry, row for row, with what had to be substituted in `warnings`.

    Raises
    ------
    InputRefused
        Where a row tells neither a code nor a level.
    """
    taken = {target: _first(table, names) for target, names in columns.columns.items()}
    unit = pd.DataFrame({target: values for target, (values, _) in taken.items()}, index=table.index)
    later = taken["pcode"][1]
    # A code from another column is kept apart from real codes: 15209 becomes gid:15209.
    unit["pcode"] = unit["pcode"].where(~later, table.index.map(lambda row: _marked(table, columns, row)))
    if unit["pcode"].isna().any():
        row = int(unit["pcode"].isna().to_numpy().argmax()) + 1
        column = columns.columns["pcode"][0]
        raise InputRefused("A unit without a code.", file=file, row=row, column=column, hint="Give it one.")
    unit["level"] = _levels(table, columns, unit["pcode"])
    unit["warnings"] = [["pcode_substitute"] if flag else [] for flag in later]
    return _settled(unit, columns)


def _first(table: pd.DataFrame, names: tuple[str, ...]) -> tuple[pd.Series, pd.Series]:
    """Return the first filled cell of each row, and whether it came from a column after the first."""
    values = pd.Series(pd.NA, index=table.index, dtype="object")
    later = pd.Series(data=False, index=table.index)
    for position, name in enumerate(names):
        cells = table[name].map(_cell)
        gap = values.isna() & cells.notna()
        values, later = values.where(~gap, cells), later | (gap & (position > 0))
    return values, later


def _cell(value: object) -> object:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return pd.NA
    text = f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value).strip()
    return pd.NA if text.lower() in EMPTY else re.sub(r"\s+", " ", text)


def _marked(table: pd.DataFrame, columns: ColumnSet, row: object) -> object:
    for name in columns.columns["pcode"][1:]:
        if (cell := _cell(table.at[row, name])) is not pd.NA:
            return f"{name.lower()}:{cell}"
    return pd.NA


def _levels(table: pd.DataFrame, columns: ColumnSet, pcodes: pd.Series) -> pd.Series:
    if columns.level is not None:
        return pd.Series(columns.level, index=table.index)
    if columns.level_column and columns.level_words:
        return table[columns.level_column].map(columns.level_words)
    if columns.level_column:
        return table[columns.level_column].map(level_number)
    told = pcodes.map(lambda code: columns.code_lengths.get(len(str(code))))
    # A row whose code tells no level stands at the level of the others.
    return told.fillna(told.mode().iloc[0] if told.notna().any() else pd.NA)


def _settled(unit: pd.DataFrame, columns: ColumnSet) -> pd.DataFrame:
    unit = unit.reindex(columns=["pcode", "level", *(name for name in columns.columns if name != "pcode"), "warnings"])
    unit["country"] = unit["country"].map(lambda value: None if value is pd.NA else norm_country(str(value)))
    if columns.code_lengths:
        unit["parent"] = [_shorter(str(code), sorted(columns.code_lengths)) for code in unit["pcode"]]
    unit["vintage"] = unit["vintage"].map(lambda value: pd.NA if value is pd.NA else str(value)[:10])
    foreign = unit["name_ar"].notna() & ~unit["name_ar"].map(lambda name: bool(ARABIC.search(str(name))))
    unit["name_local"] = unit["name_local"].where(unit["name_local"].notna() | ~foreign, unit["name_ar"])
    unit["name_ar"] = unit["name_ar"].where(~foreign)
    nameless = unit["name_en"].isna() & unit["name_ar"].isna() & unit["name_local"].isna()
    unit["warnings"] = [
        [*codes, "unit_name_missing"] if flag else codes for codes, flag in zip(unit["warnings"], nameless, strict=True)
    ]
    return unit


def _shorter(code: str, lengths: list[int]) -> object:
    """Return the code of the unit above, where codes grow by level."""
    return next((code[:length] for length in reversed(lengths) if length < len(code) and ":" not in code), pd.NA)
