"""Claims over time: what was read stays, what took its place is named, and the same again adds nothing."""

from pathlib import Path

import pandas as pd
import pytest

from data import (
    InputRefused,
    Judgement,
    frame,
    identify,
    judgements_frame,
    open_store,
    supersede,
    tombstones,
    withdrawal,
)


def claims(file: str, *rows: tuple[str, int], **more: object) -> pd.DataFrame:
    made = [
        {"recorder": "watch", "record_code": code, "killed_min": killed, "origin_row": number + 2}
        | {"origin_file": file, "origin_sha256": file, "belligerents": ["Blue"]}
        | more
        for number, (code, killed) in enumerate(rows)
    ]
    return identify(frame("claims", made))


def test_what_took_the_place_of_a_reading_is_named_and_both_stay(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    old, new = claims("old.csv", ("1", 3), ("2", 1)), claims("new.csv", ("1", 5), ("2", 1))
    store.append_claims(old, read_on="2031-01-01")
    added = store.append_claims(new, read_on="2031-02-01")
    assert added.claims["claim_id"].tolist() == [new.claim_id[0]]
    held = store.read_claims().set_index("claim_id")
    assert held["superseded_by"].dropna().to_dict() == {old.claim_id[0]: new.claim_id[0]}
    assert len(held) == 3
    told = store.history("watch:1")
    assert told["change"].tolist() == ["read", "superseded", "read"]
    assert told["origin_file"].tolist() == ["old.csv", "old.csv", "new.csv"]
    assert told["after"].tolist()[-1] == '{"killed_min": 5}'
    assert told["columns"].tolist()[-1] == ["killed_min"]
    assert told["read_on"].tolist() == ["2031-01-01", "2031-02-01", "2031-02-01"]


def test_two_versions_that_come_together_tell_what_the_later_one_changed(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    both = supersede(pd.concat([claims("old.csv", ("1", 3)), claims("new.csv", ("1", 5))], ignore_index=True))
    added = store.append_claims(both, read_on="2031-01-01", whole=True)
    told = store.history("watch:1")
    assert told["change"].tolist() == ["superseded", "read"]
    assert (told["before"].iloc[1], told["after"].iloc[1]) == ('{"killed_min": 3}', '{"killed_min": 5}')
    assert (added.changed, added.gone) == ((), ())


def test_an_append_names_what_changed_and_what_is_gone(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.append_claims(claims("old.csv", ("1", 3), ("2", 1), ("3", 4)))
    added = store.append_claims(claims("old.csv", ("1", 5), ("3", 4), ("4", 1)), whole=True)
    assert (added.changed, added.gone) == (("watch:1",), ("watch:2",))


def test_the_same_content_again_writes_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.append_claims(claims("old.csv", ("1", 3)), whole=True)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    for file in ("old.csv", "export.csv"):
        for whole in (True, False):
            assert store.append_claims(claims(file, ("1", 3)), whole=whole).counts == dict.fromkeys(
                ("read", "superseded", "gone"), 0
            )
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_a_file_read_again_after_it_changed_keeps_what_it_said_before(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for rows in ([("1", 3), ("2", 1)], [("1", 4)], [("1", 3)]):
        store.append_claims(claims("a.csv", *rows), whole=True)
    assert store.history("watch:1")["change"].tolist() == ["read", "read", "superseded", "read", "superseded"]
    assert store.history("watch:2")["change"].tolist() == ["read", "gone"]
    held = store.read_claims()
    assert sorted(held["record_id"]) == ["watch:1", "watch:1"]
    assert held.loc[held["superseded_by"].isna(), "killed_min"].tolist() == [3]
    gone = claims("a.csv", ("2", 1)).claim_id[0]
    assert store.find_claims([gone, "watch:9@x"])["claim_id"].tolist() == [gone]


def test_the_later_published_is_in_force_whatever_comes_first(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.append_claims(claims("b", ("1", 4), published_on="2031-05"))
    store.append_claims(claims("a", ("1", 3), published_on="2031-04"))
    held = store.read_claims()
    assert held.loc[held["superseded_by"].isna(), "killed_min"].tolist() == [4]


@pytest.mark.parametrize("damage", ["taken out", "changed", "newer"])
def test_a_broken_history_is_refused_by_name(tmp_path: Path, damage: str) -> None:
    store = open_store(tmp_path)
    for number in (1, 2, 3):
        store.append_claims(claims("a", ("1", number)), whole=True)
    batch = tmp_path / "readings" / "000002.readings.parquet"
    if damage == "taken out":
        batch.unlink()
    elif damage == "changed":
        (tmp_path / "readings" / "000002.claims.parquet").write_bytes(b"x")
    else:
        batch.write_bytes(b"x")
    with pytest.raises(InputRefused, match=r"00000[23]\.readings"):
        store.read_claims()


def test_a_withdrawn_record_leaves_a_tombstone_until_it_is_taken_back() -> None:
    made = [
        withdrawal("watch:2", why=" Asked for by the family. ", alias="desk", made_at="2031-03-01T10:00"),
        withdrawal("watch:1", why="Reported in error.", alias="desk", made_at="2031-04-01"),
    ]
    first = judgements_frame(made)
    told = tombstones(first)
    assert told["record_id"].tolist() == ["watch:1", "watch:2"]
    assert told["withdrawn_on"].tolist() == ["2031-04-01", "2031-03-01"]
    assert told["reason"].tolist() == ["Reported in error.", "Asked for by the family."]
    back = Judgement("unsure", ("watch:1",), "desk", "2031-05-01", supersedes=first.judgement_id[1])
    assert tombstones(judgements_frame([*made, back]))["record_id"].tolist() == ["watch:2"]
