"""Whose table it is, by the columns that tell."""

from __future__ import annotations

from difflib import get_close_matches

from ..errors import InputRefused
from .mapping import Mapping, load_mapping, mapping_names


def detect_mapping(header: list[str], *, file: str) -> Mapping:
    """Find the mapping whose telling columns are all in the header; the one with the most of them wins.

    Raises
    ------
    InputRefused
        None fits; the error names the columns that come nearest.
    """
    names = set(header)
    fitting = [mapping for mapping in map(load_mapping, mapping_names()) if _fits(mapping, names)]
    if not fitting:
        ours = [alias for rule in load_mapping("strikeatlas").rules for alias in rule.columns]
        near = {name: close[0] for name in header if (close := get_close_matches(name, ours, 1, 0.7))}
        told = "; ".join(f"{name!r} is near {ours!r}" for name, ours in near.items())
        named = f"Name the recorder with --recorder ({', '.join(mapping_names())})"
        hint = f"{told or named}. For a sheet of your own run: strikeatlas init {file}"
        raise InputRefused("the columns are those of no recorder that is known.", file=file, row=1, hint=hint)
    return max(fitting, key=lambda mapping: (max(map(len, mapping.detect), default=0), mapping.name))


def _fits(mapping: Mapping, names: set[str]) -> bool:
    if mapping.detect or mapping.text or mapping.name == "hxl":
        return any(names.issuperset(telling) for telling in mapping.detect)
    own = [rule for rule in mapping.rules if rule.own]
    return any(not names.isdisjoint(rule.columns) for rule in own if rule.target in TELLING)


TELLING = frozenset(
    {
        "place_text",
        "place_text_ar",
        "stated_lon",
        "stated_lat",
        "stated_mgrs",
        "happened_from",
        "killed_min",
        "injured_min",
    }
)
