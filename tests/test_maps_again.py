"""What a build takes up from an earlier one: the bytes are those of one that had nothing, and only the new is asked."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from test_maps_pipeline import square
from valdrian_project import ROWS, SETTINGS, make_project

import maps.again.joins as joins
from data import Judgement, frame, identify, open_store, read, read_frame
from geo import Gazetteer, check, place_claims, place_columns
from layers import share
from maps import Project, build_project, load_project
from maps.again import Cache, cache_key, page_again, read_again
from maps.again.cache import SPARE, content_of, program, row_keys
from maps.page import PageData, page_of
from maps.units import boundaries

OVER_TIME = {"runs", "readings", "cache"}
V1, M9, V3 = "watch:V1", "ministry:M9", "watch:V3"
PLACE = {"lon": 43.0, "lat": 36.0, "precision": "street"}
TAUGHT = {"name": "Karn", "place_id": "places:2"}
OUTLINES = '\n[[layers]]\npath = "units.geojson"\nlevel = 1\n'
GAZETTEER = SETTINGS + OUTLINES + '\n[geocode]\ngazetteers = ["table:places.csv?name=NAME&lon=X&lat=Y&kind=KIND"]\n'


def files(work: Path) -> dict[str, bytes]:
    names = [path for path in sorted(work.rglob("*")) if path.is_file()]
    told = {path.relative_to(work).as_posix(): path for path in names}
    return {name: path.read_bytes() for name, path in told.items() if not OVER_TIME & set(Path(name).parts)}


def judged(*made: Judgement) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        open_store(folder / "work").append_judgements(made)

    return act


def rows(*given: list[str]) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        make_project(folder, rows=list(given), settings=(folder / "atlas.toml").read_text(encoding="utf-8"))

    return act


def places(text: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        (folder / "places.csv").write_text(f"NAME,X,Y,KIND\n{text}\n", encoding="utf-8")

    return act


def outlines(border: float) -> Callable[[Path], None]:
    """Two units beside each other."""

    def act(folder: Path) -> None:
        units = [square("VD01", 42.0, border), square("VD02", border, 45.0)]
        text = json.dumps({"type": "FeatureCollection", "features": units})
        (folder / "units.geojson").write_text(text, encoding="utf-8")

    return act


def settings(text: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        make_project(folder, settings=text)

    return act


def by(kind: str, *subjects: str, **more: object) -> Judgement:
    return Judgement(kind, subjects, "desk", "2031-01-01", **more)  # type: ignore[arg-type]


STEPS = {
    "nothing": lambda folder: None,
    "same": judged(by("same", V3, M9)),
    "not the same": judged(by("not_same", V1, M9)),
    "a place": judged(by("place", V3, decision=PLACE)),
    "another place": judged(by("place", V3, decision=PLACE), by("place", V3, decision=PLACE | {"lat": 36.2})),
    "no place": judged(by("unplaceable", V1)),
    "a name": judged(by("alias", "name:Karn", decision=TAUGHT)),
    "withdrawn": judged(by("withdraw", V1, why="In error.")),
    "a row more": rows(
        *ROWS, ["watch", "V4", "", "2017-06-01", "Mosul", "", "", "", "1", "", "https://watch.example/4"]
    ),
    "a row less": rows(*ROWS[:2], ROWS[3]),
    "another place in words": rows(*ROWS[:2], [*ROWS[2][:4], "Tal Afar", *ROWS[2][5:]], ROWS[3]),
    "a coordinate in a note": rows([*ROWS[0][:9], "a farm at 36.345671, 43.101234", ROWS[0][10]], *ROWS[1:]),
    "other order": rows(*reversed(ROWS)),
    "other titles": settings(GAZETTEER.replace('title = "Valdria', 'subtitle = "{{7*7}} <b>"\ntitle = "Valdria')),
    "Arabic first": settings(GAZETTEER.replace("[[inputs]]", 'languages = ["ar", "en"]\n\n[[inputs]]', 1)),
    "a period": settings(GAZETTEER.replace("[[inputs]]", 'period = ["2017-04", "2017-12"]\n\n[[inputs]]', 1)),
    "linked": judged(by("link", M9, V1), by("unsure", V1, V3)),
    "other rights": settings(GAZETTEER.replace('"full"', '"none"')),
    "less sure": settings(GAZETTEER + "minimum_confidence = 0.99\n"),
    "other view": settings(GAZETTEER + "\n[map]\nview = [42, 35, 45, 37]\n"),
    "other outlines": outlines(43.05),
    "other places": places("Brenn,43.2,36.4,town\nKarn,43.3,36.5,village"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_project(tmp_path_factory.mktemp("built") / "v", settings=GAZETTEER)
    places("Brenn,43.1,36.3,town")(folder)
    outlines(43.5)(folder)
    build_project(load_project(folder), work=folder / "work")
    return folder


@pytest.mark.parametrize("step", STEPS)
def test_a_build_that_takes_up_an_earlier_one_has_the_bytes_of_one_that_does_not(
    built: Path, tmp_path: Path, step: str
) -> None:
    found = []
    for name in ("taken up", "alone"):
        folder = Path(shutil.copytree(built, tmp_path / name, symlinks=True))
        if name == "alone":
            work = (folder / "work").rename(tmp_path / "work")
            # The shapes take long to make, and are tried by a test of their own.
            for path in (work / "cache").glob("base-*") if step != "other view" else ():
                path.rename(Cache(folder / "work" / "cache").folder / path.name)
        STEPS[step](folder)
        build_project(load_project(folder), work=folder / "work")
        found.append(files(folder / "work"))
    assert found[0].keys() == found[1].keys()
    assert [name for name in found[0] if found[0][name] != found[1][name]] == []


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    told: list[list[str]] = []

    def counted(claims: pd.DataFrame, *words: object, **more: object) -> pd.DataFrame:
        told.append(claims["record_id"].tolist())
        return place_claims(claims, *words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("geo.place_claims", counted)
    return told


def test_only_what_changed_is_asked_again(tmp_path: Path, asked: list[list[str]]) -> None:
    folder = make_project(tmp_path / "v")
    steps = (
        ("nothing", sorted([V1, "watch:V2", V3, M9])),
        ("same", []),
        ("a place", [V3]),
        ("nothing", []),
        ("another place in words", [V3]),
        ("a row more", ["watch:V4", V3]),
    )
    for step, wanted in steps:
        asked.clear()
        STEPS[step](folder)
        build_project(load_project(folder), work=folder / "work")
        assert sorted(name for names in asked for name in names) == sorted(wanted), step


def test_only_new_places_are_joined_again_and_outlines_are_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    opened: list[int] = []

    def counted(placements: pd.DataFrame, units: pd.DataFrame, *, level: int) -> pd.DataFrame:
        told.append(len(placements))
        return share(placements, units, level=level)

    def read_again(project: Project, level: int) -> pd.DataFrame:
        opened.append(level)
        return boundaries(project, level)

    monkeypatch.setattr(joins, "share", counted)
    monkeypatch.setattr(joins, "boundaries", read_again)
    folder = make_project(tmp_path / "v", settings=GAZETTEER.partition("[geocode]")[0])
    outlines(43.5)(folder)
    for step, *wanted in (
        ("nothing", [3], [1]),
        ("nothing", [], []),
        ("a place", [1], []),
        # What is left of its incident stands elsewhere.
        ("withdrawn", [1], []),
        ("other outlines", [3], [1]),
    ):
        told.clear()
        opened.clear()
        STEPS[step](folder)
        build_project(load_project(folder), work=folder / "work")
        assert [told, opened] == wanted, step


def test_inputs_that_are_the_same_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_project(tmp_path / "v")
    build_project(load_project(folder), work=folder / "work")
    before = files(folder / "work")
    monkeypatch.setattr("data.read", lambda *words, **more: pytest.fail("it was read again"))
    monkeypatch.setattr("maps.page.pagedata.base_geography", lambda *words: pytest.fail("it was made again"))
    monkeypatch.setattr("maps.again.texts.without_coordinates", lambda *words: pytest.fail("it was searched again"))
    build_project(load_project(folder), work=folder / "work")
    assert files(folder / "work") == before


def test_after_a_judgement_that_joins_nothing_is_placed_checked_or_added_to_the_history_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_project(tmp_path / "v")
    build_project(load_project(folder), work=folder / "work")
    STEPS["same"](folder)
    for name in ("maps.pipeline.placed_and_checked", "data.history.folder.plan_append", "maps.again.pages._page_of"):
        monkeypatch.setattr(name, lambda *words, name=name, **more: pytest.fail(f"{name} was asked again"))
    build_project(load_project(folder), work=folder / "work")
    assert len(read_frame(folder / "work" / "incidents.parquet", "incidents")) == 2


def test_a_history_that_others_added_to_is_brought_to_what_the_inputs_say(tmp_path: Path) -> None:
    found = []
    for taken_up in (True, False):
        folder = make_project(tmp_path / str(taken_up))
        build_project(load_project(folder), work=folder / "work", read_on="2031-01-01")
        made = identify(frame("claims", [{"recorder": "watch", "record_code": "V9"}]))
        open_store(folder / "work").append_claims(made, read_on="2031-01-02")
        if not taken_up:
            shutil.rmtree(folder / "work" / "cache")
        build_project(load_project(folder), work=folder / "work", read_on="2031-01-03")
        found.append({path.name: path.read_bytes() for path in (folder / "work" / "readings").glob("*.parquet")})
    assert found[0] == found[1]
    assert len(found[0]) == 6
    # What entered the history bears no warning that the places of today gave it.
    held = open_store(tmp_path / "True" / "work").read_claims()
    assert "watch:V9" not in held["record_id"].tolist()


def test_a_bit_that_turned_in_what_is_taken_up_whole_is_not_passed_on(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "v")
    build_project(load_project(folder), work=folder / "work")
    before = files(folder / "work")
    for table in ("claims", "placements", "sources"):
        (path,) = (folder / "work" / "cache").glob(f"whole-*.{table}.parquet")
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        build_project(load_project(folder), work=folder / "work")
        assert files(folder / "work") == before, table


def test_a_page_that_is_taken_up_is_the_one_that_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def counted(project: Project, data: PageData) -> str:
        told.append("written")
        return page_of(project, data, preview=True)

    monkeypatch.setattr("maps.again.pages._page_of", counted)
    project, cache = load_project(make_project(tmp_path / "v")), Cache(tmp_path / "cache")
    first = PageData((40.0, 30.0, 45.0, 37.0), {"title": {"en": "{{7*7}}"}}, b"records", b"base", None, b"units")
    for data in (first, replace(first, records=b"others"), replace(first, sides=b"both")):
        assert page_again(cache, project, data) == page_of(project, data, preview=True)
    assert told == ["written"] * 2
    monkeypatch.setattr("maps.again.pages.WEB", tmp_path)
    assert page_again(cache, project, first) == page_of(project, first, preview=True)
    assert told == ["written"] * 3


def test_a_damaged_or_missing_file_of_the_cache_is_made_again(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "v", settings=GAZETTEER)
    places("Brenn,43.1,36.3,town")(folder)
    outlines(43.5)(folder)
    build_project(load_project(folder), work=folder / "work")
    before, cache = files(folder / "work"), folder / "work" / "cache"
    kept = sorted(path for path in cache.iterdir() if path.suffix != ".sqlite")
    assert len(kept) > 8
    for damage in (lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes()[:-9])):
        for path in kept:
            damage(path)
        build_project(load_project(folder), work=folder / "work")
        assert files(folder / "work") == before


def test_placements_of_other_questions_are_not_taken_for_those_of_these(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "v")
    build_project(load_project(folder), work=folder / "work")
    (held,) = (folder / "work" / "cache").glob("placed-*.parquet")
    STEPS["other order"](folder)
    old = held.read_bytes()
    build_project(load_project(folder), work=folder / "work")
    after = files(folder / "work")
    # As after a kill between the two files: the list is the old one, and so are the placements that it names.
    held.write_bytes(old)
    build_project(load_project(folder), work=folder / "work")
    assert files(folder / "work") == after


def test_nothing_but_the_columns_that_are_asked_enters_a_placement_or_a_finding() -> None:
    rows = [
        {"record_id": "a:1", "claim_id": "a:1@x", "recorder": "airwars", "place_text": "near Mosul", "country": "IQ"},
        {"record_id": "a:2", "claim_id": "a:2@x", "recorder": "airwars", "stated_lon": 36.3, "stated_lat": 43.1}
        | {"country": "IQ", "stated_precision": "City", "place_text": "Raqqa", "happened_from": "2017-01-01"},
        {
            "record_id": "a:3",
            "claim_id": "a:3@x",
            "recorder": "airwars",
            "stated_mgrs": "38S LF 293",
            "note": "38SLF2932",
        },
    ]
    claims, gazetteer = frame("claims", rows), Gazetteer.embedded()
    bare = claims.assign(**{name: None for name in claims.columns if name not in (*place_columns(), "happened_from")})
    pd.testing.assert_frame_equal(place_claims(claims, gazetteer), place_claims(bare, gazetteer))
    found = check(claims, gazetteer)
    assert set(found["code"]) >= {"swapped", "grid_malformed"}
    pd.testing.assert_frame_equal(found, check(bare, gazetteer))


def test_unknown_is_another_question_than_empty_and_blanks_count() -> None:
    rows = [{"place_text": text} for text in (None, "", " ", "a b", "a  b")]
    keys = row_keys(frame("claims", rows), ["place_text", "country"])
    assert len(set(keys)) == len(rows)
    swapped = [{"place_text": "a", "country": None}, {"place_text": None, "country": "a"}]
    assert len(set(row_keys(frame("claims", swapped), ["place_text", "country"]))) == 2


def test_another_program_takes_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache_key("a")
    assert cache_key("a") == before != cache_key("b")
    program.cache_clear()
    monkeypatch.setattr("maps.again.cache.strikeatlas_version", lambda: "another")
    assert cache_key("a") != before
    program.cache_clear()


def test_what_belongs_to_a_file_is_hashed_with_it(tmp_path: Path) -> None:
    for name in ("units.shp", "units.dbf", "other.dbf"):
        (tmp_path / name).write_text("old")
    before = content_of(tmp_path / "units.shp")
    assert [name for name, _ in before] == ["units.dbf", "units.shp"]
    (tmp_path / "other.dbf").write_text("new")
    assert content_of(tmp_path / "units.shp") == before
    (tmp_path / "units.dbf").write_text("new")
    assert content_of(tmp_path / "units.shp") != before
    assert content_of(tmp_path / "nowhere.csv") == []


def test_a_file_that_changes_while_it_is_read_is_not_kept(tmp_path: Path) -> None:
    path, cache = make_project(tmp_path / "v") / "incidents.csv", Cache(tmp_path / "cache")
    told = read(path)

    def torn() -> object:
        path.write_bytes(path.read_bytes() + b"\n")
        return told

    assert read_again(path, [], cache=cache, read=torn) is told  # type: ignore[arg-type]
    assert list(cache.folder.iterdir()) == []
    assert len(read_again(path, [], cache=cache, read=lambda: told).claims) == 4
    assert len(list(cache.folder.iterdir())) > 5


def test_of_each_kind_the_last_few_stay(tmp_path: Path) -> None:
    for number in range(5):
        Cache(tmp_path).keep_told(f"texts-{number}.json", {})
        os.utime(tmp_path / f"texts-{number}.json", (number, number))
    cache = Cache(tmp_path)
    cache.path("texts-0.json")
    cache.tidy()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["texts-0.json", "texts-3.json", "texts-4.json"]
    assert SPARE == 2
