"""The worker of the locked room: opens one file by one driver and writes it out as Arrow.

This file is run by its path, in an environment of its own, and imports nothing of ours.
It reads `job.json` in its folder, writes `out.arrow` and `told.json`, and ends with 0, or
with 3 when it refuses the file. Only the folder it starts in is known to it.
"""

from __future__ import annotations

import itertools
import json
import os
import resource
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

MEGABYTE = 1 << 20
# Among so many rows the header of a sheet is looked for.
HEAD_ROWS = 30
SAID_ONCE = "STRIKEATLAS_LOCKED"
Job = dict[str, Any]


def refuse(message: str, *, limit: str = "", hint: str = "") -> NoReturn:
    """Say why the file is refused, and end."""
    Path("told.json").write_text(json.dumps({"refused": message, "limit": limit, "hint": hint}), encoding="utf-8")
    sys.exit(3)


def lock(job: Job) -> None:
    """Bind this process to its limits of memory, output and processor time."""
    memory = job["memory_megabytes"] * MEGABYTE
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, job["unpacked_megabytes"] * MEGABYTE),
        (resource.RLIMIT_CPU, job["seconds"]),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard < 0 else min(most, hard), hard))


def check_drivers(allowed: list[str]) -> Any:
    """Import pyogrio and make sure that no driver is there beside the allowed one."""
    import pyogrio  # noqa: PLC0415 (what it registers depends on the environment at this moment)

    # Without MEM GDAL falls over; it opens no file, and the name of ours is not one that it takes.
    others = sorted(set(pyogrio.list_drivers()) - set(allowed) - {"MEM"})
    if others and os.environ.get(SAID_ONCE):
        refuse(f"drivers could not be switched off: {', '.join(others)}.", hint="Please report this build of GDAL.")
    if others:
        more = {name: f"{os.environ.get(name, '')},{','.join(others)}" for name in ("OGR_SKIP", "GDAL_SKIP")}
        # The same program again, with the drivers off that this build has beyond those we know.
        os.execve(sys.executable, [sys.executable, "-I", __file__], os.environ | more | {SAID_ONCE: "1"})  # noqa: S606
    return pyogrio


def vector_batches(job: Job, told: Job) -> Iterator[Any]:
    """Yield the features of a vector file as Arrow batches, the geometry last as WKB in `geometry`."""
    pyogrio = check_drivers(job["drivers"])
    layers = [str(row[0]) for row in pyogrio.list_layers(job["input"])]
    wanted = chosen_layers(job, layers)
    told["layers"] = layers
    for layer in wanted:
        info = pyogrio.read_info(job["input"], layer=layer)
        if len(info["fields"]) > job["columns"]:
            refuse(f"more than {job['columns']} columns ({len(info['fields'])} found).", limit="columns")
        check_named(job, info["crs"])
        told |= {"crs": info["crs"], "driver": info["driver"], "encoding": info["encoding"]}
        with pyogrio.open_arrow(job["input"], layer=layer, use_pyarrow=True, batch_size=8192) as (meta, reader):
            for batch in reader:
                yield geometry_last(batch, meta["geometry_name"] or "wkb_geometry")


def kml_batches(job: Job, told: Job) -> Iterator[Any]:
    """Yield the features of a KML file with the fields of its placemarks, which the driver does not read."""
    batches = list(vector_batches(job, told))
    beside = runpy.run_path(str(Path(__file__).with_name("placemarks.py")))
    yield from beside["with_fields"](batches, Path(job["input"]))


def check_named(job: Job, crs: str | None) -> None:
    """Refuse a GeoJSON file that names a system which GDAL does not know, and for which it takes WGS 84 in silence."""
    if job["kind"] == "geojson" and crs == "EPSG:4326":
        beside = runpy.run_path(str(Path(__file__).with_name("named.py")))
        if name := beside["strange_system"](Path(job["input"])):
            refuse(f"it names the coordinate system {name}, which is not known.", hint="Convert it to EPSG:4326.")


def chosen_layers(job: Job, layers: list[str]) -> list[str]:
    """Choose the layer that was asked for, the only one, or in KML all of them."""
    if not layers:
        refuse("the file holds no layer.")
    if job["layer"] is not None:
        if job["layer"] not in layers:
            refuse(f"there is no layer {job['layer']!r}.", hint=f"Layers: {', '.join(layers)}.")
        return [str(job["layer"])]
    if len(layers) > 1 and job["drivers"] != ["KML"]:
        refuse(f"the file holds {len(layers)} layers.", hint=f"Name one of: {', '.join(layers)}.")
    return layers


def geometry_last(batch: Any, name: str) -> Any:
    """Put the geometry column last, under the name `geometry`."""
    import pyarrow as pa  # noqa: PLC0415

    names = [other for other in batch.schema.names if other != name]
    columns = [batch.column(other) for other in names]
    if name in batch.schema.names:
        names, columns = [*names, "geometry"], [*columns, batch.column(name).cast(pa.binary())]
    return pa.RecordBatch.from_arrays(columns, names=names)


def parquet_batches(job: Job, told: Job) -> Iterator[Any]:
    """Yield a Parquet file in batches; GeoParquet keeps its geometry as WKB and its CRS."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    file = pq.ParquetFile(job["input"], thrift_string_size_limit=100 * MEGABYTE)
    if file.metadata.num_columns > job["columns"]:
        refuse(f"more than {job['columns']} columns ({file.metadata.num_columns} found).", limit="columns")
    if file.metadata.num_rows > job["rows"]:
        refuse(f"more than {job['rows']} rows ({file.metadata.num_rows} found).", limit="rows")
    unpacked = sum(file.metadata.row_group(n).total_byte_size for n in range(file.metadata.num_row_groups))
    if unpacked > job["unpacked_megabytes"] * MEGABYTE:
        refuse(f"more than {job['unpacked_megabytes']} megabytes when unpacked.", limit="unpacked_megabytes")
    geo = json.loads((file.schema_arrow.metadata or {}).get(b"geo", b"{}"))
    column = geo.get("primary_column")
    told |= {"driver": "GeoParquet" if column else "Parquet", "crs": parquet_crs(geo, column)}
    told |= {"pandas": "strikeatlas" if b"strikeatlas.table" in (file.schema_arrow.metadata or {}) else ""}
    for batch in file.iter_batches(batch_size=8192):
        yield geometry_last(batch, column) if column else batch


def parquet_crs(geo: Job, column: str | None) -> str | None:
    """Name the CRS of a GeoParquet column; left out it is longitude and latitude by that format's rule."""
    if not column:
        return None
    entry = geo["columns"][column]
    if entry.get("encoding") != "WKB":
        refuse(f"its geometry is encoded as {entry.get('encoding')}.", hint="Write it as WKB.")
    if "crs" not in entry:
        return "OGC:CRS84"
    code = (entry["crs"] or {}).get("id")
    return f"{code['authority']}:{code['code']}" if code else json.dumps(entry["crs"]) if entry["crs"] else None


def sheet_rows(job: Job, told: Job) -> Iterator[list[str]]:
    """Yield the rows of a sheet of a workbook as text."""
    beside = runpy.run_path(str(Path(__file__).with_name("sheets.py")))
    yield from beside[f"{job['kind']}_rows"](job, told, refuse)


def table_batches(rows: Iterator[list[str]], job: Job, told: Job) -> Iterator[Any]:
    """Lay rows of text out, those that hold anything: columns as wide as the first rows, what is right of them, number.

    Which of the first rows is the header is found outside: they are told as `head`, with their numbers.
    """
    numbered = enumerate(map(trimmed, rows), start=1)
    head = list(itertools.islice(((number, row) for number, row in numbered if row), HEAD_ROWS))
    width = max((len(row) for _, row in head), default=0)
    told |= {"head": head}
    held: list[list[Any]] = []
    yield text_batch(width, [])
    for number, row in itertools.chain(head, numbered):
        if len(row) > job["columns"]:
            refuse(f"more than {job['columns']} columns.", limit="columns")
        if row:
            cells = row[:width] + [""] * (width - len(row))
            held.append([*cells, " | ".join(filter(None, row[width:])), number])
        if len(held) == 8192:
            yield text_batch(width, held)
            held = []
    yield text_batch(width, held)


def trimmed(row: list[str]) -> list[str]:
    """Take the empty cells off the end of a row."""
    while row and not row[-1].strip():
        row.pop()
    return row


def text_batch(width: int, rows: list[list[Any]]) -> Any:
    """Make one batch of text columns, then `over` and the `row` number."""
    import pyarrow as pa  # noqa: PLC0415

    columns = list(zip(*rows, strict=True)) if rows else [()] * (width + 2)
    arrays = [pa.array(column, pa.string()) for column in columns[:-1]] + [pa.array(columns[-1], pa.int64())]
    return pa.RecordBatch.from_arrays(arrays, names=[*(f"c{n}" for n in range(width)), "over", "row"])


def write_out(batches: Iterator[Any], job: Job, told: Job) -> None:
    """Write batches to the output file, and stop at the limit of rows."""
    import pyarrow as pa  # noqa: PLC0415

    rows, held = 0, []
    for batch in batches:
        rows += batch.num_rows
        if rows > job["rows"]:
            refuse(f"more than {job['rows']} rows.", limit="rows")
        held.append(pa.Table.from_batches([batch]))
    if held:
        whole = pa.concat_tables(held, promote_options="permissive")
        with pa.OSFile("out.arrow", "wb") as out, pa.ipc.new_file(out, whole.schema) as writer:
            writer.write_table(whole)
    told["rows"] = rows


def main() -> None:
    """Do the job."""
    job: Job = json.loads(Path("job.json").read_text(encoding="utf-8"))
    lock(job)
    told: Job = {"crs": None, "driver": "", "layers": []}
    makers = {"kml": kml_batches, "kmz": kml_batches, "parquet": parquet_batches, "xlsx": sheet_rows, "ods": sheet_rows}
    made = makers.get(job["kind"], vector_batches)(job, told)
    try:
        write_out(table_batches(made, job, told) if job["kind"] in ("xlsx", "ods") else made, job, told)
    except MemoryError:
        refuse(f"more than {job['memory_megabytes']} megabytes of memory.", limit="memory_megabytes")
    except OSError as fault:
        if fault.errno == 27:
            refuse(f"more than {job['unpacked_megabytes']} megabytes.", limit="unpacked_megabytes")
        refuse(f"it cannot be opened as {job['kind']}: {fault}")
    except Exception as fault:
        if any(word in str(fault).lower() for word in ("memory", "alloc", "failed to map")):
            refuse(f"more than {job['memory_megabytes']} megabytes of memory.", limit="memory_megabytes")
        # A hostile file may break a library in any way: it is told, not traced.
        refuse(f"it cannot be read as {job['kind']}: {type(fault).__name__}: {str(fault)[:300]}")
    Path("told.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
