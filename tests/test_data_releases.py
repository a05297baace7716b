"""The release reader on imitations of every shape and era, and the laws that hold for each of them."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from release_imitations import NAMES, expected_of, text_of, told

from data.countries import norm_country
from data.errors import InputRefused
from data.releases import link_releases, read_release, read_release_items
from data.schema import validate

WORDS = [
    "item",
    "date_text",
    "place_text",
    "via",
    "report_id",
    "count_text",
    "target_kind",
    "strike_kind_raw",
    "status_raw",
]


def spans_of(reading):
    return zip(
        reading.claims.to_dict("records"), [json.loads(spans) for spans in reading.claims["origin_span"]], strict=True
    )


def without_furniture(reading, text):
    letters = list(text)
    for start, end in reading.spans.loc[reading.spans["kind"] == "furniture", ["start", "end"]].to_numpy().tolist():
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def test_there_are_at_least_thirty_imitations():
    assert len(NAMES) >= 30


@pytest.mark.parametrize("name", NAMES)
def test_release_says_what_is_laid_down(name):
    assert told(read_release(text_of(name), source=f"{name}.txt")) == expected_of(name)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_release_is_lost(name):
    text = text_of(name)
    covered = bytearray(len(text))
    for start, end in read_release(text).spans[["start", "end"]].to_numpy().tolist():
        covered[start:end] = b"\x01" * (end - start)
    assert [letter for seen, letter in zip(covered, text, strict=True) if not seen and not letter.isspace()] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_span_holds_what_was_read(name):
    text = text_of(name)
    reading = read_release(text)
    plain = without_furniture(reading, text)
    for claim, spans in spans_of(reading):
        for field in WORDS:
            assert pd.isna(claim[field]) or claim[field] == " ".join(plain[slice(*spans[field])].split())
        for field in ("codes", "mgrs"):
            assert all(value in " ".join(plain[slice(*spans[field])].split()) for value in claim[field])
        if not pd.isna(claim["country"]):
            assert norm_country(text[slice(*spans["country"])]) == claim["country"]
        for start, end in spans.values():
            assert spans["record"][0] <= start <= end <= spans["record"][1] or end <= spans["record"][0]


@pytest.mark.parametrize("name", NAMES)
def test_frames_hold_to_the_dictionary_and_ids_are_unique(name):
    reading = read_release(text_of(name))
    validate(reading.claims, "claims")
    validate(reading.figures, "figures")
    assert reading.claims["record_id"].is_unique


@pytest.mark.parametrize("name", NAMES)
def test_same_text_gives_the_same_reading(name):
    one, two = read_release(text_of(name)), read_release(text_of(name))
    pd.testing.assert_frame_equal(one.claims, two.claims)
    pd.testing.assert_frame_equal(one.unread, two.unread)


def test_publication_day_may_be_given():
    reading = read_release(text_of("28-restarted-numbering"), published_on="2018-02-28")
    assert reading.claims["record_id"].tolist()[0] == "cjtf-oir:2018-02-28/non-credible/1"
    assert set(reading.claims["published_on"]) == {"2018-02-28"}


def test_references_are_linked_across_releases():
    earlier = read_release(text_of("03-2016-12-lead-sentences")).claims
    later = read_release(text_of("13-corrections")).claims
    both = link_releases(pd.concat([earlier, later], ignore_index=True))
    wanted = {"cjtf-oir:2016-12-01/non-credible/3"}
    assert wanted <= {record for records in both["supersedes"] for record in records}
    pd.testing.assert_frame_equal(link_releases(both), both)


def test_a_reference_that_fits_two_records_stays_as_written():
    later = read_release(text_of("13-corrections")).claims
    twice = read_release(text_of("28-restarted-numbering"), published_on="2016-12-01").claims
    linked = link_releases(pd.concat([later, twice.assign(item="5")], ignore_index=True))
    assert linked["supersedes"][0] == ["2016-12-01 item 5"]


def test_fighters_are_not_counted():
    item = (
        "During a strike which killed five armed fighters it was assessed three civilians were unintentionally killed."
    )
    found = read_release_items([f"Nov. 2, 2017 near Bir Tasem, Syria via self-report. {item}"]).claims.iloc[0]
    assert (found["killed_min"], found["killed_max"]) == (3, 3)


@pytest.mark.parametrize(
    ("sentence", "killed", "injured"),
    [
        ("two civilians were killed and three more were injured", (2, 2), (3, 3)),
        ("one civilian was killed and another wounded", (1, 1), (1, 1)),
        ("a civilian was also unintentionally killed when his vehicle entered the area", (1, 1), None),
        ("the strike resulted in the deaths of three civilians", (3, 3), None),
        ("the strike killed one and injured two civilians", (1, 1), (2, 2)),
        ("an estimated 12 civilians were killed", (12, 12), None),
        ("as many as six civilians were killed", (None, 6), None),
        ("two civilians, and possibly a third, were killed", (2, 3), None),
        ("one male adult was killed", (1, 1), None),
        ("a civilian scooter was hit and its driver was killed", None, None),
        ("several civilian trucks were destroyed", None, None),
        ("civilians were killed", None, None),
        ("twelve fighters and two civilians were killed", (2, 2), None),
        ("two civilians were killed and four terrorists were injured", (2, 2), None),
        ("no civilians were killed but one civilian was injured", (0, 0), (1, 1)),
        ("three civilians were killed, including one child", (3, 3), None),
        ("at least one civilian was killed or wounded", None, None),
        ("the blast led to the death of one civilian and injuring two others", (1, 1), (2, 2)),
        ("11 civilians and one gunman from the armed fighters were killed", None, None),
        ("11 civilians and one armed fighter were killed", (11, 11), None),
        ("the bomb killed two armed fighters and one civilian", (1, 1), None),
        ("one civilian, a child, was killed", (1, 1), None),
        ("six civilians were killed when an armed fighter blew up a vest", (6, 6), None),
        ("two women and a girl were injured, and a man was killed", (1, 1), (3, 3)),
        ("the lorry's driver was killed", None, None),
    ],
)
def test_sentences_of_harm(sentence, killed, injured):
    text = f"Credible Reports\n1. May 1, 2018, near Bir Tasem, Syria, via self-report. It was assessed that {sentence}."
    found = read_release(text).claims.iloc[0]
    for kind, pair in (("killed", killed), ("injured", injured)):
        read = tuple(None if pd.isna(found[f"{kind}_{end}"]) else int(found[f"{kind}_{end}"]) for end in ("min", "max"))
        assert read == (pair or (None, None))


@pytest.mark.parametrize(
    ("head", "relation", "place", "country", "via"),
    [
        (
            "June 17, 2017, near Tal Verin, Iraq, via social media report:",
            "near",
            "Tal Verin",
            "IQ",
            "social media report",
        ),
        ("June 17, 2017, Near Tal Verin, Iraq via self-report.", "near", "Tal Verin", "IQ", "self-report"),
        ("On June 17, 2017, in Tal Verin, Iraq, during a strike", "in", "Tal Verin", "IQ", None),
        ("June 17, 2017 Tal Verin, Iraq:", "bare", "Tal Verin", "IQ", None),
        (
            "June 17, 2017, in the vicinity of Tal Verin, Iraq, via U.S. Embassy report.",
            "near",
            "Tal Verin",
            "IQ",
            "U.S. Embassy report",
        ),
        ("June 17, 2017, near Mar'ila, Syria, via Airwars.", "near", "Mar'ila", "SY", "Airwars"),
        (
            "June 17, 2017, in Tal Verin, Syria, near Mirsa, via Airwars.",
            "in",
            "Tal Verin, Syria, near Mirsa",
            "SY",
            "Airwars",
        ),
        ("June 17, 2017, near Tal Verin (Mirsa), Syria, via Airwars.", "near", "Tal Verin (Mirsa)", "SY", "Airwars"),
        (
            "June 17, 2017, near Tal\nVerin, Syria, via Amnesty\nInternational report.",
            "near",
            "Tal Verin",
            "SY",
            "Amnesty International report",
        ),
        ("June 17, 2017, via self-report.", None, None, None, "self-report"),
        ("June 17, 2017, near Tal Verin (Iraq), via self-report.", "near", "Tal Verin", "IQ", "self-report"),
        ("June 17, 2017, near Tal Verin, Iraq – via self-report –", "near", "Tal Verin", "IQ", "self-report"),
        ("June 17, 2017 southwest of Tal Verin, Iraq:", "bare", "southwest of Tal Verin", "IQ", None),
        ("(June 17, 2017) near Tal Verin, Iraq, via self-report.", "near", "Tal Verin", "IQ", "self-report"),
    ],
)
def test_heads(head, relation, place, country, via):
    found = read_release_items([f"{head} The logs hold no Coalition strikes in that valley."]).claims.iloc[0]
    read = [None if pd.isna(found[name]) else found[name] for name in ("relation", "place_text", "country", "via")]
    assert read == [relation, place, country, via]


def test_a_head_keeps_about_between_and_the_time_of_day():
    heads = ["On or about May 5, 2017", "Between May 9 and May 11, 2017", "May 10, 2017 at approximately 1405"]
    claims = read_release_items(
        [f"{head}, near Tal Verin, Iraq, via self-report. Nothing more." for head in heads]
    ).claims
    assert claims["happened_from"].tolist() == ["2017-05-05", "2017-05-09", "2017-05-10"]
    assert claims["happened_to"].tolist() == ["2017-05-05", "2017-05-11", "2017-05-10"]
    assert claims["warnings"].tolist() == [["date_approximate"], [], []]
    assert claims["time_local"][2] == "14:05"


def test_a_date_is_no_grid_and_a_grid_in_the_head_is_kept():
    text = "16 MAY 2018, near 19PXK794111, Syria, via self-report. Hit again on 17 MAY 2018. 9911 19PXK794112"
    assert read_release_items([text]).claims["mgrs"][0] == ["19PXK794111", "19PXK794112"]


def test_items_of_a_table_keep_their_codes_and_rows():
    text = "May 4, 2017 near Bir Tasem, Syria via media report. At the ford two civilians were killed."
    table = pd.DataFrame(
        {"code": ["A1", "A2", "A3"], "statement_date": ["2017-06", None, None], "text": [text, None, "Nothing."]}
    )
    kept = table.copy()
    reading = read_release_items(table, source="items.csv")
    assert reading.claims["record_id"].tolist() == ["cjtf-oir:A1", "cjtf-oir:A3"]
    assert reading.claims["origin_row"].tolist() == [2, 4]
    assert reading.claims["published_on"][0] == "2017-06"
    assert reading.unread["rule"].tolist() == ["no_item"]
    pd.testing.assert_frame_equal(table, kept)


def test_a_body_without_a_head_is_read_without_date_and_place():
    found = read_release_items(["The message gives insufficient information. (1380)"]).claims.iloc[0]
    assert found["reason_code"] == "insufficient_information"
    assert found["report_id"] == "1380"
    assert found["warnings"] == ["head_missing"]
    assert pd.isna(found["happened_from"])


def test_incident_prose_is_dated_by_its_own_words():
    found = read_release_items([text_of("34-incident-prose")]).claims.iloc[0]
    assert (found["happened_from"], found["place_text"], found["country"]) == ("2021-06-18", "Bir Tasem", "IQ")
    assert (found["killed_min"], found["injured_min"]) == (1, 3)


def test_a_missing_text_column_is_refused():
    with pytest.raises(InputRefused, match="column body"):
        read_release_items(pd.DataFrame({"text": ["x"]}), text_column="body")


@pytest.mark.parametrize(
    "text", ["", " \n\f\n ", "\x00", "1.", "[sic]", "Credible Reports", "via", "\u202e" * 50, "1. " * 5000, "(" * 20000]
)
def test_odd_texts_are_read_without_a_claim_or_with_one_that_says_so(text):
    reading = read_release(text)
    assert len(reading.claims) == 0
    assert len(read_release_items([text]).claims) <= 1
