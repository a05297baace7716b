"""S6.6: what was written is read again; whatever leaks, in whatever format, is found and named, and destroyed."""

# ruff: noqa: E501

import base64
import io
import json
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from published import made

from data import GateRefused
from maps.payload import Column, decode, encode, raw_blocks
from maps.publish.reread import Leak, check_site, examine
from maps.publish.reread.addresses import foreign_addresses
from maps.publish.reread.search import found_in
from maps.publish.reread.withheld import fine_digits

SECRET = "the note of the youngest"


def found(site: Path) -> list[Leak]:
    return examine(site, made().expected())


def test_a_site_as_it_was_published_holds_nothing_withheld() -> None:
    assert found(made().site) == []


def edit(path: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def spoil(site: Path) -> None:
        file = site / path
        file.write_bytes(change(file.read_bytes().decode("utf-8")).encode())

    return spoil


def sql(*statements: str) -> Callable[[Path], None]:
    def spoil(site: Path) -> None:
        with sqlite3.connect(site / "data" / "strikeatlas.gpkg") as database:
            for statement in statements:
                database.execute(statement)
        database.close()

    return spoil


def in_zip(site: Path) -> None:
    with zipfile.ZipFile(site / "data" / "strikeatlas.xlsx", "a") as book:
        book.writestr("xl/hidden.xml", SECRET)


def in_comment(site: Path) -> None:
    with zipfile.ZipFile(site / "data" / "strikeatlas.xlsx", "a") as book:
        book.comment = SECRET.encode()


def in_cell(site: Path) -> None:
    path = site / "data" / "strikeatlas.xlsx"
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content.replace(b"Ostrel", SECRET.encode()))


def in_parquet(site: Path) -> None:
    path = site / "data" / "incidents.parquet"
    table = pq.read_table(path)
    file = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({b"geo": b"{}", b"note": SECRET.encode()}), file)
    path.write_bytes(file.getvalue())


def finer_geometry(site: Path) -> None:
    path = site / "data" / "strikeatlas.gpkg"
    with sqlite3.connect(path) as database:
        fid, blob = database.execute("SELECT fid, geom FROM incidents WHERE geom IS NOT NULL LIMIT 1").fetchone()
        fine = blob[:-16] + struct.pack("<dd", 43.101234, 36.345671)
        database.execute("UPDATE incidents SET geom = ? WHERE fid = ?", (fine, fid))
    database.close()


def finer_header(site: Path) -> None:
    path = site / "data" / "strikeatlas.gpkg"
    with sqlite3.connect(path) as database:
        fid, blob = database.execute("SELECT fid, geom FROM incidents WHERE geom IS NOT NULL LIMIT 1").fetchone()
        fine = blob[:8] + struct.pack("<4d", 43.101234, 43.101234, 36.345671, 36.345671) + blob[40:]
        database.execute("UPDATE incidents SET geom = ? WHERE fid = ?", (fine, fid))
    database.close()


def free_page(site: Path) -> None:
    words = " ".join([SECRET] * 2000)
    sql("PRAGMA secure_delete = OFF", "CREATE TABLE gone (note TEXT)", f"INSERT INTO gone VALUES ('{words}')")(site)
    sql("PRAGMA secure_delete = OFF", "DROP TABLE gone")(site)


def payload(site: Path, *, tail: bytes = b"", hidden: str = "") -> None:
    path = site / "index.html"
    text = path.read_text(encoding="utf-8")
    start = text.index(">", text.index('id="sa-records"')) + 1
    end = text.index("</script>", start)
    data = base64.b64decode(text[start:end]) + tail
    if hidden:
        data = encode({}, [{"id": hidden}], meta={})
    path.write_text(text[:start] + base64.b64encode(data).decode() + text[end:], encoding="utf-8")


def second_payload(site: Path) -> None:
    packed = base64.b64encode(encode({}, [{"note": SECRET}])).decode()
    block = f'<script type="application/octet-stream;base64" id="sa-more">{packed}</script></body>'
    edit("index.html", lambda text: text.replace("</body>", block))(site)


def block(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Change the unpacked content of one data block of the page."""

    def spoil(site: Path) -> None:
        path = site / "index.html"
        text = path.read_text(encoding="utf-8")
        start = text.index(">", text.index(f'id="{name}"')) + 1
        end = text.index("</script>", start)
        packed = name != "sa-model"
        data = base64.b64decode(text[start:end]) if packed else text[start:end].encode()
        made = change(data)
        path.write_text(text[:start] + (base64.b64encode(made) if packed else made).decode() + text[end:], "utf-8")

    return spoil


def repacked(change: Callable[[dict], None]) -> Callable[[bytes], bytes]:
    """Change the meta of a payload that has no tables of its own."""

    def again(data: bytes) -> bytes:
        found = decode(data)
        change(found.meta)
        columns = {
            name: [Column(str(c), "strings", [str(v) for v in table[c]]) for c in table.columns]
            for name, table in found.tables.items()
        }
        return encode(columns, found.text, meta=found.meta)

    return again


def one_more(meta: dict) -> None:
    meta["model"]["sides"]["both"] += 1


def one_less(data: bytes) -> bytes:
    found = decode(data)
    table = found.tables["answers"].iloc[:-1]
    columns = [Column("incident", "delta", table["incident"])]
    columns += [Column(name, "code", table[name].tolist()) for name in ("claimant", "answer")]
    columns.append(Column("lies_below", "codes", table["lies_below"].tolist()))
    return encode({"answers": columns}, meta=found.meta)


def unknown_block(site: Path) -> None:
    harmless = '<script type="application/json" id="sa-more">[]</script>\n</body>'
    edit("index.html", lambda text: text.replace("</body>", harmless))(site)


def escaped(text: str) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in text)


SPOILT = {
    "a note in a csv cell": edit("data/claims.csv", lambda text: text.replace("Ostrel", SECRET)),
    "a private column in csv": edit("data/claims.csv", lambda t: t.replace("record_id,", "note,record_id,", 1).replace("\r\nw", f"\r\n{SECRET},w")),
    "a row too many in csv": edit("data/sources.csv", lambda text: text + text.splitlines()[-1] + "\r\n"),
    "a code under embargo": edit("data/tallies.csv", lambda text: text + "V-EMBARGO-7"),
    "an address under embargo": edit("methods.html", lambda text: text.replace("</body>", "https://watch.example/young</body>")),
    "a foreign address": edit("methods.html", lambda text: text.replace("</body>", "<p>https://tracker.example/x</p></body>")),
    "an image from elsewhere": edit("methods.html", lambda t: t.replace("</body>", "<img src='//cdn.example/a.png'></body>")),
    "digits in the methods page": edit("methods.html", lambda text: text.replace("</h1>", " 36.3457</h1>")),
    "digits in geojson": edit("data/incidents.geojson", lambda text: text.replace("36.35", "36.345671")),
    "a member in geojson": edit("data/incidents.geojson", lambda text: text.replace('"features"', '"bbox": [43.1012, 36.3456], "features"', 1)),
    "a note as json escapes": edit("index.html", lambda t: t.replace("</body>", f"<i>{escaped(SECRET)}</i></body>")),
    "a note as entities": edit("methods.html", lambda t: t.replace("</h1>", "".join(f"&#{ord(c)};" for c in SECRET) + "</h1>", 1)),
    "a note in a comment of the page": edit("index.html", lambda t: t.replace("</body>", f"<!-- {SECRET} --></body>")),
    "a note in the manifest": edit("MANIFEST.json", lambda text: text.replace('"counts"', f'"note": "{SECRET}", "counts"')),
    "a note in the descriptor": edit("datapackage.json", lambda text: text.replace("Reported strikes", SECRET)),
    "a name of a private file": edit("MANIFEST.json", lambda text: text.replace('"counts"', '"from": "incidents.csv,", "counts"').replace("incidents.csv,", str(made().project.folder))),
    "bytes behind the payload": lambda site: payload(site, tail=SECRET.encode()),
    "another payload": lambda site: payload(site, hidden=SECRET),
    "a second payload": second_payload,
    "an unknown block of the page": unknown_block,
    "an unknown type of a block": edit("index.html", lambda t: t.replace('json" id="sa-model"', 'ld+json" id="sa-model"')),
    "a block of the page twice": edit("index.html", lambda t: t.replace("</body>", '<script type="application/json" id="sa-model">[]</script>\n</body>')),
    "a script of others": edit("index.html", lambda text: text.replace("</body>", "<script>1</script>\n</body>")),
    "a style of others": edit("index.html", lambda text: text.replace("</head>", "<style>p{}</style></head>")),
    "another policy of the page": edit("index.html", lambda text: text.replace('content="default-src ', 'content="default-src * ')),
    "a total of the ledger": block("sa-ledger-data", repacked(one_more)),
    "a row of the ledger": block("sa-ledger-data", one_less),
    "a damaged ledger": block("sa-ledger-data", lambda data: data[:-3]),
    "a count of the model": block("sa-model", lambda data: data.replace(b'"records": 5', b'"records": 6').replace(b'"records": 4', b'"records": 5')),
    "no page at all": lambda site: (site / "index.html").unlink(),
    "a part of the workbook": in_zip,
    "a comment of the workbook": in_comment,
    "a cell of the workbook": in_cell,
    "metadata of parquet": in_parquet,
    "a column of the geopackage": sql("ALTER TABLE claims ADD COLUMN note TEXT", f"UPDATE claims SET note = '{SECRET}'"),
    "a table of the geopackage": sql("CREATE TABLE extra (fid INTEGER PRIMARY KEY, note TEXT)", f"INSERT INTO extra VALUES (1, '{SECRET}')"),
    "a view of the geopackage": sql(f"CREATE VIEW extra AS SELECT '{SECRET}' AS note"),
    "a trigger of the geopackage": sql(f"CREATE TRIGGER t AFTER INSERT ON claims BEGIN SELECT '{SECRET}'; END"),
    "a free page of the geopackage": free_page,
    "bounds in the geopackage": sql("UPDATE gpkg_contents SET min_x = 43.101234 WHERE table_name = 'incidents'"),
    "a description in the geopackage": sql(f"UPDATE gpkg_contents SET description = '{SECRET}'"),
    "a finer point in the geopackage": finer_geometry,
    "a finer header of a point": finer_header,
    "a deleted row of the geopackage": sql("DELETE FROM incidents WHERE fid = 1"),
    "a file that no site has": lambda site: (site / "data" / "notes.txt").write_text(SECRET) and None,
    "a journal beside the database": lambda site: (site / "data" / "strikeatlas.gpkg-journal").write_text("x") and None,
    "a link to elsewhere": lambda site: (site / "data" / "passwd.csv").symlink_to("/etc/passwd"),
}  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_s6_6_a_leak_in_any_format_is_found(spoil: Callable[[Path], None], tmp_path: Path) -> None:
    site = made().copy(tmp_path)
    spoil(site)
    leaks = found(site)
    assert leaks
    assert not [leak for leak in leaks if SECRET in leak.told() or "36.345671" in leak.told()]


def test_s6_6_a_finding_is_told_without_the_secret_and_kept_in_private(tmp_path: Path) -> None:
    site = made().copy(tmp_path)
    SPOILT["a note in a csv cell"](site)
    with pytest.raises(GateRefused, match=r"data/claims.csv, claims.place_text, row \d") as refused:
        check_site(site, made().expected(), report=tmp_path / "leaks.csv")
    assert SECRET not in str(refused.value)
    assert SECRET in (tmp_path / "leaks.csv").read_text(encoding="utf-8")
    assert (tmp_path / "leaks.csv").stat().st_mode & 0o777 == 0o600


def test_withheld_strings_are_found_wherever_they_stand_and_public_ones_are_not_asked_for() -> None:
    hay = [b"x" * 999 + "قرية برن".encode() + b"y", b"Ostrel and more"]
    assert found_in(["قرية برن", "Ostrel", "Karnak", "short"], hay) == [b"Ostrel", "قرية برن".encode()]
    assert found_in(["abcdef"], [b"abcde"]) == []
    assert found_in([], [b"abcdef"]) == []


def test_a_string_across_two_chunks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maps.publish.reread.search.CHUNK", 10)
    assert found_in(["0123456789abc"], [b"....0123456789abc...."]) == [b"0123456789abc"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"https://a.example/1,https://evil.example", [b"https://a.example/1,https://evil.example"]),
        (b"see https://a.example/1.", []),
        (b"(https://a.example/1),full", []),
        (b"wss://b.example", [b"wss://b.example"]),
    ],
)
def test_addresses_elsewhere(text: bytes, found: list[bytes]) -> None:
    assert foreign_addresses([text], {b"https://a.example/1"}) == found


def test_digits_beyond_the_policy_are_looked_for_cut_and_rounded() -> None:
    assert {"36.345", "36.346", "36.3457", "36.345671"} <= fine_digits([36.345671], 2)
    assert fine_digits([36.35], 2) == set()


def test_a_payload_with_bytes_that_no_block_accounts_for_is_refused() -> None:
    data = encode({}, [{"id": "a"}])
    assert json.loads(raw_blocks(data)[1]) == [{"id": "a"}]
    with pytest.raises(ValueError, match="no block"):
        raw_blocks(data + b"x")


def test_a_selection_that_holds_less_than_the_site_is_a_finding() -> None:
    expected = made().expected()
    fewer = {name: table.iloc[:-1] if name == "claims" else table for name, table in expected.tables.items()}
    assert examine(made().site, replace(expected, tables=fewer))
