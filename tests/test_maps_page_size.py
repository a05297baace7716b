"""A page of many records stays small: bytes to a record are the same on every machine, and so can be held."""

from __future__ import annotations

import base64

import numpy as np
import pandas as pd
import pytest
from opened import needs_bundle

from maps import draw
from maps.page import FrameColumns, frame_payload, read_page

COUNT = 20_000
WORDS = [
    "strike",
    "reported",
    "near",
    "village",
    "market",
    "convoy",
    "witnesses",
    "said",
    "killed",
    "wounded",
    "building",
    "road",
    "civilians",
    "source",
    "local",
    "media",
    "hospital",
    "night",
    "early",
    "morning",
    "aircraft",
    "shell",
    "district",
    "bridge",
    "according",
    "statement",
    "area",
    "north",
    "south",
    "family",
]


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """Invented records with 200 characters of text each, no two of them alike, around 400 towns."""
    rng = np.random.default_rng(11)
    town = rng.integers(0, 400, COUNT)
    x, y = rng.uniform(-30, -20, 400), rng.uniform(30, 36, 400)
    apart = np.where(rng.random(COUNT) < 0.35, 0, rng.normal(0, 0.05, COUNT))
    low = rng.poisson(1.2, COUNT)
    days = np.datetime64("2031-01-01") + rng.integers(0, 3650, COUNT)
    text = [f"{number} " + " ".join(rng.choice(WORDS, 29)) for number in range(COUNT)]
    return pd.DataFrame(
        {
            "id": [f"V{number:07d}" for number in range(COUNT)],
            "date": np.datetime_as_string(days),
            "lon": (x[town] + apart).round(5),
            "lat": (y[town] + apart).round(5),
            "place": [f"Town {number}" for number in town],
            "status": rng.choice(["confirmed", "fair", "weak"], COUNT),
            "killed_min": low,
            "killed_max": low + rng.poisson(1.5, COUNT),
            "text": text,
        }
    )


def test_drawn_columns_take_few_bytes_to_a_record(frame: pd.DataFrame) -> None:
    assert len(frame_payload(frame)) / COUNT < 9.5


def test_two_hundred_characters_take_a_tenth_of_their_room(frame: pd.DataFrame) -> None:
    told = len(frame_payload(frame, FrameColumns(note="text"))) - len(frame_payload(frame))
    assert told / COUNT < 24
    assert frame["text"].str.len().mean() > 180


@needs_bundle
def test_a_page_is_hardly_larger_than_what_it_holds(frame: pd.DataFrame) -> None:
    page = draw(frame, note="text").page("Invented")
    packed = len(base64.b64encode(frame_payload(frame, FrameColumns(note="text"))))
    assert len(page.encode()) - packed < 520_000
    back = read_page(page)
    assert sorted(card["note"] for card in back.text) == sorted(frame["text"])
    assert back.tables["incidents"]["killed_max"].sum() == frame["killed_max"].sum()
