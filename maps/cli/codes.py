"""The command about code systems: units codes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from data import UsageProblem
from layers import codes_of, read_units, unit_codes

from ..tables import json_rows, write_table
from . import say
from .units import units

__all__ = ["units"]

DONE, WITH_GAPS = 0, 1


@units.command("codes")
def codes(
    file: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE...]", help="Boundary files in another system.")
    ] = None,
    system: Annotated[str, typer.Option("--system", help="What that system is called, such as unhcr.")] = "other",
    to: Annotated[
        list[Path] | None, typer.Option("--to", metavar="FILE", help="Boundary files in p-codes to lay them over.")
    ] = None,
    level: Annotated[int, typer.Option("--level", help="Level that both are compared at.")] = 1,
    out: Annotated[Path | None, typer.Option("--out", help="Where the table goes: .csv or .parquet.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> int:
    """
    List codes of other systems beside p-codes, each pair with its source; FILE adds the codes of its own system.

    Example: strikeatlas units codes --out codes.csv
    """
    if to and not file:
        raise UsageProblem("--to names units in p-codes, and no FILE in another system.", hint="Name one before it.")
    table = unit_codes()
    if file:
        others = pd.concat([read_units(one) for one in to], ignore_index=True) if to else None
        own = pd.concat([read_units(one) for one in file], ignore_index=True)
        table = pd.concat([table, codes_of(own, others, system=system, level=level)], ignore_index=True)
    if out is not None:
        write_table(table, out)
    rows = json_rows(table)
    if as_json:
        say.as_json({"codes": rows, "out": str(out) if out else None})
    else:
        for row in rows:
            say.line(f"{row['system']:16s} {row['code']:8s} {row['pcode'] or '-':8s} {row['note'] or ''}".rstrip())
        say.line("Sources:")
        for source in dict.fromkeys(row["source"] for row in rows):
            say.line(f"  {source}")
    lost = bool(file) and any(row["pcode"] is None for row in rows if row["system"] == system)
    return WITH_GAPS if lost else DONE
