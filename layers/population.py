"""How many people live in each unit, and what is reported to 100,000 of them, with both parts of the rate."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from data import InputRefused, UsageProblem, read_cells

from .join.layer import layer_of
from .join.people import people_in

PER = 100_000
RASTERS = (".tif", ".tiff")
# Names by which the columns of a table of people are known, case set aside; T_TL is that of OCHA's COD-PS.
CODES = ("pcode", "adm3_pcode", "adm2_pcode", "adm1_pcode", "adm0_pcode", "code")
PEOPLE = ("population", "pop", "t_tl", "total", "people")
YEAR, SOURCE = ("year", "vintage", "reference_year", "as_of"), ("source", "publisher")
RATES = ("min", "expected", "max")


def unit_population(units: pd.DataFrame, path: Path | str) -> pd.DataFrame:
    """Return how many people live in each unit with a polygon, by a raster that counts them to a cell.

    A cell that a border cuts counts by the part of it that lies in the unit.

    Returns
    -------
    A frame of pcode, population and population_source, sorted by code; null where the unit has no polygon.

    Raises
    ------
    InputRefused
        The raster cannot be read, states no place, or counts fewer people than none.
    """
    where = Path(path)
    tables = []
    with people_in(where) as people:
        for level in sorted(units["level"].dropna().unique()):
            layer = layer_of(units, level=int(level))
            drawn = np.asarray([shape is not None for shape in layer.shapes])
            lived = people.living_in(layer.shapes) if people is not None else np.zeros(len(drawn))
            tables.append(pd.DataFrame({"pcode": layer.pcodes, "population": np.where(drawn, lived, np.nan)}))
    told = pd.concat(tables, ignore_index=True).sort_values("pcode", kind="stable").reset_index(drop=True)
    return told.assign(population_source=where.name)


def read_population(path: Path | str, units: pd.DataFrame) -> pd.DataFrame:
    """Return the people of each unit by a raster, or by a table with the columns pcode and population.

    Columns year and source of the table are kept in `population_source`.

    Raises
    ------
    UsageProblem
        There is no such file, or the table lacks a column.
    InputRefused
        A number is none; the error names file, row and column. A code stands twice, or none is that of a unit.
    """
    where = Path(path)
    if where.suffix.lower() in RASTERS:
        return unit_population(units, where)
    cells, misshapen = read_cells(where, numbered=True)
    if len(misshapen):
        row = misshapen.iloc[0]
        raise InputRefused(str(row["rule"]), file=where.name, row=int(row["row"]), hint=str(row["hint"]))
    folded = {str(name).strip().casefold(): name for name in reversed(list(cells.columns))}
    wanted = {"pcode": CODES, "population": PEOPLE, "year": YEAR, "source": SOURCE}
    found = {what: next((folded[name] for name in names if name in folded), None) for what, names in wanted.items()}
    if found["pcode"] is None or found["population"] is None:
        lacking = "pcode" if found["pcode"] is None else "population"
        raise UsageProblem(f"{where.name} has no column '{lacking}'.", hint=f"It has: {', '.join(map(str, cells))}.")
    told = pd.DataFrame({"pcode": cells[found["pcode"]].astype("string").str.strip()})
    told["population"] = _numbers(cells[found["population"]], where.name, str(found["population"]))
    parts = [cells[name].astype("string").fillna("").str.strip() for key in ("source", "year") if (name := found[key])]
    source = pd.Series(where.name, index=cells.index).str.cat(parts, sep=" ") if parts else where.name
    told["population_source"] = source
    return _checked(told.dropna(subset=["pcode"]), units, where.name)


def _numbers(cells: pd.Series, file: str, column: str) -> pd.Series:
    """Read whole or broken numbers, with or without marks between the thousands; an empty cell is unknown."""
    text = cells.astype("string").str.strip().str.replace(r"(?<=\d)[,\u00a0\u202f ](?=\d{3}(?!\d))", "", regex=True)
    numbers = pd.to_numeric(text.where(text != ""), errors="coerce").astype("Float64")
    wrong = (text.fillna("") != "") & (numbers.isna() | (numbers < 0))
    if wrong.any():
        row = wrong.idxmax()
        raise InputRefused(
            f"'{cells.loc[row]}' is no number of people.",
            file=file,
            row=int(row),
            column=column,
            hint="Write digits, or leave it empty where it is not known.",
        )
    return numbers


def _checked(told: pd.DataFrame, units: pd.DataFrame, file: str) -> pd.DataFrame:
    twice = told["pcode"][told["pcode"].duplicated()]
    if len(twice):
        hint = "Keep one row to a unit: one year, both sexes, all ages."
        raise InputRefused(
            f"the unit {twice.iloc[0]} stands in several rows.", file=file, row=int(twice.index[0]), hint=hint
        )
    if not told["pcode"].isin(units["pcode"]).any():
        hint = f"The units have codes such as {units['pcode'].iloc[0]}; the table has {told['pcode'].iloc[0]}."
        raise InputRefused("none of its codes is that of a unit.", file=file, hint=hint)
    return told.sort_values("pcode", kind="stable").reset_index(drop=True)


def rates(tallies: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Return tallies with the people of their unit and the rates to 100,000 of them: both parts stand beside each rate.

    Where the people are not known, or nobody lives, the rates are null. So are they in the row of what is not
    placeable. Rates of two units, or of two claimants, are never added up.

    Parameters
    ----------
    tallies
        A tallies frame.
    population
        What `read_population` or `unit_population` gives.

    Returns
    -------
    The tallies with `population`, `population_source`, and `per_100k_min`, `_expected` and `_max`.
    """
    table = tallies.merge(population, on="pcode", how="left", validate="many_to_one")
    people = table["population"].astype("float64")
    for name in RATES:
        rate = PER * table[name].astype("float64") / people.where(people > 0)
        table[f"per_100k_{name}"] = rate.round(6)
    return table
