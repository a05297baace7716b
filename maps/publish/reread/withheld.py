"""What a project knows and does not publish, as strings that can be looked for."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from data import fields

from ...pipeline import Built
from ...project import Project
from ...select import Bundle, Selection
from .page import leaves

SHORTEST = 6
TABLES = ("claims", "placements", "judgements", "figures", "sources")
# Sentences and lines of what people write: a part of a note gives it away as well as the whole.
PARTS = re.compile(r"[\n\r;|]+|(?<=[.!?؟])\s+")
PART_SHORTEST = 12
POINTS = (("claims", "stated_lon"), ("claims", "stated_lat"), ("placements", "lon"), ("placements", "lat"))
MOST_DECIMALS = 8


def withheld_texts(bundle: Bundle, project: Project, built: Built | None) -> set[str]:
    """Every text of six characters or more that the project holds, whole and in parts; public ones still among them."""
    found: set[str] = set()
    for name in TABLES:
        found |= _of_table(getattr(bundle, name), name)
    found |= {str(project.folder), *(str(project.folder / given.path) for given in project.inputs)}
    if built is not None:
        found |= {str(built.folder), *(seen.name for seen in built.files), *(seen.sha256 for seen in built.files)}
    return {text for text in found if len(text) >= SHORTEST}


def _of_table(frame: pd.DataFrame, table: str) -> set[str]:
    found: set[str] = set()
    for item in fields(table):
        if item.name not in frame.columns or item.words or item.type not in ("text", "list", "json"):
            continue
        values = frame[item.name].dropna()
        if item.type == "list":
            found.update(text for row in values for text in row)
        elif item.type == "json":
            found.update(_json_texts(values.unique()))
        else:
            found.update(values.unique())
    return found | {part for text in found if len(text) > PART_SHORTEST for part in _parts(text)}


def _json_texts(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        try:
            content = json.loads(value)
        except ValueError:
            yield value
            continue
        yield from (leaf for _, leaf in leaves(content) if isinstance(leaf, str))


def _candidate_numbers(values: Iterable[str]) -> list[float]:
    """Positions of the places that a claim could be as well."""
    contents = (json.loads(value) for value in values)
    found = ((name, leaf) for content in contents for name, leaf in leaves(content))
    return [float(leaf) for name, leaf in found if name in ("lon", "lat") and isinstance(leaf, int | float)]


def _parts(text: str) -> Iterator[str]:
    return (part.strip() for part in PARTS.split(text) if len(part.strip()) >= PART_SHORTEST)


def fine_numbers(bundle: Bundle, selection: Selection) -> np.ndarray:
    """Coordinates of the project, in degrees, that have more decimals than the policy lets out."""
    columns = [getattr(bundle, table)[name].to_numpy(dtype=float, na_value=np.nan) for table, name in POINTS]
    columns.append(np.array(_candidate_numbers(bundle.placements["candidates"].dropna().unique()), dtype=float))
    values = np.unique(np.concatenate([column[np.isfinite(column)] for column in columns]))
    decimals = selection.policy.coordinate_decimals
    fine: np.ndarray = values[np.abs(values - np.round(values, decimals)) > 1e-9]
    return fine


def fine_digits(values: Iterable[float], decimals: int) -> set[str]:
    """
    The ways in which one digit more than allowed, or several, would be written.

    >>> sorted(fine_digits([36.345671], 2))[:3]
    ['36.345', '36.3456', '36.34567']
    """
    found: set[str] = set()
    for value in values:
        exact = f"{value:.{MOST_DECIMALS}f}".rstrip("0")
        for count in range(decimals + 1, MOST_DECIMALS + 1):
            cut, rounded = exact[: exact.index(".") + 1 + count], f"{value:.{count}f}".rstrip("0")
            # What ends within the allowed decimals says nothing more.
            found |= {text for text in (cut, rounded) if len(text.partition(".")[2]) > decimals}
    return {text for text in found if len(text) >= SHORTEST}


def fine_bytes(values: Iterable[float]) -> set[bytes]:
    """The same as eight bytes of a double, in both orders."""
    return {struct.pack(order, value) for value in values for order in ("<d", ">d")}
