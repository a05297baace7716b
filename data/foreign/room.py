"""The parent's side of the locked room: copies the file in, starts the worker, takes the table out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from ..errors import InputRefused, UsageProblem
from ..readers.heading import under_heading
from ..readers.limits import DEFAULT_LIMITS, MEGABYTE, Limits, raise_hint, refuse_over
from .zips import check_zip, take_out

WORKER = Path(__file__).with_name("worker.py")
# Kinds whose layers are the files in them.
PACKED = ("shapefile_zip",)
# The worker's whole environment. No variable of the user's reaches it: each can open a door in GDAL.
LOCKED = {
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "CPL_VSIL_CURL_USE_HEAD": "NO",
    "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_PAM_ENABLED": "NO",
    "OGR_SQLITE_LOAD_EXTENSIONS": "",
    "PROJ_NETWORK": "OFF",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "LC_ALL": "C.UTF-8",
    "PYTHONUTF8": "1",
}

NOT_WHAT_IT_SAYS = "Check that this is the file you meant, and that it is whole."


@dataclass(frozen=True, slots=True)
class Foreign:
    """A foreign table: its columns, geometry as WKB in `geometry`, and the CRS that the file states.

    `crs` is as stated ("EPSG:4326" or the like) and None where the file states none: then it
    has to be asked for, never assumed.
    """

    frame: pd.DataFrame
    crs: str | None
    driver: str
    notes: tuple[str, ...] = ()


@cache
def _drivers() -> dict[str, Any]:
    with Path(__file__).with_name("drivers.toml").open("rb") as file:
        return tomllib.load(file)


def kind_of(path: Path) -> str | None:
    """Name the kind of foreign file by the ending of its name, or None where it is none."""
    kinds = _drivers()["kinds"]
    return next((name for name, kind in kinds.items() if path.suffix.lower() in kind["suffixes"]), None)


def read_foreign(path: Path | str, *, layer: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Foreign:
    """Read a GeoPackage, Shapefile (also zipped), GeoJSON, KML, KMZ, (Geo)Parquet, XLSX or ODS file.

    The file is opened in a worker process by the one driver for the ending of its name, without
    network and within the limits. Nothing is reprojected.

    Parameters
    ----------
    path
        The file. What lies beside it is not looked at, except for the parts of a shapefile.
    layer
        Layer or sheet, where the file holds several.
    limits
        Budgets; the error names the one that was passed.

    Raises
    ------
    UsageProblem
        There is no such file, or its kind is not read.
    InputRefused
        The file is not what its name says, is damaged, or passes a limit.
    """
    table, told = read_arrow(path, layer=layer, limits=limits)
    if "head" in told:
        table = under_heading(table, told["head"], file=Path(path).name, limits=limits).cells
    frame = table.to_pandas(types_mapper={pa.string(): pd.StringDtype(), pa.large_string(): pd.StringDtype()}.get)
    notes = [f"{Path(path).name}: {told['driver']}, {told['rows']} rows"]
    if "geometry" in frame and told["crs"] is None:
        notes.append("The file states no coordinate reference system.")
    return Foreign(frame, told["crs"], str(told["driver"]), tuple(notes))


def read_arrow(path: Path | str, *, layer: str | None = None, limits: Limits = DEFAULT_LIMITS) -> tuple[Any, Any]:
    """Read a foreign file as an Arrow table, and what the worker told of it.

    Raises
    ------
    UsageProblem, InputRefused
        As `read_foreign`.
    """
    where = Path(path)
    if not where.is_file():
        raise UsageProblem(f"There is no file {path}.", hint="Check the path.")
    kind = kind_of(where)
    if kind is None:
        endings = ", ".join(suffix for each in _drivers()["kinds"].values() for suffix in each["suffixes"])
        raise UsageProblem(f"{where.name}: this kind of file is not read.", hint=f"Known: {endings}.")
    if where.stat().st_size > limits.megabytes * MEGABYTE:
        raise refuse_over("megabytes", where.stat().st_size // MEGABYTE, limits.megabytes, file=where.name)
    with _room() as room:
        name = _carry_in(where, room, kind=kind, layer=layer, limits=limits)
        # What a zip holds has a name of ours by now.
        told = _work(room, _job(name, kind, None if kind in PACKED else layer, limits), file=where.name)
        out = room / "out.arrow"
        if not out.exists():
            raise InputRefused(
                "The file holds no rows.", file=where.name, hint="Check that this is the file you meant."
            )
        with pa.OSFile(str(out), "rb") as file:
            return pa.ipc.open_file(file).read_all(), told


@contextmanager
def _room() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="strikeatlas-") as folder:
        yield Path(folder)


def _job(name: str, kind: str, layer: str | None, limits: Limits) -> dict[str, Any]:
    budget = {key: getattr(limits, key) for key in ("rows", "columns", "seconds", "memory_megabytes")}
    budget["unpacked_megabytes"] = limits.unpacked_megabytes
    return {"input": name, "kind": kind, "layer": layer, "drivers": _drivers()["kinds"][kind]["drivers"], **budget}


def _carry_in(path: Path, room: Path, *, kind: str, layer: str | None, limits: Limits) -> str:
    """Copy the file, or the parts of it that are wanted, into the room under names of ours."""
    entry = _drivers()["kinds"][kind]
    with path.open("rb") as file:
        head = file.read(64)
    if not head:
        raise InputRefused("The file is empty.", file=path.name, hint="Check that this is the file you meant.")
    if not head.startswith(bytes.fromhex(entry["begins"])) or (not entry["begins"] and not _is_text(head, kind)):
        raise InputRefused(f"this is no {kind.replace('_', ' ')} file.", file=path.name, hint="Check its ending.")
    if entry["begins"] == "504b0304":
        check_zip(path, limits)
    if "inside" in entry:
        return _unpack(path, room, entry["inside"], layer if kind in PACKED else None)
    name = f"input{entry['suffixes'][0]}"
    shutil.copyfile(path, room / name)
    for suffix in entry.get("beside", ()):
        beside = next(
            (part for part in (path.with_suffix(suffix), path.with_suffix(suffix.upper())) if part.is_file()), None
        )
        if beside:
            shutil.copyfile(beside, room / f"input{suffix}")
    return name


def _is_text(head: bytes, kind: str) -> bool:
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return first in ((b"<",) if kind == "kml" else (b"{", b"["))


def _unpack(path: Path, room: Path, wanted: list[str], layer: str | None) -> str:
    """Take one dataset out of a zip, each part under a name of ours and no larger than it said."""
    with zipfile.ZipFile(path) as held:
        parts = {part.filename: part for part in held.infolist() if not part.is_dir()}
        mains = {
            name.rpartition("/")[2][: -len(wanted[0])]: name
            for name in sorted(parts, reverse=True)
            if name.lower().endswith(wanted[0]) and "__MACOSX" not in name
        }
        if not mains:
            raise InputRefused(f"there is no {wanted[0]} file in it.", file=path.name, hint="Check what was packed.")
        names = ", ".join(sorted(mains)[:20])
        if layer is not None and layer not in mains:
            raise InputRefused(f"there is no layer {layer!r} in it.", file=path.name, hint=f"Layers: {names}.")
        if len(mains) > 1 and layer is None and wanted[0] == ".shp":
            told = f"Name one of: {names}."
            raise InputRefused(f"there are {len(mains)} {wanted[0]} files in it.", file=path.name, hint=told)
        stem = mains[layer or min(mains)][: -len(wanted[0])]
        for suffix in wanted:
            part = next((name for name in parts if name.lower() == f"{stem}{suffix}".lower()), None)
            if part:
                take_out(held, part, room / f"input{suffix}", file=path.name)
    return f"input{wanted[0]}"


def _environment(drivers: list[str]) -> dict[str, str]:
    off = ",".join(sorted(set(_drivers()["known"]["drivers"]) - set(drivers)))
    return LOCKED | {"OGR_SKIP": off, "GDAL_SKIP": off, "PATH": os.defpath}


def _work(room: Path, job: dict[str, Any], *, file: str) -> dict[str, Any]:
    """Run the worker in the room; tell how it ended in our words."""
    (room / "job.json").write_text(json.dumps(job), encoding="utf-8")
    told = room / "told.json"
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(WORKER)],
            cwd=room,
            env=_environment(job["drivers"]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=job["seconds"],
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise refuse_over("seconds", None, job["seconds"], file=file) from None
    answer: dict[str, Any] = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
    if "refused" in answer:
        hint = raise_hint(answer["limit"]) if answer["limit"] else answer["hint"] or NOT_WHAT_IT_SAYS
        raise InputRefused(answer["refused"], file=file, hint=hint)
    if done.returncode == 0 and answer:
        return answer
    if done.returncode in (-24, -9) and job["seconds"]:
        raise refuse_over("seconds", None, job["seconds"], file=file)
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    last = [line for line in lines if not line.startswith("Warning")][-1:] or [f"it ended with {done.returncode}"]
    memory = f"This may be its limit of {job['memory_megabytes']} megabytes: {raise_hint('memory_megabytes')}"
    raise InputRefused(f"the reader broke on it ({last[0][:200]}).", file=file, hint=memory)
