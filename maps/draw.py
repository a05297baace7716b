"""One private page from one table, without a project file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import pandas as pd

from data import InputRefused, Options, Reading, Sheet, UsageProblem, frame, read, write_atomic
from geo import Gazetteer, add_warnings, check, place_claims

from .countries import known_country
from .project import Atlas, Policy, Project
from .select import Bundle, preview_policy, select
from .tables import write_table

if TYPE_CHECKING:
    from .page import StrikeMap


@dataclass(frozen=True)
class DrawColumns:
    """Columns of the user's table; those left out are found by their names and by what stands in them.

    `date_order` is the order of all-numeric dates such as 3/4/2017: mdy, dmy or ymd; `layer` the sheet or layer of a
    file that holds several.
    """

    lon: str | None = None
    lat: str | None = None
    date: str | None = None
    text: str | None = None
    killed: str | None = None
    date_order: str | None = None
    layer: str | None = None

    def named(self) -> dict[str, str]:
        """Field by column, for the columns that were named."""
        given = {"stated_lon": self.lon, "stated_lat": self.lat, "happened": self.date, "place_text": self.text}
        given["killed"] = self.killed
        return {field: column for field, column in given.items() if column}


def _project(table: Path) -> Project:
    return Project(
        folder=table.parent, atlas=Atlas(title=table.stem, complete=True), inputs=(), publish=Policy(statuses=("*",))
    )


@dataclass(frozen=True)
class Drawn:
    """A page, the reading behind it with the warnings of its places, and how many claims could be placed."""

    page: str
    reading: Reading
    placed: int


def _bundle(reading: Reading, country: str | None) -> Bundle:
    gazetteer = Gazetteer.embedded()
    claims = reading.claims
    if country:
        claims = claims.assign(country=claims["country"].fillna(country))
    claims = add_warnings(claims, check(claims, gazetteer))
    return Bundle(claims, place_claims(claims, gazetteer), frame("judgements"), reading.figures, reading.sources)


@overload
def draw(
    table: Path, *, columns: DrawColumns = ..., country: str | None = None, title: str = ""
) -> tuple[str, Reading]: ...
@overload
def draw(table: pd.DataFrame, *, title: str = "", **named: str) -> StrikeMap: ...
def draw(
    table: Path | pd.DataFrame,
    *,
    columns: Any = DrawColumns(),
    country: Any = None,
    title: str = "",
    **named: Any,
) -> tuple[str, Reading] | StrikeMap:
    """
    Draw one table: of a frame a map to look at and to add to, of a file a private page and the reading behind it.

    Parameters
    ----------
    table
        A GeoDataFrame of points in any CRS, or a frame with degrees in EPSG:4326; or the path of a CSV, GeoJSON or
        Parquet file.
    columns
        Of a file: columns that are not what their names and contents seem to say; what was guessed is in the notes of
        the reading.
    country
        Of a file: the country of the rows that name none, as a code or a name: their places are looked for there first.
    title
        Of the page that a frame makes.
    named
        Of a frame: which column is what, such as `killed_min="dead_low"` or `note="summary"`, see `FrameColumns`.

    Raises
    ------
    InputRefused
        When the file cannot be read, a named column is missing, or no column says where anything happened.
    UsageProblem
        When the country is not known; of a frame, when an option, a column, a CRS or a value is not what it should be.
    """
    if not isinstance(table, Path):
        from .page import map_of_frame  # noqa: PLC0415 - loads folium, which only pages need

        return map_of_frame(table, title=title, **named)
    if named:
        raise UsageProblem(
            f"Unknown option '{next(iter(named))}'.", hint="Name the columns of a file with DrawColumns."
        )
    drawn = _drawn(table, columns, country)
    return drawn.page, drawn.reading


def _drawn(table: Path, columns: DrawColumns, country: str | None) -> Drawn:
    from .page import compose_page  # noqa: PLC0415 - loads folium, which only pages need

    known = None if country is None else known_country(country)
    reading = read(table, Sheet(columns.named()), options=Options(date_order=columns.date_order, layer=columns.layer))
    if len(reading.figures):
        hint = "They go into a project, beside the reports that they stand against: docs/project.md."
        raise InputRefused("it holds stated totals, which have no place.", file=table.name, hint=hint)
    bundle = _bundle(reading, known)
    notes = reading.notes
    if guesses := reading.files[0].told_guesses():
        notes = (*notes, f"{guesses} Where that is wrong, name the columns, or: strikeatlas init.")
    reading = replace(reading, claims=reading.claims.assign(warnings=bundle.claims["warnings"]), notes=notes)
    selection = select(bundle, preview_policy(Policy()), as_of=date.max)
    page = compose_page(_project(table), selection, preview=True, data_sha256="")
    return Drawn(page, reading, int(bundle.placements["lon"].notna().sum()))


def draw_table(
    table: Path, out: Path, *, columns: DrawColumns, country: str | None = None
) -> tuple[dict[str, Any], pd.DataFrame]:
    """Write the private page of one table to `out`; return what was counted, and the rejected rows, written beside."""
    drawn = _drawn(table, columns, country)
    reading = drawn.reading
    write_atomic(out, drawn.page.encode(), mode=0o600)
    places = {"placed": drawn.placed, "not_placeable": len(reading.claims) - drawn.placed}
    counts: dict[str, Any] = dict(reading.counts) | places | {"notes": list(reading.notes)}
    rejected = out.with_suffix(".rejected.csv")
    if len(reading.rejected):
        write_table(reading.rejected, rejected)
        counts["rejected_file"] = str(rejected)
    else:
        rejected.unlink(missing_ok=True)  # of an earlier page of this name: its rows are put right
    return counts, reading.rejected
