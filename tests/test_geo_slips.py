"""Misspelt names: found by their forms, as surely as by comparing them with every name."""

import random
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

import geo.gazetteer.gazetteer
from data import frame
from geo import Gazetteer
from geo.gazetteer.slip import slips_of_one
from geo.gazetteer.slips import Slips
from geo.names import plain_word

NAMES = ["Valdria Port", "Old Valdria", "Kharbat Velm", "Tal Orsk", "قرية فالدريا", "Maldria Port", "Velmka", "Velmkah"]
ROWS = [{"place_id": name, "name": name, "kind": "village", "country": "IQ", "lon": 43.0, "lat": 36.0, "source": "made"}
        for name in NAMES]  # fmt: skip
WORDS = st.text("abdklmرفد 'é", min_size=1, max_size=12)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=15), WORDS)
def test_exactly_the_spellings_one_slip_away_are_found(names, asked):
    found = {text for text, _ in Slips(dict.fromkeys(names, "k")).of(asked)}
    near = {n for n in names if OSA.distance(plain_word(n), plain_word(asked)) <= 1 and len(plain_word(n)) >= 5}
    assert found == (near if len(plain_word(asked)) >= 5 else set())


@pytest.mark.parametrize("asked", ["Vladria Port", "Valria Port", "Valdriaa Port", "Valdxia Port", "valdria por"])
def test_a_slip_of_the_hand_finds_its_place_first(asked):
    assert Gazetteer.from_frame(frame("places", ROWS)).find(asked)[0].place.name == "Valdria Port"


def test_asking_many_at_once_gives_the_same_answers():
    draw = random.Random(4)
    asked = [name[:at] + name[at + 1 :] for name in NAMES for at in draw.sample(range(len(name)), 3)]
    one, many = (Gazetteer.from_frame(frame("places", ROWS)) for _ in range(2))
    many.prepare(asked)
    assert [one.find(name) for name in asked] == [many.find(name) for name in asked]


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=10), WORDS)
def test_one_question_has_the_same_answer_as_many(names, asked):
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE readings (text TEXT, core TEXT)")
    connection.executemany("INSERT INTO readings VALUES (?, 'k')", [(name,) for name in names])
    every = dict(connection.execute("SELECT text, core FROM readings ORDER BY rowid DESC"))
    assert slips_of_one(connection, asked) == Slips(every).of(asked)


def test_the_first_questions_do_not_wait_for_every_form_and_are_answered_alike(monkeypatch):
    first, later = (Gazetteer.from_frame(frame("places", ROWS)) for _ in range(2))
    found = first.find("Vladria Port")
    assert not first._made.has_slips
    monkeypatch.setattr(geo.gazetteer.gazetteer, "FEW", 0)
    assert found == later.find("Vladria Port")
    assert later._made.has_slips
