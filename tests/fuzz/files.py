"""Fuzzing targets of files that people write or send: a payload, a mapping, a project, a gazetteer, a log.

Bytes in; a thing that holds its laws, or a refusal in our words, out.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data import InputRefused, UsageProblem, read, read_judgements
from data.readers.mapping import load_mapping
from geo import Gazetteer
from geo.gazetteer.build import build_gazetteer
from maps import load_project
from maps.payload import decode, raw_blocks

from .rows import HEADER, ROW, hold_to_the_law

REFUSED = (InputRefused, UsageProblem)


@contextmanager
def desk(name: str, data: bytes) -> Iterator[Path]:
    """A file of these bytes, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        yield path


def fuzz_payload(data: bytes) -> None:
    """A payload is read whole, with columns as long as their table says, or refused as damaged."""
    for start in (b"", b"SAP1"):
        try:
            found = decode(start + data)
            raw_blocks(start + data)
        except ValueError:
            continue
        assert all(len(table.columns) == len(set(table.columns)) for table in found.tables.values())


def fuzz_mapping(data: bytes) -> None:
    """A mapping is refused with the name of what is wrong, or it reads a table by the law of all readings."""
    with desk("own.toml", data) as path:
        try:
            load_mapping(str(path))
        except REFUSED:
            return
        table = path.with_name("table.csv")
        table.write_bytes(HEADER + ROW)
        try:
            hold_to_the_law(read(table, str(path)))
        except REFUSED:
            return


def fuzz_project(data: bytes) -> None:
    """A project file is read or refused; what is read is within its ranges."""
    with desk("atlas.toml", data) as path:
        try:
            project = load_project(path)
        except REFUSED:
            return
        assert 0 <= project.publish.coordinate_decimals <= 5
        assert project.publish.embargo_days >= 0
        assert project.atlas.languages


def fuzz_gazetteer(data: bytes) -> None:
    """A list of places, or a dump, is built into a gazetteer or refused; so is a database opened."""
    for name, kind in (("places.csv", "list"), ("XX.txt", "geonames")):
        with desk(name, data) as path:
            try:
                report = build_gazetteer([f"{kind}:{path}"], path.with_name("out.sqlite"))
            except REFUSED:
                continue
            held = Gazetteer.open(path.with_name("out.sqlite"))
            assert len(held) == report.rows
            assert held.places["lat"].between(-90, 90).all()
            assert held.places["lon"].between(-180, 180).all()
    with desk("own.sqlite", data) as path:
        try:
            Gazetteer.open(path)
        except REFUSED:
            return


def fuzz_judgements(data: bytes) -> None:
    """A log is a whole chain, or refused with the line at which it breaks."""
    with desk("judgements.jsonl", data) as path:
        try:
            held = read_judgements(path)
        except REFUSED:
            return
        assert held["judgement_id"].is_unique
