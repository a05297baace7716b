"""One private page from one table, without a project file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from data import Reading, frame, own_mapping, read, write_atomic
from geo import Gazetteer, add_warnings, check, place_claims

from .project import Atlas, Policy, Project
from .select import Bundle, preview_policy, select
from .tables import write_table


@dataclass(frozen=True)
class DrawColumns:
    """Columns of the user's table; those left out are found by our own field names."""

    lon: str | None = None
    lat: str | None = None
    date: str | None = None
    text: str | None = None

    def named(self) -> dict[str, str]:
        """Field by column, for the columns that were named."""
        given = {"stated_lon": self.lon, "stated_lat": self.lat, "happened": self.date, "place_text": self.text}
        return {field: column for field, column in given.items() if column}


def _project(table: Path) -> Project:
    return Project(
        folder=table.parent, atlas=Atlas(title=table.stem, complete=True), inputs=(), publish=Policy(statuses=("*",))
    )


def _bundle(reading: Reading) -> Bundle:
    gazetteer = Gazetteer.embedded()
    claims = add_warnings(reading.claims, check(reading.claims, gazetteer))
    return Bundle(claims, place_claims(claims, gazetteer), frame("judgements"), reading.figures, reading.sources)


def draw(table: Path, *, columns: DrawColumns = DrawColumns()) -> tuple[str, Reading]:
    """
    Return a private page of one table as text, and the reading with what was rejected.

    Raises
    ------
    InputRefused
        When the table cannot be read or a named column is missing.
    """
    from .page import compose_page  # noqa: PLC0415 - loads folium, which only pages need

    reading = read(table, own_mapping(columns.named()))
    selection = select(_bundle(reading), preview_policy(Policy()), as_of=date.max)
    return compose_page(_project(table), selection, preview=True, data_sha256=""), reading


def draw_table(table: Path, out: Path, *, columns: DrawColumns) -> dict[str, Any]:
    """Write the private page of one table to `out`, with rejected rows beside it; return what was counted."""
    page, reading = draw(table, columns=columns)
    write_atomic(out, page.encode(), mode=0o600)
    counts: dict[str, Any] = dict(reading.counts)
    if len(reading.rejected):
        rejected = out.with_suffix(".rejected.csv")
        write_table(reading.rejected, rejected)
        counts["rejected_file"] = str(rejected)
    return counts
