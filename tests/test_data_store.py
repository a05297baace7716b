"""Frames come back from Parquet as they went in, and the same frame gives the same bytes."""

from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from data import InputRefused, frame, read_frame, tables, write_frame

CLAIMS = [
    {
        "record_id": "v:1",
        "claim_id": "v:1@a",
        "recorder": "v",
        "belligerents": ["Red Air Force", "Blue"],
        "stated_lon": 43.1,
        "killed_min": 0,
    },
    {"record_id": "v:2", "claim_id": "v:2@a", "recorder": "v", "place_text_ar": "الموصل", "killed_max": 3},
]


def test_claims_come_back_as_they_went_in(tmp_path: Path) -> None:
    made = frame("claims", CLAIMS)
    back = read_frame(write_frame(made, "claims", tmp_path / "c.parquet"), "claims")
    pd.testing.assert_frame_equal(back, made)


@pytest.mark.parametrize("table", tables())
def test_empty_tables_come_back(tmp_path: Path, table: str) -> None:
    made = frame(table)
    pd.testing.assert_frame_equal(read_frame(write_frame(made, table, tmp_path / "t"), table), made)


def test_polygons_pass_through_as_bytes(tmp_path: Path) -> None:
    made = frame("units", [{"pcode": "VA01", "level": 1, "geometry": b"\x01\x02"}, {"pcode": "VA02", "level": 1}])
    back = read_frame(write_frame(made, "units", tmp_path / "u"), "units")
    assert back.geometry.tolist() == [b"\x01\x02", None]


def test_the_same_frame_gives_the_same_bytes_for_its_owner_only(tmp_path: Path) -> None:
    one = write_frame(frame("claims", CLAIMS), "claims", tmp_path / "a")
    two = write_frame(frame("claims", CLAIMS), "claims", tmp_path / "b")
    assert one.read_bytes() == two.read_bytes()
    assert one.stat().st_mode & 0o777 == 0o600


def test_a_table_of_another_kind_or_no_table_is_refused(tmp_path: Path) -> None:
    path = write_frame(frame("sources"), "sources", tmp_path / "s.parquet")
    with pytest.raises(InputRefused, match="holds sources, not claims"):
        read_frame(path, "claims")
    path.write_bytes(b"PAR1 no")
    with pytest.raises(InputRefused, match="no table of ours"):
        read_frame(path, "sources")


def test_how_a_frame_came_together_does_not_show_in_its_bytes(tmp_path: Path) -> None:
    rows = [
        {"record_id": f"v:{n}", "claim_id": f"v:{n}@a", "recorder": "v", "note": sha256(b"%d" % n).hexdigest()}
        for n in range(40_000)
    ]
    whole = frame("claims", rows)
    parts = pd.concat([whole[:7], whole[7:20_000], whole[20_000:]], ignore_index=True)
    one, two = (write_frame(each, "claims", tmp_path / name) for name, each in (("a", whole), ("b", parts)))
    assert one.read_bytes() == two.read_bytes()
