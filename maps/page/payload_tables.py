"""The records payload of a page: what is drawn as columns, what is read as texts."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data import words

from ..payload import Column, Written, encode
from ..select import Selection
from ..tables import plain_column
from .records import Cards, claim_rows, date_words, final_day, first_day, status_word

HAS_WARNINGS = 1
COUNTS = ("killed_min", "killed_max", "injured_min", "injured_max")
NEEDED = (
    "happened_from", "happened_to", "date_precision", "country", "unit", "killed_min", "killed_max", "place_text",
    "place_text_ar",
)  # fmt: skip


def _texts(frame: pd.DataFrame, name: str) -> list[Any]:
    return plain_column(frame[name])


def _incident_columns(frame: pd.DataFrame, warned: list[bool], decimals: int) -> list[Column]:
    scale = 10**decimals
    starts, ends = (plain_column(frame[name]) for name in ("happened_from", "happened_to"))
    flagged = [HAS_WARNINGS if one else 0 for one in warned]
    return [
        Column("lon", "delta", frame["lon"], scale=scale),
        Column("lat", "delta", frame["lat"], scale=scale),
        Column("r_m", "uint", frame["r80_m"]),
        Column("precision", "code", frame["precision"], words=words("precision")),
        Column("day_from", "delta", list(map(first_day, starts))),
        Column("day_to", "delta", [final_day(end or start) for start, end in zip(starts, ends, strict=True)]),
        Column("date_precision", "code", _texts(frame, "date_precision"), words=words("date_precision")),
        Column("country", "code", _texts(frame, "country")),
        Column("unit", "code", _texts(frame, "unit")),
        Column("killed_min", "uint", frame["killed_min"]),
        Column("killed_max", "uint", frame["killed_max"]),
        Column("flags", "uint", flagged),
        Column("place", "strings", _texts(frame, "place_text")),
        Column("place_ar", "strings", _texts(frame, "place_text_ar")),
        Column("date", "strings", list(map(date_words, starts, ends))),
    ]


def _count_columns(selection: Selection, frame: pd.DataFrame, claims: pd.DataFrame) -> list[Column]:
    """One row for each incident and claimant, so that nobody's figure is added up twice."""
    index = {incident: row for row, incident in enumerate(frame["incident_id"].tolist())}
    counts = _complete(selection.counts, ("status", *COUNTS))
    counts = counts.assign(incident=[index[name] for name in counts["incident_id"].tolist()]).sort_values(
        ["incident", "claimant"], kind="stable"
    )
    who = plain_column(counts["claimant"])
    statuses = list(map(status_word, who, plain_column(counts["status"])))
    return [
        Column("incident", "delta", counts["incident"].to_numpy()),
        Column("claimant", "code", who),
        Column("status", "code", statuses),
        *(Column(name, "uint", counts[name]) for name in COUNTS),
        *_said_columns(claims, counts["incident"].tolist(), who),
    ]


def _said_columns(claims: pd.DataFrame, incidents: list[int], claimants: list[str]) -> list[Column]:
    """What each claimant says of the kind of strike and of who struck, in any of its claims of the incident."""
    held = _complete(claims, ("strike_kind", "belligerents"))
    said: dict[tuple[int, str], tuple[list[str], list[str]]] = {}
    columns = (plain_column(held[name]) for name in ("incident", "recorder", "strike_kind", "belligerents"))
    for incident, who, kind, sides in zip(*columns, strict=True):
        kinds, all_sides = said.setdefault((incident, who), ([], []))
        kinds += [] if kind is None else [kind]
        all_sides += sides or []
    told = [said.get(key, ([], [])) for key in zip(incidents, claimants, strict=True)]
    return [
        Column("kinds", "codes", [list(dict.fromkeys(kinds)) for kinds, _ in told]),
        Column("belligerents", "codes", [list(dict.fromkeys(sides)) for _, sides in told]),
    ]


def _shape_columns(frame: pd.DataFrame) -> list[Column]:
    """The few incidents whose area is no circle, each with its ring as the published tables hold it."""
    drawn = frame[frame["shape"].notna()] if "shape" in frame.columns else frame.iloc[:0]
    rings = _texts(drawn, "shape") if len(drawn) else []
    return [Column("incident", "delta", drawn.index.tolist()), Column("ring", "strings", rings)] if rings else []


def records_payload(
    selection: Selection,
    tables: tuple[pd.DataFrame, pd.DataFrame],
    told: Cards,
    *,
    model: dict[str, Any] | None = None,
    level: int | None = None,
) -> bytes:
    """
    Return the payload of incidents and claims (see `joined`, `claim_rows`) with the cards of the incidents.

    Positions stand in steps of the policy; columns that it withholds travel as unknown. `level` is that of `Written`.
    """
    frame, claims = tables
    columns = {
        "incidents": _incident_columns(_complete(frame, NEEDED), told.warned, selection.policy.coordinate_decimals),
        "claims": _count_columns(selection, frame, claims),
    }
    # Of a page whose places are all circles there is no such table.
    columns |= {"shapes": shapes} if (shapes := _shape_columns(frame)) else {}
    return encode(columns, Written(told.texts, level), meta={} if model is None else {"model": model})


# What the small page draws and says of an incident; everything else stands in the whole page.
EMBEDDED = {
    "incidents": (
        "lon", "lat", "r_m", "precision", "day_from", "killed_min", "killed_max", "place", "place_ar", "date",
    ),
    "claims": ("incident", "claimant", "killed_min", "killed_max"),
}  # fmt: skip


def embedded_payload(selection: Selection, frame: pd.DataFrame) -> bytes:
    """Return the payload of the small page: the drawn columns of the incidents in `frame`, their names, no cards."""
    bare = [False] * len(frame)
    whole = {
        "incidents": _incident_columns(_complete(frame, NEEDED), bare, selection.policy.coordinate_decimals),
        "claims": _count_columns(selection, frame, claim_rows(selection, frame)),
    }
    tables = {name: [column for column in columns if column.name in EMBEDDED[name]] for name, columns in whole.items()}
    tables["incidents"].append(Column("id", "strings", _texts(frame, "incident_id")))
    return encode(tables, [], meta={})


def _complete(frame: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    return frame.assign(**{name: None for name in names if name not in frame.columns})
