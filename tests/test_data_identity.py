"""A record keeps its identity; a reading of it changes with what it says and with nothing else."""

import hashlib

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data import fields, frame, identify

CLAIM = {"recorder": "valdria-monitor", "record_code": "V1", "place_text": "Tall Rim", "killed_min": 2}


def ids(**changes: object) -> tuple[str, str]:
    made = identify(frame("claims", [CLAIM | changes]))
    return made.record_id[0], made.claim_id[0]


def test_record_id_is_recorder_and_code() -> None:
    assert ids()[0] == "valdria-monitor:V1"
    assert ids()[1].startswith("valdria-monitor:V1@")


def test_a_re_export_changes_nothing() -> None:
    again = ids(origin_file="b.xlsx", origin_row=9, origin_sha256="00", warnings=["record_repeated"], record_id="x")
    assert again == ids()


def test_other_content_is_another_reading_of_the_same_record() -> None:
    for change in ({"killed_min": 3}, {"killed_max": 2}, {"place_text": "Tall Rum"}, {"belligerents": ["Red"]}):
        assert ids(**change)[0] == ids()[0]
        assert ids(**change)[1] != ids()[1]


def test_blanks_and_unicode_forms_do_not_count_as_content() -> None:
    assert ids(place_text="Tall  Rim ") == ids(place_text="Tall Rim")
    assert ids(place_text="Cafe\u0301") == ids(place_text="Café")


def test_without_a_code_the_content_is_the_identity() -> None:
    record, claim = ids(record_code=None)
    assert claim == f"{record}@{record.split(':')[1]}"
    assert ids(record_code=None, killed_min=5)[0] != record


def test_ids_do_not_depend_on_the_rows_beside() -> None:
    other = {"recorder": "v", "killed_min": 1, "note": "n", "stated_lon": 1.5, "codes": ["a"]}
    both = identify(frame("claims", [CLAIM, other]))
    assert both.claim_id[0] == ids()[1]


@given(st.lists(st.text(alphabet="ab \x00\x01\x02é", max_size=4), min_size=2, max_size=2))
def test_a_value_cannot_pose_as_another_field(texts: list[str]) -> None:
    one = identify(frame("claims", [CLAIM | {"note": "x" + texts[0] + "x", "section": "x" + texts[1] + "x"}]))
    other = identify(frame("claims", [CLAIM | {"note": "x" + texts[1] + "x", "section": "x" + texts[0] + "x"}]))
    plain = [" ".join(text.replace("\x01", " ").replace("\x02", " ").split()) for text in texts]
    same = plain[0] == plain[1]
    assert same or one.claim_id[0] != other.claim_id[0]


def test_identify_leaves_its_input_alone() -> None:
    given_frame = frame("claims", [CLAIM])
    before = given_frame.copy(deep=True)
    identify(given_frame)
    pd.testing.assert_frame_equal(given_frame, before)


def test_a_row_hashes_the_same_alone_and_among_thousands() -> None:
    rows = [
        CLAIM | {"record_code": f"V{n}", "note": f"a \u00a0b{n}", "adm1_text": "Nor  th", "killed_max": n % 3}
        for n in range(5000)
    ]
    rows[4321] |= {"place_text": " Tall\u2003Rim\t", "codes": ["x  y", "é"], "stated_lon": 43.25}
    together = identify(frame("claims", rows)).claim_id
    for place in (0, 1, 4321, 4999):
        assert identify(frame("claims", [rows[place]])).claim_id[0] == together[place]


def test_the_hash_is_that_of_a_plain_text_that_anybody_can_make() -> None:
    text = "killed_min\x022\x01place_text\x02Tall Rim\x01record_code\x02V1\x01recorder\x02valdria-monitor\x01"
    order = [field.name for field in fields("claims")]
    parts = sorted(text.split("\x01")[:-1], key=lambda part: order.index(part.split("\x02")[0]))
    whole = "".join(f"{part}\x01" for part in parts)
    assert ids()[1].split("@")[1] == hashlib.sha256(whole.encode()).hexdigest()[:16]
