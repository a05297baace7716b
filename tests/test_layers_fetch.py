"""Fetching boundaries (S7.1): from a publisher played by a server on this machine, and from a folder."""

import hashlib
import io
import json
import socket
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from fetch_server import Server, running

from data import Reach, UsageProblem
from layers import BoundaryFile, Errand, boundary_source, boundary_sources, fetch_boundaries, read_units
from maps import main

NEAR = Reach(("127.0.0.1",), loopback=True, pause_seconds=0.01, stall_seconds=2, seconds=20, tries=2)
PAGE = b"<!DOCTYPE html><html><body>Please sign in</body></html>"


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as served:
        yield served


def geojson(columns: dict[str, Any], *, count: int = 2) -> bytes:
    """Squares with the columns of a publisher; {n} in a value is the number of the square."""
    squares = [shapely.box(40 + at, 33, 41 + at, 34) for at in range(count)]
    rows = [{key: str(value).format(n=at + 1) for key, value in columns.items()} for at in range(count)]
    features = [
        {"type": "Feature", "properties": row, "geometry": json.loads(shapely.to_geojson(square))}
        for row, square in zip(rows, squares, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


GB = geojson(
    {"shapeName": "Unit {n}", "shapeISO": "IQ-{n}", "shapeID": "x{n}", "shapeGroup": "IRQ", "shapeType": "ADM1"}
)


def cod(level: int) -> bytes:
    code = "IQ" if level == 0 else f"IQ{level}{{n}}"
    columns = {f"adm{level}_pcode": code, f"adm{level}_name": "Unit {n}", "adm0_pcode": "IQ", "valid_on": "2019-06-03"}
    return geojson(columns, count=1 if level == 0 else 2)


COD = [cod(level) for level in range(3)]


def packed(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as out:
        for name, content in files.items():
            out.writestr(name, content)
    return held.getvalue()


def geoboundaries(server: Server, tmp_path: Path, **data: Any) -> Errand:
    """The publisher's answer and its file, which `data` may spoil."""
    url = server.put("/IRQ-ADM1.geojson", **{"body": GB, **data})
    told = {"gjDownloadURL": url, "boundaryYearRepresented": "2019", "boundaryLicense": "CC BY 4.0 (invented)",
            "licenseSource": "valdria.example/terms", "boundarySource": "Survey of Valdria"}  # fmt: skip
    server.put("/api/IRQ/ADM1/", body=json.dumps(told).encode())
    source = replace(boundary_source("geoboundaries"), about=server.url + "/api/{ISO}/ADM{level}/")
    return Errand(source, tmp_path / "out", reach=NEAR, retrieved_on="2026-01-31")


def codab(server: Server, tmp_path: Path, files: dict[str, bytes]) -> Errand:
    url = server.put("/irq_admin_boundaries.geojson.zip", body=packed(files))
    resources = [
        {"name": "irq_admin_boundaries.shp.zip", "url": "x"},
        {"name": "irq_admin_boundaries.geojson.zip", "url": url},
    ]
    told = {"result": {"license_title": "CC BY-IGO", "dataset_source": "Survey", "resources": resources}}
    server.put("/show?id=cod-ab-irq", body=json.dumps(told).encode())
    return Errand(
        replace(boundary_source("cod-ab"), about=server.url + "/show?id=cod-ab-{iso}"), tmp_path / "out", reach=NEAR
    )


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_file_stands_with_its_licence_vintage_and_hash(server: Server, tmp_path: Path) -> None:
    shown: list[tuple[str, int]] = []
    errand = geoboundaries(server, tmp_path)
    errand = replace(errand, show=lambda url: shown.append((url.removeprefix(server.url), len(server.asked))))
    (file,) = fetch_boundaries(["Iraq"], [1], errand)
    assert (file.state, file.units, file.vintage, file.licence) == ("fetched", 2, "2019", "CC BY 4.0 (invented)")
    assert shown == [("/api/IRQ/ADM1/", 0), ("/IRQ-ADM1.geojson", 1)]
    assert file.path is not None
    assert file.sha256 == hashlib.sha256(GB).hexdigest() == hashlib.sha256(file.path.read_bytes()).hexdigest()
    units = read_units(file.path)
    assert set(units["vintage"]) == {"2019"}
    assert set(units["licence"]) == {"CC BY 4.0 (invented)"}
    terms = file.path.with_name("IRQ_adm1.geojson.licence.txt").read_text()
    assert "valdria.example/terms" in terms
    assert "https://www.geoboundaries.org/api.html" in terms


def test_what_is_there_is_not_asked_for_again_unless_it_was_changed(server: Server, tmp_path: Path) -> None:
    errand = geoboundaries(server, tmp_path)
    (first,) = fetch_boundaries(["IRQ"], [1], errand)
    (second,) = fetch_boundaries(["IRQ"], [1], errand)
    assert (second.state, second.sha256, len(server.asked)) == ("kept", first.sha256, 2)
    assert first.path is not None
    first.path.write_bytes(GB + b" ")
    assert read_units(first.path)["licence"].isna().all()  # the note was written for other bytes
    assert fetch_boundaries(["IRQ"], [1], errand)[0].state == "fetched"
    assert fetch_boundaries(["IRQ"], [1], replace(errand, again=True))[0].state == "fetched"


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        ({"body": PAGE}, "web page"),
        ({"body": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n"}, "no geojson"),
        ({"body": GB.replace(b"IRQ", b"SYR")}, "no boundaries of IRQ"),
        ({"body": GB.replace(b"ADM1", b"ADM2")}, "no boundaries of IRQ at level 1"),
        ({"body": GB[:-9]}, "IRQ_adm1"),
        ({"cuts": [50, 50]}, "cut after 50"),
        ({"drip_seconds": 0.05}, "longer than"),
        ({"status": 302, "headers": {"Location": "https://10.1.2.3/IRQ.geojson"}}, "refused"),
        ({"status": 302, "headers": {"Location": "http://169.254.169.254/IRQ.geojson"}}, "refused"),
        ({"status": 503}, "answered 503"),
    ],
)
def test_whatever_else_comes_the_old_file_stands(
    server: Server, tmp_path: Path, spoilt: dict[str, Any], why: str
) -> None:
    errand = geoboundaries(server, tmp_path)
    fetch_boundaries(["IRQ"], [1], errand)
    before = files_of(tmp_path)
    reach = replace(NEAR, seconds=0.5) if "drip_seconds" in spoilt else NEAR
    reach = replace(reach, hosts=("127.0.0.1", "10.1.2.3", "169.254.169.254"))
    (file,) = fetch_boundaries(
        ["IRQ"], [1], replace(geoboundaries(server, tmp_path, **spoilt), again=True, reach=reach)
    )
    assert file.state == "missing"
    assert why in file.why
    assert {name: held for name, held in files_of(tmp_path).items() if "/.part-" not in name} == before


def test_a_cut_file_goes_on_and_a_wrong_hash_is_thrown_away(server: Server, tmp_path: Path) -> None:
    errand = geoboundaries(server, tmp_path, headers={"ETag": '"a"'}, cuts=[100])
    (file,) = fetch_boundaries(["IRQ"], [1], replace(errand, sha256=hashlib.sha256(GB).hexdigest()))
    assert (file.state, server.asked[-1][1]["Range"]) == ("fetched", "bytes=100-")
    (wrong,) = fetch_boundaries(["IRQ"], [1], replace(errand, again=True, sha256="0" * 64))
    assert "its hash is" in wrong.why
    with pytest.raises(UsageProblem, match="one file"):
        fetch_boundaries(["IRQ", "SYR"], [1], replace(errand, sha256="0" * 64))


@pytest.mark.parametrize("body", [PAGE, b"[]", b'{"detail": "gone"}', b'{"gjDownloadURL": null}'])
def test_a_publisher_that_answers_otherwise_is_not_followed(server: Server, tmp_path: Path, body: bytes) -> None:
    errand = geoboundaries(server, tmp_path)
    server.put("/api/IRQ/ADM1/", body=body)
    (file,) = fetch_boundaries(["IRQ"], [1], errand)
    assert file.state == "missing"
    assert files_of(tmp_path) == {}


def test_one_level_that_is_not_offered_does_not_stop_the_others(server: Server, tmp_path: Path) -> None:
    files = fetch_boundaries(["IRQ"], [0, 1], geoboundaries(server, tmp_path))
    assert [(file.level, file.state) for file in files] == [(0, "missing"), (1, "fetched")]
    assert files[0].why == "geoBoundaries, gbOpen has none"


def test_a_packed_file_is_fetched_once_for_all_its_levels(server: Server, tmp_path: Path) -> None:
    names = ["irq_admin0.geojson", "irq_admin1.geojson", "irq_admbnda_adm2_valdria_20190603.geojson"]
    held = dict(zip(names, COD, strict=True)) | {"irq_admin1_lines.geojson": COD[1], "irq_admin10.geojson": COD[1]}
    files = fetch_boundaries(["IRQ"], [0, 1, 2], codab(server, tmp_path, held))
    assert [(file.state, file.vintage) for file in files] == [("fetched", "2019-06-03")] * 3
    assert [path for path, _ in server.asked].count("/irq_admin_boundaries.geojson.zip") == 1
    assert [file.path.read_bytes() for file in files if file.path] == COD


@pytest.mark.parametrize("held", [{"a_adm1.geojson": COD[1], "b_adm1.geojson": COD[1]}, {"irq_adm2.geojson": COD[2]}])
def test_a_part_that_is_not_told_apart_is_not_guessed(server: Server, tmp_path: Path, held: dict[str, bytes]) -> None:
    (file,) = fetch_boundaries(["IRQ"], [1], codab(server, tmp_path, held))
    assert "could be level 1" in file.why


def test_a_bomb_is_refused_before_it_grows(server: Server, tmp_path: Path) -> None:
    errand = codab(server, tmp_path, {})
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("irq_admin1.geojson", b" " * (3 << 20))
    server.put("/irq_admin_boundaries.geojson.zip", body=held.getvalue())
    (file,) = fetch_boundaries(["IRQ"], [1], errand)
    assert "ratio" in file.why


def world(folder: Path) -> bytes:
    """A zipped shapefile of two countries, with the columns of Natural Earth."""
    frame = geopandas.GeoDataFrame(
        {"iso_3166_2": ["IQ-VA", "SY-VA"], "adm1_code": ["a", "b"], "name": ["East", "West"], "iso_a2": ["IQ", "SY"]},
        geometry=[shapely.box(40, 33, 41, 34), shapely.box(38, 33, 39, 34)],
        crs="EPSG:4326",
    )
    frame.to_file(folder / "ne.shp")
    return packed({path.name: path.read_bytes() for path in folder.glob("ne.*")})


def test_a_country_is_cut_out_of_a_file_of_the_world(server: Server, tmp_path: Path, tmp_path_factory: Any) -> None:
    url = server.put("/ne_admin_1.zip", body=world(tmp_path_factory.mktemp("world")))
    errand = Errand(replace(boundary_source("natural-earth"), file={"1": url}), tmp_path / "out", reach=NEAR)
    files = fetch_boundaries(["IRQ", "SYR"], [1], errand)
    assert len(server.asked) == 1
    tables = [read_units(file.path) for file in files if file.path]
    assert [list(table["pcode"]) for table in tables] == [["IQ-VA"], ["SY-VA"]]
    assert {licence for table in tables for licence in table["licence"]} == {"public domain"}
    again = fetch_boundaries(["IRQ"], [1], replace(errand, out=tmp_path / "other"))
    assert again[0].sha256 == files[0].sha256


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every look-up of a name fail the test."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def carried(server: Server, tmp_path: Path) -> tuple[BoundaryFile, Path]:
    (file,) = fetch_boundaries(["IRQ"], [1], geoboundaries(server, tmp_path))
    return file, tmp_path / "out"


def test_a_folder_of_another_machine_is_taken_over_with_its_notes(
    server: Server, tmp_path: Path, offline_later: Any
) -> None:
    file, folder = carried(server, tmp_path)
    offline_later()
    errand = Errand(boundary_source("geoboundaries"), tmp_path / "here", brought=folder)
    (taken,) = fetch_boundaries(["IRQ"], [1], errand)
    assert (taken.state, taken.sha256, taken.licence) == ("brought", file.sha256, file.licence)
    assert taken.path is not None
    assert "valdria.example/terms" in taken.path.with_name("IRQ_adm1.geojson.licence.txt").read_text()
    assert file.path is not None
    file.path.write_bytes(GB.replace(b"Unit", b"Unot"))
    (changed,) = fetch_boundaries(["IRQ"], [1], replace(errand, again=True))
    assert "it was changed" in changed.why


@pytest.fixture
def offline_later(monkeypatch: pytest.MonkeyPatch) -> Any:
    def cut() -> None:
        def refuse(*_: Any, **__: Any) -> None:
            raise AssertionError("the network was asked")

        monkeypatch.setattr(socket, "getaddrinfo", refuse)

    return cut


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize(
    ("source", "name", "body"),
    [
        ("geoboundaries", "geoBoundaries-IRQ-ADM1.geojson", GB),
        ("cod-ab", "irq_admin_boundaries.geojson.zip", packed({"irq_admin1.geojson": COD[1]})),
        ("cod-ab", "irq_admin1.geojson", COD[1]),
    ],
)
def test_files_from_a_browser_pass_the_same_checks(tmp_path: Path, source: str, name: str, body: bytes) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    errand = Errand(boundary_source(source), tmp_path / "out", brought=folder)
    assert "holds none of" in fetch_boundaries(["IRQ"], [1], errand)[0].why
    (folder / name).write_bytes(PAGE)
    assert "web page" in fetch_boundaries(["IRQ"], [1], errand)[0].why
    (folder / name).write_bytes(body)
    assert fetch_boundaries(["IRQ"], [1], errand)[0].state == "brought"
    (wrong,) = fetch_boundaries(["IRQ"], [1], replace(errand, again=True, sha256="0" * 64))
    assert "its hash is" in wrong.why


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize(
    "name", ["irq_admbnda_adm1_survey_20190603.geojson", "cod_IRQ_adm1.geojson", "IRQ-Admin1.gpkg"]
)
def test_files_under_other_names_are_known_by_country_and_level(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    (folder / "irq_admbndp_admALL_points.geojson").write_bytes(PAGE)
    (folder / "valdria_adm1.geojson").write_bytes(PAGE)
    whole = folder / "IRQ_adm1_lines.geojson"
    whole.write_bytes(COD[1])
    geopandas.read_file(whole).to_file(folder / name)
    errand = Errand(boundary_source("geoboundaries"), tmp_path / "out", brought=folder)
    (taken,) = fetch_boundaries(["IRQ"], [1], errand)
    assert (taken.state, taken.units, taken.path) == ("brought", 2, tmp_path / "out" / "cod-ab" / "IRQ_adm1.geojson")
    note = json.loads(taken.path.with_name("IRQ_adm1.geojson.source.json").read_text())
    assert (note["publisher"], note["licence"]) == ("OCHA COD-AB", "")
    (folder / f"copy_{name}").write_bytes((folder / name).read_bytes())
    assert "2 of its files could be IRQ level 1" in fetch_boundaries(["IRQ"], [1], errand)[0].why


@pytest.mark.usefixtures("offline")
def test_a_file_of_nobody_known_is_kept_apart_and_says_so(tmp_path: Path) -> None:
    columns = {"pcode": "VA0{n}", "level": "1", "name_en": "Unit {n}", "country": "IQ"}
    (tmp_path / "my_IRQ_adm1.geojson").write_bytes(geojson(columns))
    errand = Errand(boundary_source("cod-ab"), tmp_path / "out", brought=tmp_path)
    (taken,) = fetch_boundaries(["IRQ"], [1], errand)
    assert taken.path == tmp_path / "out" / "others" / "IRQ_adm1.geojson"
    assert "not known" in taken.path.with_name("IRQ_adm1.geojson.licence.txt").read_text()


@pytest.mark.usefixtures("offline")
def test_command_takes_files_from_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "geoBoundaries-IRQ-ADM1.geojson").write_bytes(GB)
    words = ["fetch", "boundaries", "IRQ", "SYR", "--level", "1", "--from", str(tmp_path), "--out", str(tmp_path / "b")]
    with pytest.raises(SystemExit) as ended:
        main(words)
    said = capsys.readouterr().out
    assert ended.value.code == 1
    assert "IRQ level 1: brought, 2 units" in said
    assert "SYR level 1: missing." in said
    assert '[[layers]]\npath = "' in said
    with pytest.raises(SystemExit) as ended:
        main([*words, "--json"])
    assert [row["state"] for row in json.loads(capsys.readouterr().out)] == ["kept", "missing"]


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["VAL"], "no country 'VAL'"),
        (["IRQ", "--level", "9"], "no level 9"),
        (["IRQ", "--level", "two"], "no level"),
        (["IRQ", "--source", "gadm"], "no source of boundaries 'gadm'"),
        (["IRQ", "--from", "nowhere"], "no folder nowhere"),
    ],
)
def test_a_wrong_call_is_told_before_anything_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], why: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["fetch", "boundaries", *words, "--out", str(tmp_path / "b")])
    assert ended.value.code == 2
    assert why in capsys.readouterr().err
    assert not (tmp_path / "b").exists()


def test_every_address_has_a_page_and_says_whether_it_was_tried() -> None:
    for source in boundary_sources():
        addresses = [source.about, *source.file.values()]
        assert all(address.startswith("https://") for address in [source.page, *filter(None, addresses)])
        assert source.tried_live == "no" or source.tried_live[:2] == "20"
        hosts = {host.partition("/")[0] for host in source.hosts}
        assert {address.split("/")[2] for address in filter(None, addresses)} <= hosts
