"""A table of a database is read like any other, in a transaction that cannot write."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgis_server import database as new_database
from postgis_server import server

from data import InputRefused, Limits, MissingExtra, Options, UsageProblem, WorldFault, read, read_to
from data.readers.wkb import point_of

POINT = "0101000020E610000000000000009945400000000000104240"  # SRID 4326, 43.195312.. 36.125
UTM = POINT.replace("E6100000", "967F0000")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    psycopg = pytest.importorskip("psycopg", reason="the extra sql is not installed")
    server().run("create role table_reader login superuser password 'secret'")
    with new_database(empty=True) as made:
        url = server().url(made.rpartition("/")[2], user="table_reader", password="secret")
        with psycopg.connect(url, autocommit=True) as link:
            link.execute(
                "create table events (code text, date date, place text, killed_min int, tags text[], geom text)"
            )
            link.execute("insert into events values ('V1', '2017-03-17', 'تل ريم', 3, '{a,b}', %s)", [POINT])
            link.execute("insert into events values ('V2', null, 'Tall Rim', null, null, null)")
            link.execute("create table far as select code, geom from events")
            link.execute("update far set geom = %s where geom is not null", [UTM])
        yield url


def test_a_table_is_read_with_its_points(database: str) -> None:
    reading = read(database, options=Options(layer="public.events"))
    claims = reading.claims.set_index("record_code")
    assert (claims.loc["V1", "stated_lat"], claims.loc["V1", "happened_from"]) == (36.125, "2017-03-17")
    assert claims.loc["V1", "place_text"] == "تل ريم"
    assert claims.loc["V2", ["killed_min", "stated_lat", "happened_from"]].isna().all()
    assert claims.origin_row.tolist() == [2, 3]


def test_no_report_holds_the_password(database: str, tmp_path: Path) -> None:
    reading = read(database, options=Options(layer="events"))
    assert "secret" not in f"{reading.notes}{reading.files}{reading.claims.origin_file.tolist()}"
    wrong = database.replace("127.0.0.1:", "127.0.0.1:1")
    with pytest.raises(WorldFault) as told:
        read(wrong, options=Options(layer="events"))
    assert "secret" not in str(told.value)
    assert read_to(database, None, tmp_path / "out.csv", options=Options(layer="events")).counts["kept"] == 2


def test_a_query_is_read_and_the_same_rows_have_the_same_hash(database: str) -> None:
    query = "select code, date, killed_min from events where killed_min is not null"
    once, again = (read(database, options=Options(query=query)) for _ in range(2))
    assert once.claims.record_code.tolist() == ["V1"]
    assert once.files[0].sha256 == again.files[0].sha256


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("delete from events returning code", "refused it"),
        ("select * from missing", "missing"),
        ("select nextval('s') as code, 1 as killed_min", "refused it"),
        ("select code, code from events", "Two columns"),
    ],
)
def test_what_writes_or_is_not_there_is_refused(database: str, query: str, told: str) -> None:
    with pytest.raises(InputRefused, match=told):
        read(database, options=Options(query=query))
    assert read(database, options=Options(layer="events")).counts["kept"] == 2


def test_a_table_name_is_a_name_and_no_sql(database: str) -> None:
    with pytest.raises(InputRefused, match="refused it"):
        read(database, options=Options(layer="events; drop table events"))
    assert read(database, options=Options(layer="events")).counts["kept"] == 2


def test_other_coordinates_and_limits(database: str) -> None:
    with pytest.raises(InputRefused, match="ST_Transform"):
        read(database, options=Options(layer="far"))
    with pytest.raises(InputRefused, match="--limit rows=N"):
        read(database, options=Options(layer="events"), limits=Limits(rows=1))
    with pytest.raises(InputRefused, match="--limit seconds=N"):
        read(database, options=Options(query="select pg_sleep(9), 1 as killed_min"), limits=Limits(seconds=1))


def test_table_or_query_but_not_both() -> None:
    for options in (Options(), Options(layer="a", query="select 1")):
        with pytest.raises(UsageProblem, match="table or a query"):
            read("postgresql://127.0.0.1/none", options=options)


def test_without_the_extra_the_line_that_installs_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(MissingExtra, match=r"strikeatlas\[sql\]"):
        read("postgresql://127.0.0.1/none", options=Options(layer="a"))


def test_shapes_in_binary() -> None:
    assert point_of(bytes.fromhex(POINT)).srid == 4326
    assert point_of(bytes.fromhex("010200000000000000"))[0] == "LineString"
    assert point_of(b"\x01")[0] is None
    assert point_of(None).kind is None
