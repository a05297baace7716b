"""S6.1, S6.2, S6.4: words that lead to somebody, in writings that no reader of places knows."""

import csv
import sqlite3
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from valdrian_project import COLUMNS, ROWS, SETTINGS, make_project

from data import Judgement, append_judgement
from maps import load_project, publish_project, select
from maps.pipeline import build_project
from maps.project import REVIEWED
from maps.publish.reread.addresses import foreign_addresses
from maps.publish.reread.spatial import seams
from maps.select import without_coordinates
from maps.select.addresses import NOT_PUBLIC, OPENS, untellable
from maps.select.review import first_found

AS_OF = date(2031, 12, 1)
HELD = [
    ("Brenn, (0770) 123-4569", "phone"),
    ("964 770 123 4560", "phone"),
    ("0770.123.4561", "phone"),
    ("0770/1234563", "phone"),
    ("021 223 4567", "phone"),
    ("https://watch.example/?u=desk%40valdria.example", "email"),
    ("desk at valdria dot example", "email"),
    ("https://wa.me/9647701234568", "email"),
    ("https://chat.whatsapp.com/abcdef", "email"),
    ("Telegram: ardan_tg", "email"),
    ("t.me/ardan_tg", "email"),
    ("Colonel Ardan", "name"),
    ("file:///home/desk/1.pdf", "secret"),
    (r"C:\Users\Desk\1.docx", "secret"),
    ("kept in /home/desk/cases", "secret"),
    (r"\\server\cases\1.docx", "secret"),
    ("password: tallrim7", "secret"),
    ("api_key=4f5e6d7c8b", "secret"),
]
NOT_HELD = [
    "2017-03-04 and 05-03-2017 12:30",
    "07-09-2017 12:30",
    "between 3 and 5 people; 1,250 m east",
    "the key to the city and/or its gates",
    "https://airwatch.example/civilian-casualties/ci080-march-17-2017/",
    "looking at the dot on the map",
    "CS1907, page 12/14",
]
FINE = [
    "https://map.example/@36.345671,43.101234,17z",
    "https://map.example/!3d36.345671!4d43.101234",
    "https://map.example/?q=36.345671%2C43.101234",
    "https://map.example/?mlat=36.345671&mlon=43.101234",
    "https://map.example/#map=17/36.34567/43.10123",
    "latitude 36.345671",
    "36.345671",
    "4798090, 4351234",
    "36345671, 43101234",
    '{"lat":36.345671,"lng":43.101234}',
    "36.345671 deg N, 43.101234 deg E",
    "36·345671, 43·101234",
    "R492+7G Brenn",
    "JRQV+HG Brenn",
    "geohash swz8kmp1q",
    "///filled.count.soap",
    "36 degrees 20 minutes 44.4 seconds N",
]
COARSE = [
    "1,500 people in 2017-03-04",
    "killed 12,345,678 dinars",
    "v1.2.34567",
    "https://doi.example/10.1080/0143.2015",
    "https://news.example/1234567/7654321",
    "https://social.example/x/status/842345678901234567",
    "https://archive.example/web/20170304120000/https://x.example/1",
    "36 degrees 20 minutes N",
    "at 10:30, 12.5 km",
]
ADDRESSES = {
    "https://watch.example/1": None,
    "https://watch.example/?id=4&page=2#top": None,
    "https://8.8.8.8/x": None,
    "file:///home/desk/1.pdf": NOT_PUBLIC,
    "/home/desk/1.pdf": NOT_PUBLIC,
    "mailto:desk@watch.example": NOT_PUBLIC,
    "tel:+9647701234567": NOT_PUBLIC,
    "http://192.168.7.13/x": NOT_PUBLIC,
    "http://[::1]/x": NOT_PUBLIC,
    "http://0x7f.1/x": NOT_PUBLIC,
    "http://2130706433/x": NOT_PUBLIC,
    "http://localhost:8000/x": NOT_PUBLIC,
    "http://wiki/x": NOT_PUBLIC,
    "https://desk.local/x": NOT_PUBLIC,
    "http://[broken": NOT_PUBLIC,
    "https://desk:pass@watch.example/1": OPENS,
    "https://desk@watch.example/1": OPENS,
    "https://watch.example/1?access_token=4f5e6d7c": OPENS,
    "https://watch.example/1#token=4f5e6d7c": OPENS,
    "https://s3.example/x?X-Amz-Signature=4f5e6d7c": OPENS,
    "https://watch.example/1?q=%26api_key%3D4f5e6d7c": OPENS,
    "https://watch.example/;jsessionid=4f5e6d7c": OPENS,
}


@pytest.mark.parametrize(("text", "kind"), HELD)
def test_s6_4_what_leads_to_somebody_is_found_in_other_writings(text: str, kind: str) -> None:
    found = first_found(text, REVIEWED)
    assert found is not None
    assert found[0] == kind


@pytest.mark.parametrize("text", NOT_HELD)
def test_s6_4_plain_words_stay_plain(text: str) -> None:
    assert first_found(text, REVIEWED) is None


@pytest.mark.parametrize("text", FINE)
def test_s6_2_what_may_be_a_coordinate_is_taken_out_of_a_text(text: str) -> None:
    clean = without_coordinates(text, 2)
    assert "[coordinates withheld]" in clean
    assert not any(digits in clean for digits in ("345671", "101234", "34567", "swz8", "7G", "HG", "filled", "44.4"))


@pytest.mark.parametrize("text", COARSE)
def test_s6_2_other_numbers_stay(text: str) -> None:
    assert without_coordinates(text, 2) == text


@pytest.mark.parametrize(("address", "why"), ADDRESSES.items())
def test_s6_5_an_address_that_is_not_public_or_opens_something_is_not_told(address: str, why: str | None) -> None:
    assert untellable(address) == why


def row(**cells: str) -> list[str]:
    good = dict(zip(COLUMNS, ROWS[0], strict=True)) | {"lat": "", "lon": "", "codes": "", "note": ""}
    return [(good | cells)[name] for name in COLUMNS]


SENT = [
    row(code="V12", place="Brenn", url="https://watch.example/map?at=36.345671,43.101234"),
    row(code="V13", place="Ostrel", url="https://desk:tallrim7@watch.example/13"),
    row(code="V14", place="see watch:V120 of last week", url="https://watch.example/14"),
    row(code="V15", place="Karn", url="http://192.168.7.13/x"),
    row(code="36.345671,43.101234", place="Tall Rim", url="https://watch.example/16"),
    row(code="V120", date="2031-11-25", place="Undisclosed", url="https://watch.example/120"),
    row(code="V122", date="2031-11-25", place="Undisclosed", url="https://watch.example/122"),
]  # fmt: skip


@cache
def site() -> Path:
    """A publication of these rows; a withheld V122 beside a V12 that is followed by a year that begins with 2."""
    folder = make_project(Path(mkdtemp()) / "valdria", rows=SENT)
    project = load_project(folder)
    return publish_project(
        project, build_project(project, work=folder / "work"), site=folder / "site", as_of=AS_OF
    ).folder


def table(name: str) -> list[dict[str, str]]:
    with (site() / "data" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_s6_5_an_address_is_withheld_with_its_reason_and_its_hash() -> None:
    of_record = {one["record_code"]: one["source_id"] for one in table("claims")}
    sources = {one["source_id"]: one for one in table("sources")}
    # Of an address that is told in part, the hash would let anybody try out the rest.
    assert of_record["V12"] == "source-1"
    assert sources["source-1"]["note"] == "Address withheld: it holds coordinates."
    assert sources[of_record["V13"]]["note"] == OPENS
    assert all(not one["url"] for name, one in sources.items() if name.startswith("source-"))
    assert sources[of_record["V14"]]["url"] == "https://watch.example/14"


def test_s6_1_a_text_does_not_name_a_record_that_stays_at_home() -> None:
    places = {one["record_code"]: one["place_text"] for one in table("claims")}
    assert places == {"V12": "Brenn", "V13": "Ostrel", "V14": "see [record withheld] of last week"}


def test_s6_4_what_was_held_is_told_to_the_project_alone() -> None:
    with (site().parent / "work" / "held.csv").open(encoding="utf-8-sig", newline="") as file:
        rules = {one["record_id"]: one["rule"] for one in csv.DictReader(file)}
    assert rules["watch:V15"] == "no_source"
    assert rules["watch:36.345671,43.101234"] == "review_coordinates"


def test_s6_4_no_look_lets_coordinates_in_a_code_go(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "valdria", rows=SENT)
    log = folder / "work" / "judgements.jsonl"
    log.parent.mkdir()
    append_judgement(log, Judgement("release_hold", ("watch:36.345671,43.101234",), "desk", "2031-06-01", why="Seen."))
    project = load_project(folder)
    done = publish_project(project, build_project(project, work=log.parent), site=folder / "site", as_of=AS_OF)
    assert done.counts["held_by"]["review_coordinates"] == 1


def test_s6_4_the_source_of_a_total_is_looked_at_as_well(tmp_path: Path) -> None:
    more = '[[inputs]]\npath = "totals.csv"\nrecorder = "figures"\nredistribution = "full"\nlicence = "CC0"\n'
    folder = make_project(tmp_path / "valdria", settings=SETTINGS + more)
    head = "claimant,as_of,published_on,scope,measure,unit,value_min,value_max,url,title\n"
    rows = "watch,2018-01-01,2018-01-02,Valdria,killed,people,1,2,https://watch.example/f,told by witness Ardan\n"
    (folder / "totals.csv").write_text(head + rows, encoding="utf-8")
    project = load_project(folder)
    built = build_project(project, work=folder / "work")
    found = built.bundle.sources.assign(title="told by witness Ardan", note="No stored page.")
    built = replace(built, bundle=replace(built.bundle, sources=found))
    assert not len(select(built.bundle, project.publish, as_of=AS_OF).figures)


def test_s6_6_words_across_two_cells_are_no_leak_and_one_more_is() -> None:
    data = (site() / "data" / "strikeatlas.gpkg").read_bytes()
    assert data.count(b"watch:V122") == seams(data, b"watch:V122") == 1
    assert seams(data, b"Ostrel") == 0
    with_more = sqlite3.connect(":memory:")
    with_more.execute("CREATE TABLE t (a TEXT, b REAL, c INTEGER, d TEXT)")
    with_more.execute("INSERT INTO t VALUES ('watch:V1', 0.0, 1, '22 people'), ('x', 2.5, 70000, 'y')")
    packed = with_more.serialize()
    assert packed.count(b"watch:V122") == seams(packed, b"watch:V122") == 1
    assert seams(packed, b"y") == 0
    with_more.close()


def test_s6_6_published_addresses_may_stand_side_by_side() -> None:
    held = {b"https://watch.example/1", b"https://archive.example/1"}
    line = b"https://watch.example/1,https://archive.example/1,,,CC0,full"
    assert foreign_addresses([line], held) == []
    assert foreign_addresses([line + b",https://evil.example/1"], held) != []
