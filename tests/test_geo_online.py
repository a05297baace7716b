"""Geocoders of others: asked only when named, with the place phrase alone, and never trusted to answer well."""

import json
import sqlite3
import sys
from pathlib import Path

import pandas as pd
import pytest
from fetch_server import Server, running
from geocoder_server import BODIES, BRENN, FAR, JSON, asked, name_of, put

from data import MissingExtra, NetFault, UsageProblem, WorldFault
from geo import Gazetteer, OnlinePlaces, locate_online, locate_table_online, service_of
from geo.online import asking, phrase_to_ask
from geo.online.cache import AnswerCache
from maps import main

PLACES = Gazetteer.embedded()
SERVICES = ["nominatim", "photon", "geonames"]


@pytest.fixture
def server():
    with running() as started:
        yield started


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    """The pace has a test of its own."""
    monkeypatch.setattr(AnswerCache, "wait", lambda self, service: None)


def run(*words: str) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as end:
        main(list(words))
    return int(end.value.code or 0)


def online(service: str, server: Server, folder: Path) -> OnlinePlaces:
    """A service that stands on this machine."""
    return OnlinePlaces(service_of(name_of(service, server)), folder / "kept")


@pytest.mark.parametrize("service", SERVICES)
def test_what_the_gazetteer_lacks_is_found_and_marked(service, server, tmp_path):
    put(server, service, body=BODIES[service](FAR, BRENN))
    found = locate_online(
        "Brenn", gazetteer=PLACES, online=online(service, server, tmp_path), country="Syria", adm1="Raqqa"
    )
    assert (found.method, found.lon, found.lat, found.adm1_pcode) == ("online", 39.2, 35.1, "SY11")
    assert service_of("photon").title in found.reason or service != "photon"
    assert found.radii is not None
    assert len(found.candidates) >= 2


@pytest.mark.parametrize("service", SERVICES)
def test_namesakes_without_a_hint_stay_a_tie(service, server, tmp_path):
    put(server, service, body=BODIES[service](FAR, BRENN))
    found = locate_online("Brenn", gazetteer=PLACES, online=online(service, server, tmp_path), country="Syria")
    assert (found.method, found.lon) == ("unplaced", None)
    assert "was asked" in found.reason


@pytest.mark.parametrize("service", SERVICES)
def test_only_the_place_phrase_is_sent(service, server, tmp_path):
    put(server, service, body=BODIES[service]())
    locate_online(
        "3 km west of Brenn (38SLF 29324), Syria",
        gazetteer=PLACES,
        online=online(service, server, tmp_path),
        adm1="Raqqa",
    )
    sent = asked(server)[-1]
    assert sent["q"] == ["Brenn, SY"]
    own = {"format", "limit", "namedetails", "addressdetails", "accept-language", "lang", "username"}
    assert set(sent) - {"q"} <= own
    assert server.asked[-1][1]["User-Agent"] == "StrikeAtlas"


def test_a_known_place_and_a_coordinate_are_not_asked(server, tmp_path):
    for text in ("Mosul, Iraq", "36.35, 43.15", "38SLF 293 240", "", "12345", "😀", "Iraq", None):
        locate_online(text, gazetteer=PLACES, online=online("photon", server, tmp_path))
    assert server.asked == []


def test_a_phrase_is_asked_once_and_an_empty_answer_is_kept(server, tmp_path):
    put(server, "photon", body=BODIES["photon"]())
    for _ in range(3):
        found = locate_online("Brenn", gazetteer=PLACES, online=online("photon", server, tmp_path))
        assert "knows no such place" in found.reason
    assert len(server.asked) == 1
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0


BAD = {
    "html": {"body": b"<html><title>Maintenance</title></html>", "headers": {"Content-Type": "text/html"}},
    "busy": {"body": b"{}", "status": 429},
    "forbidden": {"body": b"no", "status": 403},
    "broken": {"body": b"oops", "status": 500},
    "cut": {"body": b'[{"lat": "35.1"', "headers": {"Content-Length": "400"}},
    "a number": {"body": b"42"},
    "text": {"body": b'"Brenn"'},
    "null": {"body": b"null"},
    "other rows": {"body": b'[{"x": 1}, 7, null]'},
    "other keys": {"body": b'{"features": [{"geometry": {}}], "geonames": [{"name": 3}]}'},
    "packed": {"body": b"x", "headers": {"Content-Encoding": "gzip"}},
    "elsewhere": {"status": 302, "headers": {"Location": "http://example.org/"}},
    "not utf-8": {"body": b"\xff\xfe\x00"},
    "deep": {"body": b"[" * 100_000},
}


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("bad", BAD)
def test_a_bad_answer_is_a_reason_and_is_not_kept(service, bad, server, tmp_path):
    put(server, service, **BAD[bad])
    found = locate_online("Brenn", gazetteer=PLACES, online=online(service, server, tmp_path))
    assert found.lon is None
    assert "Brenn" in found.reason
    put(server, service, body=BODIES[service](BRENN))
    again = locate_online("Brenn", gazetteer=PLACES, online=online(service, server, tmp_path), adm1="Raqqa")
    assert again.method == "online" or "knows no such place" in found.reason


def test_points_off_the_earth_and_rows_without_names_are_left_out(server, tmp_path):
    put(server, "photon", body=BODIES["photon"]({**BRENN, "name": ""}, BRENN))
    assert online("photon", server, tmp_path).fetch("Brenn")["lat"].tolist() == [35.1]
    put(server, "photon", body=BODIES["photon"]({**BRENN, "lat": "95"}))
    with pytest.raises(NetFault, match="form that is not known"):
        online("photon", server, tmp_path).fetch("Orlen")


def test_a_server_that_hangs_is_left(server, tmp_path, monkeypatch):
    monkeypatch.setattr(asking, "LONGEST_SECONDS", 0.4)
    put(server, "photon", body=b"x" * 100, drip_seconds=0.1)
    found = locate_online("Brenn", gazetteer=PLACES, online=online("photon", server, tmp_path))
    assert "was asked in vain" in found.reason


def test_geonames_tells_that_a_user_is_not_allowed_and_the_name_stays_out(server, tmp_path):
    put(server, "geonames", body=json.dumps({"status": {"message": "user account not enabled", "value": 10}}).encode())
    shown: list[str] = []
    places = OnlinePlaces(service_of(name_of("geonames", server)), tmp_path, show=shown.append)
    found = locate_online("Brenn", gazetteer=PLACES, online=places)
    assert "not enabled" in found.reason
    assert "valdria" not in found.reason + "".join(shown)
    assert len(shown) == 1


def test_a_table_leaves_a_dead_service_alone(server, tmp_path):
    table = pd.DataFrame({"id": list("abcdef"), "input": ["Brenn", "Orlen", "Mosul, Iraq", "Tessin", "Varn", "Ulmen"]})
    answers = locate_table_online(table, PLACES, online("photon", server, tmp_path))
    assert answers["id"].tolist() == list("abcdef")
    assert len(server.asked) == 3
    assert answers["lon"].notna().tolist() == [False, False, True, False, False, False]
    assert "not asked any more" in answers["reason"].iloc[-1]


def test_questions_keep_a_second_between_them(tmp_path, monkeypatch):
    monkeypatch.undo()
    clock = [100.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))
        clock[0] += seconds

    service = service_of("nominatim")
    for cache in (AnswerCache(tmp_path, now=lambda: clock[0], sleep=sleep) for _ in range(3)):
        cache.wait(service)
        clock[0] += 0.25
    assert slept == [0.75, 0.75]


def test_a_spoilt_cache_is_told(tmp_path):
    (tmp_path / "answers.sqlite").write_bytes(b"no database at all, but long enough to be read as one" * 40)
    with pytest.raises(WorldFault, match="only holds answers"):
        AnswerCache(tmp_path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nominatin", "Did you mean 'nominatim'"),
        ("geonames", "user=NAME"),
        ("photon?key=1", "no option 'key'"),
        ("photon?at=ftp://x", "no address"),
        ("photon?at=http://example.org", "not https"),
        ("", "There are"),
    ],
)
def test_a_service_that_cannot_be_asked_is_refused(text, told):
    with pytest.raises(UsageProblem) as problem:
        service_of(text)
    assert told in str(problem.value)


def test_without_geopy_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "geopy.adapters", None)
    monkeypatch.delitem(sys.modules, "geo.online.asking", raising=False)
    monkeypatch.delattr("geo.online.asking", raising=False)
    with pytest.raises(MissingExtra, match=r"strikeatlas\[online\]"):
        OnlinePlaces(service_of("photon"), tmp_path)


def test_an_old_answer_in_another_form_is_no_fault(server, tmp_path):
    places = online("photon", server, tmp_path)
    with sqlite3.connect(places.cache.path) as connection:
        row = ("photon", places.service.address, "Brenn", 0.0, json.dumps([{"geometry": None}, {}]))
        connection.execute("INSERT INTO answers VALUES (?, ?, ?, ?, ?)", row)
    assert places.fetch("Brenn").empty


def test_the_phrase_that_is_sent_holds_no_coordinate():
    assert phrase_to_ask("village of Brenn, near Orlen, 36.35 43.15") == "village of Brenn, Orlen"
    assert phrase_to_ask("Brenn, 38SLF 29324 (see https://example.org/1), a@b.example") == "Brenn"
    assert phrase_to_ask("between Brenn and Orlen") in ("Brenn, Orlen", "Orlen, Brenn")
    assert [phrase_to_ask(text) for text in ("36.35, 43.15", "12345", "()", "", None)] == [""] * 5


def test_the_command_asks_only_where_it_is_told_to(server, tmp_path, capsys):
    put(server, "photon", body=BODIES["photon"](BRENN), headers=JSON)
    assert run("locate", "Brenn, Syria", "--json") == 1
    assert server.asked == []
    capsys.readouterr()
    here = ["--online", name_of("photon", server), "--online-folder", str(tmp_path)]
    assert run("locate", "Brenn, Syria", "--json", *here) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["method"] == "online"
    assert f"{server.url}/api?q=Brenn" in said.err
    assert run("locate", "x", "--online", "bing") == 2
    assert run("locate", "x", "--online", "photon", "--engine", "dask") == 2
