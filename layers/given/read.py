"""From a table of any kind to placements: ours as they are, a recorder's by its mapping, a sheet by its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from data import (
    InputRefused,
    Reading,
    conform,
    fold,
    frame,
    load_recorders,
    own_mapping,
    read,
    read_cells,
    read_frame,
)
from geo import Gazetteer, place_claims, place_incidents

from .columns import Columns, columns_of
from .ours import table_in
from .sheet import NOT_STATED, placed_sheet

PLACEMENTS, CLAIMS, INCIDENTS = (
    {"subject_id", "precision", "r95_m"},
    {"claim_id", "record_id"},
    {"incident_id", "claim_ids"},
)
OWN = "strikeatlas"


@dataclass(frozen=True)
class Ask:
    """What the caller says of a table: its columns by what they hold (lon, lat, id), its recorder, a class for all."""

    columns: Mapping[str, str] = field(default_factory=dict)
    recorder: str | None = None
    precision: str | None = None
    gazetteer: Path | None = None

    def places(self) -> Gazetteer:
        """Return the list of places to look words up in."""
        return Gazetteer.open(self.gazetteer) if self.gazetteer else Gazetteer.embedded()


@dataclass(frozen=True)
class Given:
    """A table as placements; `subjects` counts each incident's claims where the table was read to be tallied."""

    placements: pd.DataFrame
    incidents: pd.DataFrame
    counts: pd.DataFrame
    rejected: pd.DataFrame
    rows_in: int
    duplicates: int = 0
    notes: tuple[str, ...] = ()

    @property
    def accounted(self) -> dict[str, int]:
        """Rows in = kept + rejected + duplicates."""
        rejected = len(self.rejected)
        kept = self.rows_in - rejected - self.duplicates
        return {"rows_in": self.rows_in, "kept": kept, "rejected": rejected, "duplicates": self.duplicates}


def read_given(path: Path | str, ask: Ask, *, counted: bool = False) -> Given:
    """Read a table as placements; with `counted` also as incidents and counts, whose subjects are then incidents.

    A table of `strikeatlas read` or of a work folder is known by its columns; so is a recorder's. Every other table
    is a sheet of the user's own: its points stand, rows without any are located by their words.

    Parameters
    ----------
    path
        Any table that `data.read` takes.
    ask
        What the caller says of it.

    Raises
    ------
    UsageProblem
        There is no such file, column or recorder.
    InputRefused
        The table as a whole cannot be read, or holds no place.
    """
    where = Path(path)
    cells, misshapen = read_cells(where, numbered=True)
    header = {str(name) for name in cells.columns}
    if header >= PLACEMENTS and not counted:
        return _placements(cells, misshapen, where)
    if header >= INCIDENTS or header >= CLAIMS or header >= PLACEMENTS:
        return _of_ours(where, header, ask, counted=counted)
    if ask.recorder or _recorded(header):
        return _of_recorder(where, ask, counted=counted)
    columns = columns_of(cells.columns, named=ask.columns, file=where.name)
    return _counted_sheet(where, cells, columns, ask) if counted else _sheet(where, cells, misshapen, columns, ask)


def _recorded(header: set[str]) -> bool:
    """Whether the columns are those of a recorder that is known."""
    return any(
        mapping.name != OWN and mapping.table == "claims" and any(header.issuperset(tell) for tell in mapping.detect)
        for mapping in load_recorders()
    )


def _placements(cells: pd.DataFrame, misshapen: pd.DataFrame, where: Path) -> Given:
    if where.suffix == ".parquet":
        placements = read_frame(where, "placements")
    else:
        columns = columns_of(cells.columns, named={"id": "subject_id"}, file=where.name)
        placements, wrong = placed_sheet(cells, columns, Gazetteer.embedded(), file=where.name)
        misshapen = pd.concat([misshapen, wrong], ignore_index=True)
    notes = (f"{where.name}: a table of placements.",)
    return Given(
        placements.reset_index(drop=True), frame("incidents"), frame("counts"), misshapen, len(cells), 0, notes
    )


def _of_ours(where: Path, header: set[str], ask: Ask, *, counted: bool) -> Given:
    """Return a table of ours: with the placements, judgements and claims that lie beside it in a work folder."""
    beside = {name: where.parent / f"{name}.parquet" for name in ("claims", "placements", "judgements")}
    in_folder = where.name in {f"{name}.parquet" for name in (*beside, "incidents")} and all(
        file.exists() for file in beside.values()
    )
    if header >= CLAIMS and not in_folder:
        reading = _as_it_is(where) if table_in(where) == "claims" else read(where, OWN)
        return _placed(reading, place_claims(reading.claims, ask.places()), frame("judgements"), counted=counted)
    if not in_folder:
        hint = "Name the one in the work folder, beside claims.parquet and placements.parquet, or a table of claims."
        raise InputRefused("This table holds no reports of its own.", file=str(where), hint=hint)
    claims, placements, judgements = (read_frame(file, name) for name, file in beside.items())
    reading = Reading(
        claims=claims, rows_in=len(claims), notes=(f"{where}: placed as the build of that folder placed it.",)
    )
    return _placed(reading, placements, judgements, counted=counted or header >= INCIDENTS)


def _as_it_is(where: Path) -> Reading:
    """Return a table that `strikeatlas read` wrote: its rows were accounted for when they were read."""
    claims = read_frame(where, "claims")
    return Reading(claims=claims, rows_in=len(claims))


def _of_recorder(where: Path, ask: Ask, *, counted: bool) -> Given:
    reading = read(where, ask.recorder)
    if not len(reading.claims) and len(reading.figures):
        raise InputRefused("It holds stated totals, and no reports.", file=where.name, hint="Totals have no place.")
    placements = place_claims(reading.claims, ask.places())
    if not counted:
        placements = placements.assign(subject_id=_shortest_ids(reading.claims))
    return _placed(reading, placements, frame("judgements"), counted=counted)


def _shortest_ids(claims: pd.DataFrame) -> pd.Series:
    """Return the recorder's own codes where each stands once, else our ids."""
    for name in ("record_code", "record_id"):
        if claims[name].notna().all() and claims[name].is_unique:
            return claims[name]
    return claims["claim_id"]


def _placed(reading: Reading, placements: pd.DataFrame, judgements: pd.DataFrame, *, counted: bool) -> Given:
    incidents, counts = frame("incidents"), frame("counts")
    if counted:
        folded = fold(reading.claims, judgements)
        incidents, counts = folded.incidents, folded.counts
        placements = place_incidents(incidents, placements)
    told = reading.counts
    return Given(
        placements, incidents, counts, reading.rejected, told["rows_in"], told["duplicates"], tuple(reading.notes)
    )


def _sheet(where: Path, cells: pd.DataFrame, misshapen: pd.DataFrame, columns: Columns, ask: Ask) -> Given:
    placements, wrong = placed_sheet(cells, columns, ask.places(), file=where.name, precision=ask.precision)
    rejected = pd.concat([misshapen, wrong], ignore_index=True)
    notes = _said(where.name, placements, columns)
    placements = placements.reset_index(drop=True)
    rows = len(cells) + len(misshapen)
    return Given(placements, frame("incidents"), frame("counts"), rejected, rows, 0, notes)


def _counted_sheet(where: Path, cells: pd.DataFrame, columns: Columns, ask: Ask) -> Given:
    targets = {"lon": "stated_lon", "lat": "stated_lat", "id": "record_code", "text": "place_text"}
    named = {targets.get(what, what): name for what, name in ask.columns.items()}
    reading = read(where, own_mapping(named))
    placements, wrong = placed_sheet(cells, columns, ask.places(), file=where.name, precision=ask.precision)
    readable = reading.claims["origin_row"].isin(placements.index)
    claims = reading.claims[readable].reset_index(drop=True)
    here = placements.loc[claims["origin_row"].astype("int64")].reset_index(drop=True)
    # A row may be wrong in both readings; it is told once.
    new = wrong[~wrong["row"].isin(reading.rejected["row"])]
    again = int(reading.counts["duplicates"])
    rejected = pd.concat([reading.rejected, new], ignore_index=True)
    folded = fold(claims, frame("judgements"))
    placed = place_incidents(folded.incidents, here.assign(subject_id=claims["claim_id"]))
    rows = int(reading.counts["rows_in"])
    notes = (*reading.notes, *_said(where.name, placements, columns))
    return Given(placed, folded.incidents, folded.counts, conform(rejected, "rejected"), rows, again, notes)


def _said(file: str, placements: pd.DataFrame, columns: Columns) -> tuple[str, ...]:
    """Return what the reader of the result should know of how its rows were placed."""
    notes = []
    located = int((placements["method"] == "gazetteer").sum())
    if located:
        notes.append(f"{file}: {located} rows were located by their words; see strikeatlas locate for the reasons.")
    if not columns.sized and not columns.worded and placements["warnings"].map(lambda codes: NOT_STATED in codes).any():
        notes.append(
            f"{file} does not say how exactly its points are known: each is taken as it stands. "
            "Say otherwise with a column precision or radius_m, or with --precision."
        )
    return tuple(notes)
