"""What a front door gives at first use: one question does not wait for all that a room can do."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any


class LateDoor(ModuleType):
    """A front door that loads a thing when it is asked for, by the table `LATE` of its names."""

    def __getattr__(self, name: str) -> Any:
        home = self.__dict__.get("LATE", {}).get(name)
        if home is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        value = getattr(import_module(home, self.__name__), name)
        super().__setattr__(name, value)
        return value

    def __setattr__(self, name: str, value: object) -> None:
        # A module that is loaded becomes an attribute of its package: where a thing of the door bears the same name,
        # the thing is meant.
        if not (isinstance(value, ModuleType) and name in self.__dict__.get("LATE", {})):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.__dict__.get("LATE", {})})


def late_door(package: str, homes: Mapping[str, str]) -> dict[str, str]:
    """Make a package a late door; `homes` maps a module of it to the names that it gives, with blanks between.

    The table of the names and their modules stands in the package as `LATE`, and is returned.
    """
    late = {name: home for home, names in homes.items() for name in names.split()}
    door = sys.modules[package]
    door.__dict__["LATE"] = late
    door.__class__ = LateDoor
    return late


LATE = late_door(
    "data",
    {
        ".engine": "Engine OneProcess Part Progress open_engine parquet_parts",
        ".foreign": "Foreign read_foreign take_part zip_parts",
        ".history": "FoldNote Folded Judgement Store Weighed append_judgement append_judgements confirmed custody fold "
        "in_force init_store judgements_frame judgements_from_links number_steps open_store open_team_store "
        "read_judgements review_list standing tombstones weigh withdrawal",
        ".identity": "identify",
        ".net": "Answer Fetched Reach bring_file fetch_bytes fetch_file",
        ".ranges": "Range add hull",
        ".readers.door": "Proposal Sheet Written keep_copy own_mapping propose_mapping read read_cells read_to "
        "sheet_mapping write_rejected",
        ".readers.joining": "combine supersede",
        ".readers.limits": "Limits",
        ".readers.mapping": "Mapping load_recorders mapping_file",
        ".readers.options": "Options",
        ".readers.reading": "FileSeen Reading",
        ".reconcile": "Compared Reconciled Terms compare default_terms footnotes headline_grades reconcile",
        ".releases": "ReleaseReading link_releases read_release read_release_items read_strike_lines",
        ".schema": "among conform frame schema validate",
        ".store": "ARROW_TYPES current_run from_arrow new_run read_frame write_frame",
    },
)
