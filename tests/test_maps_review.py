"""The review without a browser: what waits, what an answer means, and that nothing is lost between two who answer."""

import json
import shutil
from pathlib import Path

import pytest
from review_desk import NOW, ROWS, Clock, build, project

from data import Judgement, UsageProblem, append_judgement, open_store, read_frame, read_judgements
from maps import load_project
from maps.review import Desk, Filter, open_desk
from maps.review.answers import Who, judgements_for, norm_alias
from maps.review.cards import marked, place_card
from maps.review.holds import hold_card, let_go
from maps.review.ledger import Moved
from maps.review.mending import StillWrong, mended, revised, row_card, stale_card
from maps.review.paircards import pair_card
from maps.review.words import Words

WHO = Who("Desk 1", NOW.format(0, 0))
EN = Words("en")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("valdria"))


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of the built project for each test."""
    return Path(shutil.copytree(built, tmp_path / "valdria", symlinks=True))


@pytest.fixture
def desk(folder: Path) -> Desk:
    return open_desk(load_project(folder), folder / "work")


def answer(desk: Desk, key: str, revision: str = "", **form: str) -> list[str]:
    item = desk.item(key)
    make = judgements_for(desk, item, form, WHO)
    return desk.decide(item, revision or desk.revision(item), make)


def log(folder: Path) -> list[dict]:
    return read_judgements(folder / "work" / "judgements.jsonl").to_dict("records")


def placed(folder: Path, record: str) -> dict:
    claims = read_frame(folder / "work" / "claims.parquet", "claims").set_index("record_id")["claim_id"]
    rows = read_frame(folder / "work" / "placements.parquet", "placements").set_index("subject_id")
    return rows.loc[claims[record]].to_dict()


def test_what_waits_is_sorted_by_what_it_may_change(desk: Desk) -> None:
    effects = [item.effect for item in desk.items]
    assert effects == sorted(effects, reverse=True)
    assert {item.queue for item in desk.items} == {"place", "pair", "row"}
    two = desk.item("p:watch:V2")
    assert two.same == ("watch:V3",)
    assert two.effect > desk.item("p:watch:V4").effect


def test_filters_let_through_what_they_name(desk: Desk) -> None:
    assert {item.key for item in desk.listed(Filter(queue="place", words="ostrel"))} == {"p:watch:V2", "p:watch:V3"}
    assert [item.queue for item in desk.listed(Filter(recorder="ministry", queue="pair"))] == ["pair", "pair"]
    assert list(desk.listed(Filter(country="SY"))) == []


def test_the_next_card_goes_round_and_ends_when_all_is_decided(desk: Desk) -> None:
    asked, seen, after = Filter(queue="place"), [], ""
    for _ in range(3):
        item = desk.next(asked, after)
        seen.append(item.key)
        after = item.key
    assert len(set(seen)) == 3
    assert desk.next(asked, after).key == seen[0]
    for key in seen:
        answer(desk, key, answer="unplaceable")
    assert desk.next(asked) is None
    assert desk.progress()["place"] == (3, 3)


def test_marks_cover_the_phrase_as_it_stands() -> None:
    parts = marked("school near Hajin (2 km east), Syria")
    assert "".join(part for part, _ in parts) == "school near Hajin (2 km east), Syria"
    assert ("Hajin", "name") in parts
    assert ("Syria", "country") in parts


def test_a_pin_for_all_with_the_phrase_places_both_in_the_next_build(desk: Desk, folder: Path) -> None:
    before = placed(folder, "watch:V4")
    answer(
        desk, "p:watch:V2", answer="pin", lon="43.25", lat="36.4", precision="village", same="1", why="Seen on film."
    )
    assert [(row["kind"], row["subjects"]) for row in log(folder)] == [("place", ["watch:V2"]), ("place", ["watch:V3"])]
    build(folder)
    for record in ("watch:V2", "watch:V3"):
        now = placed(folder, record)
        assert (now["lon"], now["lat"], now["precision"], now["method"]) == (43.25, 36.4, "village", "judgement")
    after = placed(folder, "watch:V4")
    assert {name: str(value) for name, value in after.items()} == {name: str(value) for name, value in before.items()}


def test_an_answer_for_all_does_not_run_over_what_was_decided_on_one(desk: Desk, folder: Path) -> None:
    answer(desk, "p:watch:V3", answer="unplaceable", why="Looked at.")
    answer(desk, "p:watch:V2", answer="pin", lon="43.25", lat="36.4", precision="village", same="1")
    assert [(row["kind"], row["subjects"]) for row in log(folder)] == [
        ("unplaceable", ["watch:V3"]),
        ("place", ["watch:V2"]),
    ]


def test_a_drawn_area_is_the_footprint_and_sets_the_radius(desk: Desk, folder: Path) -> None:
    corners = [[43.0, 36.0], [43.4, 36.0], [43.4, 36.3], [43.0, 36.3]]
    answer(desk, "p:watch:V4", answer="area", area=json.dumps(corners))
    build(folder)
    now = placed(folder, "watch:V4")
    assert (round(now["lon"], 3), round(now["lat"], 3), now["footprint_kind"]) == (43.2, 36.15, "polygon")
    assert 15_000 < now["r95_m"] < 30_000
    assert now["precision"] == "district"


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"answer": "pin", "lon": "43", "lat": "36"}, "precision class"),
        ({"answer": "pin", "lon": "203", "lat": "36", "precision": "town"}, "globe"),
        ({"answer": "pin", "lon": "nan", "lat": "36", "precision": "town"}, "no pin"),
        ({"answer": "area", "area": "[[1,2],[3,4]]"}, "3 to 200"),
        ({"answer": "area", "area": "[[0,0],[1,1],[1,0],[0,1]]"}, "crosses itself"),
        ({"answer": "area", "area": "[[0,0],[30,0],[30,30]]"}, "wider"),
        ({"answer": "area", "area": "{}"}, "3 to 200"),
        ({"answer": "coordinates", "coordinates": "somewhere"}, "No coordinate"),
        ({"answer": "coordinates", "coordinates": "36.1 43.1 and 36.2 43.2"}, "2 coordinates"),
        ({"answer": "choose", "candidate": "7"}, "No candidate"),
        ({"answer": "accept"}, "no place yet"),
        ({"answer": "maybe"}, "Say where"),
        ({"answer": "unplaceable", "why": "x" * 2001}, "2,000"),
        ({"answer": "unplaceable", "teach": "1", "teach_name": "Karn"}, "of the gazetteer"),
    ],
)
def test_an_answer_that_places_nothing_is_refused_and_writes_nothing(
    desk: Desk, folder: Path, form: dict[str, str], told: str
) -> None:
    with pytest.raises(UsageProblem, match=told):
        answer(desk, "p:watch:V4", **form)
    assert log(folder) == []


def test_coordinates_bring_their_own_class(desk: Desk, folder: Path) -> None:
    answer(desk, "p:watch:V4", answer="coordinates", coordinates="38SLF3245")
    made = json.loads(log(folder)[0]["decision"])
    assert (made["precision"], made["by"]) == ("street", "coordinates")
    assert 42 < made["lon"] < 45


def test_a_place_of_the_gazetteer_can_be_taught_the_name(desk: Desk, folder: Path) -> None:
    place = next(iter(desk.gazetteer.same("Tal Afar")))
    answer(desk, "p:watch:V4", answer="choose", place_id=place.place_id, teach="1", teach_name="Karn")
    assert [row["kind"] for row in log(folder)] == ["place", "alias"]
    build(folder)
    assert open_desk(load_project(folder), folder / "work").gazetteer.same("Karn")


def test_two_who_answer_at_once_the_second_gets_both_versions(folder: Path) -> None:
    one, other = (open_desk(load_project(folder), folder / "work") for _ in range(2))
    revision = other.revision(other.item("p:watch:V4"))
    answer(one, "p:watch:V4", answer="unplaceable", why="first")
    with pytest.raises(Moved) as moved:
        answer(other, "p:watch:V4", revision, answer="pin", lon="43", lat="36", precision="town")
    assert [(row["kind"], row["why"]) for row in moved.value.rows] == [("unplaceable", "first")]
    assert len(log(folder)) == 1
    answer(other, "p:watch:V4", answer="pin", lon="43", lat="36", precision="town")
    first, second = log(folder)
    assert second["supersedes"] == first["judgement_id"]


def test_answers_on_other_cards_do_not_stand_in_each_others_way(folder: Path) -> None:
    one, other = (open_desk(load_project(folder), folder / "work") for _ in range(2))
    answer(one, "p:watch:V4", answer="unplaceable")
    answer(other, "p:watch:V3", answer="unplaceable")
    answer(one, "p:watch:V2", answer="unplaceable")
    assert [row["subjects"] for row in log(folder)] == [["watch:V4"], ["watch:V3"], ["watch:V2"]]
    other.refresh()
    assert other.progress()["place"] == (3, 3)


def test_taking_back_erases_nothing_and_brings_the_one_before_back(desk: Desk, folder: Path) -> None:
    answer(desk, "p:watch:V4", answer="unplaceable", why="first")
    second = answer(desk, "p:watch:V4", answer="pin", lon="43", lat="36", precision="town")
    third = desk.take_back(second, alias="Desk 2", made_at=WHO.made_at, why="No.")
    assert [row["kind"] for row in desk.ledger.in_force(["watch:V4"])] == ["unplaceable"]
    desk.take_back(third, alias="Desk 2", made_at=WHO.made_at, why="No.")
    # What a taking back brought back, and what that is taken back to, are judgements like any other.
    assert [row["kind"] for row in desk.ledger.in_force(["watch:V4"])] == ["place"]
    assert len(log(folder)) == 4


def test_a_first_answer_that_is_taken_back_leaves_the_card_open_and_the_build_as_it_was(
    desk: Desk, folder: Path
) -> None:
    pair = next(item for item in desk.items if item.queue == "pair")
    ids = answer(desk, pair.key, answer="same")
    desk.take_back(ids, alias="Desk 1", made_at=WHO.made_at, why="No.")
    assert pair.key not in desk.done
    build(folder)
    folded = read_frame(folder / "work" / "incidents.parquet", "incidents")
    assert all(len(ids) == 1 for ids in folded["record_ids"])
    again = open_desk(load_project(folder), folder / "work")
    assert pair.key in again.by_key
    answer(again, pair.key, answer="same")
    build(folder)
    folded = read_frame(folder / "work" / "incidents.parquet", "incidents")
    assert sorted(map(len, folded["record_ids"]), reverse=True)[0] == 2


def test_what_is_no_longer_in_force_cannot_be_taken_back(desk: Desk) -> None:
    first = answer(desk, "p:watch:V4", answer="unplaceable")
    answer(desk, "p:watch:V4", answer="pin", lon="43", lat="36", precision="town")
    with pytest.raises(Moved) as moved:
        desk.take_back(first, alias="Desk 2", made_at=WHO.made_at, why="")
    assert [row["kind"] for row in moved.value.rows] == ["place"]


def test_a_pair_card_marks_what_agrees_and_what_differs(desk: Desk) -> None:
    pair = next(item for item in desk.items if item.queue == "pair" and "ministry:M1" in item.subjects)
    card = pair_card(desk, pair, EN)
    states = {row["label"]: row["state"] for row in card["rows"]}
    assert states["Date"] == "agree"
    assert states["Reported killed"] == "agree"
    assert card["time"]["apart"] == 0
    assert len(card["map"]["points"]) == 2


def test_a_repaired_row_is_read_by_the_next_build_and_the_file_stays(desk: Desk, folder: Path) -> None:
    before = (folder / "incidents.csv").read_bytes()
    item = next(item for item in desk.items if item.queue == "row")
    card = row_card(item, {}, EN)
    assert (card["column"], card["value"], card["cells"][0]["faulty"]) == ("lat", "96.3", True)
    make, _ = mended(desk, item, {"cell.lat": "36.3", "why": "Digit."}, WHO)
    desk.decide(item, desk.revision(item), make)
    assert item.key in desk.done
    made = json.loads(log(folder)[0]["decision"])
    assert (made["was"], made["cells"], log(folder)[0]["subjects"]) == ({"lat": "96.3"}, {"lat": "36.3"}, ["watch:V6"])
    build(folder)
    claims = read_frame(folder / "work" / "claims.parquet", "claims").set_index("record_id")
    row = claims.loc["watch:V6"]
    assert (row["stated_lat"], row["origin_file"], row["origin_row"]) == (36.3, "incidents.csv", 7)
    assert "value_repaired" in row["warnings"]
    assert (folder / "incidents.csv").read_bytes() == before
    again = open_desk(load_project(folder), folder / "work")
    assert (again.progress()["row"], again.progress()["stale"]) == ((0, 0), (0, 0))


@pytest.mark.parametrize(("form", "told"), [({"cell.lat": "96.4"}, "lat"), ({}, "Nothing was changed")])
def test_a_repair_that_does_not_help_is_refused(desk: Desk, folder: Path, form: dict[str, str], told: str) -> None:
    item = next(item for item in desk.items if item.queue == "row")
    with pytest.raises(UsageProblem, match=told) as refused:
        mended(desk, item, form, WHO)
    assert isinstance(refused.value, StillWrong) == bool(form)
    assert log(folder) == []


def test_a_repair_goes_with_its_row_and_not_with_its_number(desk: Desk, folder: Path) -> None:
    item = next(item for item in desk.items if item.queue == "row")
    make, _ = mended(desk, item, {"cell.lat": "36.3"}, WHO)
    desk.decide(item, desk.revision(item), make)
    project(folder, [ROWS[6], *ROWS[:6], ROWS[7]])
    claims = read_frame(folder / "work" / "claims.parquet", "claims").set_index("record_id")
    assert claims.loc["watch:V6", "origin_row"] == 8
    project(folder, [[*row[:4], "Mosul", *row[5:]] if row[1] == "V6" else row for row in ROWS])
    assert "watch:V6" not in set(read_frame(folder / "work" / "claims.parquet", "claims")["record_id"])


def test_a_stale_judgement_is_shown_with_then_and_now(desk: Desk, folder: Path) -> None:
    answer(desk, "p:watch:V4", answer="pin", lon="43", lat="36", precision="town", why="Seen.")
    project(folder, [[*row[:4], "Karn al-Sharqi", *row[5:]] if row[1] == "V4" else row for row in ROWS])
    again = open_desk(load_project(folder), folder / "work")
    item = next(item for item in again.items if item.queue == "stale")
    rows = {row["label"]: row for row in stale_card(again, item, EN)["records"][0]["rows"]}
    place = rows["Place as written"]
    assert (place["then"], place["now"], place["differs"]) == ("Karn", "Karn al-Sharqi", True)
    make = revised(again, item, {"answer": "confirm"}, WHO)
    again.decide(item, again.revision(item), make)
    assert item.key in again.done
    build(folder)
    assert placed(folder, "watch:V4")["method"] == "judgement"


def test_a_log_that_grows_is_read_on_and_one_that_was_changed_is_refused(desk: Desk, folder: Path) -> None:
    path = folder / "work" / "judgements.jsonl"
    answer(desk, "p:watch:V4", answer="unplaceable")
    append_judgement(path, Judgement("unplaceable", ("watch:V3",), "Desk 2", WHO.made_at))
    desk.refresh()
    assert desk.progress()["place"] == (2, 3)
    store = open_store(folder / "work")
    assert len(store.read_judgements(after=desk.ledger.own[0])) == 1


@pytest.mark.parametrize("given", ["", "   ", "x" * 61, "a\x00b", "Login", "LOGIN"])
def test_no_alias_is_empty_or_the_login_name(given: str) -> None:
    with pytest.raises(UsageProblem):
        norm_alias(given, ("login",))
    assert norm_alias("  Desk   2 ", ("login",)) == "Desk 2"


def test_the_place_card_tells_the_hints_and_the_reasons(desk: Desk) -> None:
    card = place_card(desk, desk.item("p:watch:V2"), Words("ar"))
    assert card["same_count"] == 1
    assert card["about"]["record"] == "watch:V2"
    assert card["teach"] == "Ostrel"
    assert card["placed"]["there"] is False


def test_a_clock_gives_times_in_order() -> None:
    clock = Clock()
    assert clock() < clock()


def test_what_the_gate_holds_waits_with_the_words_marked_and_goes_when_released(tmp_path: Path) -> None:
    rows = [
        [
            "watch",
            "H1",
            "",
            "2017-03-04",
            "field hospital, Tal Afar, Iraq",
            "",
            "",
            "",
            "2",
            "",
            "https://watch.example/1",
        ]
    ]
    folder = project(tmp_path / "valdria", rows)
    desk = open_desk(load_project(folder), folder / "work")
    item = desk.item("h:watch:H1")
    card = hold_card(desk, item, EN)
    assert (item.reasons, card["found"][0]["parts"][1]) == (("review_place",), "hospital")
    with pytest.raises(UsageProblem, match="reason"):
        let_go(desk, item, {"answer": "withdraw"}, WHO)
    desk.decide(item, desk.revision(item), let_go(desk, item, {"answer": "release", "why": "A public clinic."}, WHO))
    assert item.key in desk.done
    build(folder)
    again = open_desk(load_project(folder), folder / "work")
    assert again.progress()["hold"] == (0, 0)
    assert [row["kind"] for row in log(folder)] == ["release_hold"]


def test_a_phrase_that_thousands_share_is_counted_and_not_copied(desk: Desk) -> None:
    two, three = desk.item("p:watch:V2"), desk.item("p:watch:V3")
    assert two.group is three.group
    assert (two.same, two.more) == (("watch:V3",), 1)


def test_what_is_added_is_known_as_it_will_be_read(desk: Desk, folder: Path) -> None:
    answer(desk, "p:watch:V4", answer="pin", lon="43.25", lat="36.4", precision="village", why="Seen.")
    read = log(folder)[0]
    assert {name: desk.ledger.rows[read["judgement_id"]][name] for name in read if name != "supersedes"} == {
        name: value for name, value in read.items() if name != "supersedes"
    }
    assert desk.ledger.refresh() == set()
