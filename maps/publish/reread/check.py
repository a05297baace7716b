"""Everything that is done to a site that was written, before anybody may see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pandas as pd

from data import GateRefused, write_atomic

from ...pipeline import Built
from ...project import Project
from ...select import Bundle, Selection
from ...tables import csv_bytes
from ..exports import as_declared
from .addresses import addresses, fetched, foreign_addresses
from .blocks import EMBED, INDEX, check_pages, parted
from .cells import Cells, Leak, cells_of, differences
from .marked import read_kml
from .page import page_texts, read_embed, read_index
from .public import public_texts
from .search import found_in
from .spatial import read_geojson, read_gpkg, seams
from .tabular import Found, read_csv, read_parquet, read_xlsx
from .tiles import check_tiles, is_tiles, strange_bytes
from .withheld import fine_bytes, fine_digits, fine_numbers, withheld_texts

PAGES = (INDEX, EMBED, "methods.html")
PLAIN = ("methods.html", "datapackage.json", "MANIFEST.json")
READERS = {".csv": read_csv, ".xlsx": read_xlsx, ".gpkg": read_gpkg, ".geojson": read_geojson, ".parquet": read_parquet,
           ".kml": read_kml}  # fmt: skip
# Formats that hold some tables only.
ONLY_INCIDENTS = (".geojson", ".kml", ".parquet")
# Hashes look like any digits; they are held against the files themselves by the manifest.
DIGEST = re.compile(rb"\b[0-9a-f]{64}\b")
GATE = "strikeatlas publish destroyed what it had written; the old site stands."


@dataclass(frozen=True)
class Expected:
    """What a site should hold: the project, what was selected, its tables; `built` where private data is at hand."""

    project: Project
    selection: Selection
    tables: dict[str, pd.DataFrame]
    built: Built

    @property
    def bundle(self) -> Bundle:
        """Everything that the project knows."""
        return self.built.bundle


def wanted_cells(tables: dict[str, pd.DataFrame]) -> dict[str, Cells]:
    """The tables of a site as cells."""
    return {name: cells_of(table) for name, table in as_declared(tables).items()}


def read_files(folder: Path, *, cells: dict[str, Cells], selection: Selection | None) -> dict[str, Found]:
    """Read every file of a site by its ending; one that no site has, or that cannot be read, is a finding."""
    found: dict[str, Found] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or (not path.is_file() and not path.is_dir()):
            found[name] = Found(leaks=[Leak(name, "", "this is no plain file")])
        elif path.is_file() and is_tiles(name):
            found[name] = Found(leaks=strange_bytes(name, path))
        elif path.is_file():
            found[name] = _read(name, path.read_bytes(), cells=cells, selection=selection)
    return found


def _read(name: str, data: bytes, *, cells: dict[str, Cells], selection: Selection | None) -> Found:
    suffix = Path(name).suffix
    try:
        if name in (INDEX, EMBED):
            again = read_index if name == INDEX else read_embed
            return _page_alone(data, name) if selection is None else again(data, cells, selection)
        if name in PLAIN:
            return Found(texts=[data, _bare(data)])
        if name.startswith("data/") and suffix in READERS:
            return READERS[suffix](name, data)
    except Exception as fault:  # whatever it is: a file of ours that cannot be read is not published
        return Found(texts=[data], leaks=[Leak(name, "", f"it cannot be read again ({type(fault).__name__})")])
    return Found(texts=[data], leaks=[Leak(name, "", "a file that no site has")])


def _page_alone(data: bytes, name: str) -> Found:
    """The page where what was selected is not at hand: its blocks are at least those of a page, and can be read."""
    text = data.decode("utf-8")
    return Found(texts=page_texts(text), leaks=parted(text, name).leaks)


def _pages_again(folder: Path, expected: Expected) -> list[Leak]:
    """Everything of the pages beside their records."""
    tables = sorted(folder.glob("data/*.csv"))
    digest = sha256(b"".join(path.read_bytes() for path in tables)).hexdigest()
    texts: dict[str, str] = {}
    for name in (INDEX, EMBED):
        try:
            texts[name] = (folder / name).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return [Leak(name, "", "the page is missing, or is no text")]
    return check_pages(texts, expected.project, expected.selection, data_sha256=digest)


def _bare(data: bytes) -> bytes:
    """A page or JSON with its escapes undone."""
    return b"\n".join(page_texts(data.decode("utf-8", "replace")))


def compared(found: dict[str, Found], cells: dict[str, Cells]) -> list[Leak]:
    """Hold every table of every file against what was selected."""
    leaks = [leak for one in found.values() for leak in one.leaks]
    for path, one in found.items():
        suffix = Path(path).suffix
        for name, table in one.tables.items():
            if name not in cells:
                leaks.append(Leak(path, name, "a table that was not selected"))
            else:
                leaks += differences(path, name, table, cells[name])
        if suffix == ".gpkg" and (missing := sorted(set(cells) - set(one.tables))):
            leaks.append(Leak(path, missing[0], "a table is missing"))
    return leaks


def searched(found: dict[str, Found], expected: Expected, cells: dict[str, Cells]) -> list[Leak]:
    """Look in every byte for what is withheld, for digits beyond the policy and for addresses elsewhere."""
    selection, bundle = expected.selection, expected.bundle
    public = public_texts(expected.project, selection, cells)
    fine = fine_numbers(bundle, selection)
    digits = fine_digits(fine.tolist(), selection.policy.coordinate_decimals)
    asked = withheld_texts(bundle, expected.project, expected.built) | digits
    asked -= _opened(expected)
    private = {text.encode() for text in asked} - set(found_in(asked, public))
    private |= fine_bytes(fine.tolist())
    written = {path: [DIGEST.sub(b"", text) for text in one.texts] for path, one in found.items()}
    hits = found_in(private, [text for texts in written.values() for text in texts])
    leaks = [
        _hit(path, texts, hit, digits) for hit in hits for path, texts in written.items() if _holds(path, texts, hit)
    ]
    known = addresses(public)
    for path, texts in written.items():
        strange = foreign_addresses(texts, known, joined=path.endswith(".gpkg"))
        leaks += [
            Leak(path, _where(texts, one), "an address elsewhere", one.decode("utf-8", "replace")) for one in strange
        ]
    return leaks


def _opened(expected: Expected) -> set[str]:
    """Hashes of inputs that the policy names in the open."""
    if expected.selection.policy.input_hashes != "open":
        return set()
    return {seen.sha256 for seen in expected.built.files}


def _holds(path: str, texts: list[bytes], hit: bytes) -> bool:
    """Whether some bytes stand in a file, other than by two published cells that follow each other."""
    times = sum(text.count(hit) for text in texts)
    return times > 0 and not (path.endswith(".gpkg") and times <= seams(texts[0], hit))


def _where(texts: list[bytes], hit: bytes) -> str:
    return next(f"byte {text.find(hit)} of part {number}" for number, text in enumerate(texts, start=1) if hit in text)


def _hit(path: str, texts: list[bytes], hit: bytes, digits: set[str]) -> Leak:
    secret = hit.decode("utf-8", "replace")
    what = (
        "digits of a coordinate beyond the policy" if secret in digits or not secret.isprintable() else "withheld words"
    )
    return Leak(path, _where(texts, hit), what, secret)


def fetches(folder: Path) -> list[Leak]:
    """What a browser would ask of other servers by itself."""
    pages = [(name, folder / name) for name in PAGES if (folder / name).is_file()]
    return [
        Leak(name, "", f"it asks for something elsewhere: {address}")
        for name, path in pages
        for address in fetched(path.read_text(encoding="utf-8"))
    ]


def examine(folder: Path, expected: Expected) -> list[Leak]:
    """List everything that is wrong with a written site."""
    cells = wanted_cells(expected.tables)
    found = read_files(folder, cells=cells, selection=expected.selection)
    again = [*_pages_again(folder, expected), *check_tiles(folder, expected.project)]
    return [*fetches(folder), *compared(found, cells), *again, *searched(found, expected, cells)]


def check_site(folder: Path, expected: Expected, *, report: Path) -> None:
    """
    Read the written files again and refuse them where they hold what the policy withholds.

    Raises
    ------
    GateRefused
        With what kind of thing was found and where, never with the thing itself; that stands in `report`, which is
        private. The caller destroys the folder.
    """
    leaks = examine(folder, expected)
    if not leaks:
        report.unlink(missing_ok=True)
        return
    rows = [{"file": leak.file, "place": leak.place, "what": leak.what, "value": leak.secret} for leak in leaks]
    write_atomic(report, csv_bytes(pd.DataFrame(rows)), mode=0o600)
    more = f" And {len(leaks) - 1} more: see {report.name} in work/, which is private." if len(leaks) > 1 else ""
    raise GateRefused(f"{leaks[0].told()}.{more}", hint=GATE)
