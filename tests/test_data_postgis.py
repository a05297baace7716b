"""A team's store gives back what was put in, and the same results as a folder."""

import itertools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from postgis_server import database, server

from data import (
    InputRefused,
    Judgement,
    LogMoved,
    Store,
    UsageProblem,
    WorldFault,
    append_judgements,
    conform,
    fields,
    fold,
    frame,
    identify,
    init_store,
    open_store,
    open_team_store,
    read_frame,
    read_judgements,
    reconcile,
    tables,
    write_frame,
)

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = [
    "",
    "\\N",
    "\\.",
    "a\tb\nc\r\n\\.\n",
    "\"q\" 's'",
    "{a,b}",
    "NULL",
    "تل ريم",
    "%s :x $1 ؛",
    "\x7f\u202e",
    "é",
]


@pytest.fixture
def url() -> Iterator[str]:
    with database() as made:
        yield made


def some_claims(count: int = 6, *, killed: int = 3, origin: str = "a") -> pd.DataFrame:
    rows = [
        {
            "recorder": ("watch", "ministry")[number % 2],
            "record_code": f"V{number}",
            "happened_from": "2031-03-04",
            "happened_to": "2031-03-04",
            "date_precision": "day",
            "belligerents": ["Northern Alliance"],
            "killed_min": killed if number else None,
            "origin_file": "v.csv",
            "origin_sha256": origin,
            "origin_row": number + 2,
        }
        for number in range(count)
    ]
    return identify(frame("claims", rows))


JUDGED = [
    Judgement(
        "same", ("watch:V0", "ministry:V1"), "desk", "2031-06-01", why="Same street.", decision={"b": 1, "a": "تل"}
    ),
    Judgement("not_same", ("watch:V2", "ministry:V3"), "desk", "2031-06-02", seen=("watch:V2@x",)),
    Judgement("withdraw", ("ministry:V5",), "desk", "2031-06-03", why=HOSTILE[3]),
]


def value(kind: str, number: int) -> object:
    text = HOSTILE[number % len(HOSTILE)]
    kinds = {"integer": number * 10**12, "number": 0.1 + number / 3, "boolean": bool(number % 2), "list": [text, "x"]}
    return {**kinds, "json": f'{{"b": [{number}],  "a":1.10}}', "wkb": None}.get(kind, text)


def filled(table: str) -> pd.DataFrame:
    """Give rows with every column set, some hostile, and one with as little as may be."""
    from data import words  # noqa: PLC0415

    closed = {field.name: words(field.words)[0] for field in fields(table) if field.words}
    whole = [{f.name: closed.get(f.name, value(f.type, n)) for f in fields(table)} for n in range(len(HOSTILE))]
    least = {f.name: closed.get(f.name, value(f.type, 0)) for f in fields(table) if f.required}
    return frame(table, [*whole, least])


@pytest.mark.parametrize(
    "table", [name for name in tables() if name not in ("judgements", "claims", "figures", "sources", "readings")]
)
def test_every_table_of_a_run_comes_back_as_it_was(shared_url: str, table: str) -> None:
    made = filled(table)
    before = made.copy(deep=True)
    store = open_store(shared_url)
    assert store.write_run({table: made}) + 1 == store.write_run({table: made})
    pd.testing.assert_frame_equal(store.read_run(table), made)
    pd.testing.assert_frame_equal(made, before)


def test_claims_of_every_kind_come_back_as_they_were(url: str) -> None:
    made = filled("claims").assign(superseded_by=pd.NA)
    made["recorder"], made["record_code"] = "v", [str(number) for number in range(len(made))]
    made = conform(identify(made), "claims")
    store = open_store(url)
    store.append_claims(made)
    pd.testing.assert_frame_equal(store.read_claims(), made)
    pd.testing.assert_frame_equal(store.find_claims(made.claim_id[3:4]), made[3:4].reset_index(drop=True))
    assert store.check() == []


@settings(max_examples=20)
@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00"))), min_size=1, max_size=5))
def test_any_text_comes_back(shared_url: str, texts: list[list[str]]) -> None:
    rows = [
        {"subject_id": "".join(each), "precision": "site", "reason": "|".join(each), "warnings": each} for each in texts
    ]
    made = frame("placements", rows)
    store = open_store(shared_url)
    store.write_run({"placements": made})
    pd.testing.assert_frame_equal(store.read_run("placements"), made)


@pytest.fixture(scope="module")
def shared_url() -> Iterator[str]:
    with database() as made:
        yield made


def test_positions_are_points_and_polygons_of_postgis(url: str) -> None:
    import shapely  # noqa: PLC0415

    shape = shapely.Polygon([(43, 36), (44, 36), (44, 37.123456789012345), (43, 36)])
    wkb = shapely.to_wkb(shape)
    units = frame("units", [{"pcode": "VA01", "level": 1, "geometry": wkb}, {"pcode": "VA02", "level": 1}])
    placements = frame(
        "placements", [{"subject_id": "v:1", "lon": 43.5, "lat": 36.2, "precision": "site", "footprint": wkb}]
    )
    store = open_store(url)
    store.write_run({"units": units, "placements": placements})
    assert store.read_run("units").geometry.tolist() == [wkb, None]
    inside = (
        "select count(*) from strikeatlas.placements p join strikeatlas.units u on st_contains(u.geometry, p.point)"
    )
    assert ask(url, f"{inside} where st_srid(p.footprint) = 4326") == 1


def ask(url: str, statement: str) -> object:
    import psycopg  # noqa: PLC0415

    with psycopg.connect(url, autocommit=True) as link:
        return link.execute(statement).fetchone()[0]


def test_every_column_says_what_it_means(url: str) -> None:
    bare = (
        "select count(*) from information_schema.columns where table_schema = 'strikeatlas' and table_name in ("
        "'claims', 'judgements', 'placements', 'units') and"
        " col_description((table_schema || '.' || table_name)::regclass,"
        " ordinal_position) is null and column_name not in ('appended_at', 'row_id', 'point')"
    )
    assert ask(url, bare) == 0
    assert "never zero" in str(
        ask(
            url,
            "select col_description('strikeatlas.claims'::regclass, attnum) from pg_attribute "
            "where attrelid = 'strikeatlas.claims'::regclass and attname = 'killed_min'",
        )
    )


def test_the_same_claim_is_a_duplicate_and_a_newer_reading_supersedes(url: str) -> None:
    store, first, second = open_store(url), some_claims(), some_claims(killed=4, origin="b")
    assert [len(store.append_claims(claims).claims) for claims in (first, first, second, second)] == [6, 0, 5, 0]
    held = store.read_claims()
    assert held.superseded_by.notna().sum() == 5
    assert store.history("watch:V2")["columns"].tolist()[-1] == ["killed_min"]


def fill(store: Store, log: Path | None = None) -> None:
    store.append_claims(some_claims(), read_on="2031-07-01")
    store.append_judgements(JUDGED[:2])
    store.append_claims(some_claims(5, killed=4, origin="b"), read_on="2031-08-01", whole=True)
    store.append_judgements(JUDGED[2:])


def test_a_database_and_a_folder_give_the_same_bytes(url: str, tmp_path: Path) -> None:
    stores = [open_store(url), open_store(tmp_path / "work")]
    for store in stores:
        fill(store)
    made = []
    for store in stores:
        claims, judgements = store.read_claims(), store.read_judgements()
        folded = fold(claims, judgements)
        found = reconcile(claims, folded, judgements=judgements).tables
        whole = {
            "claims": claims,
            "judgements": judgements,
            "incidents": folded.incidents,
            "counts": folded.counts,
            **found,
        }
        whole["history"] = store.history("watch:V2")
        made.append([write_frame(each, name, tmp_path / "t").read_bytes() for name, each in whole.items()])
    assert made[0] == made[1]
    assert copied(stores[0], tmp_path) == (tmp_path / "work" / "judgements.jsonl").read_bytes()


def test_stated_totals_and_sources_are_added_once(url: str) -> None:
    store = open_store(url)
    figures = frame(
        "figures",
        [{"figure_id": "f1", "claimant": "ministry", "scope": "Valdria", "measure": "killed", "value_min": 3.5}],
    )
    one = frame("sources", [{"source_id": "s1", "publisher": "Valdria Watch", "redistribution": "full"}])
    other = one.assign(redistribution="none")
    assert [store.append_rows("figures", figures).added for _ in range(2)] == [1, 0]
    assert [store.append_rows("sources", each).added for each in (one, pd.concat([one, other, other]), one)] == [
        1,
        1,
        0,
    ]
    held = store.records()
    pd.testing.assert_frame_equal(held.figures, figures)
    assert held.sources.redistribution.tolist() == ["none"]
    with pytest.raises(UsageProblem, match="not added to"):
        store.append_rows("placements", frame("placements"))


def copied(store: Any, folder: Path) -> bytes:
    store.write_copy(folder / "copy")
    return (folder / "copy" / "judgements.jsonl").read_bytes()


def test_a_log_goes_on_where_another_ends_and_keeps_its_lines(url: str, tmp_path: Path) -> None:
    log, store, added = tmp_path / "j.jsonl", open_team_store(url), []
    assert store.append_log(log).added == 0
    for more in (JUDGED[:2], JUDGED[2:], []):
        append_judgements(log, more)
        added.append((store.append_log(log).rows_in, store.append_log(log).duplicates))
    assert added == [(2, 2), (3, 3), (3, 3)]
    assert copied(store, tmp_path) == log.read_bytes()


def test_a_broken_log_is_refused_and_nothing_is_added(url: str, tmp_path: Path) -> None:
    append_judgements(tmp_path / "j", JUDGED)
    (tmp_path / "j").write_text((tmp_path / "j").read_text().replace("desk", "disk", 1))
    with pytest.raises(InputRefused, match="row 1"):
        open_team_store(url).append_log(tmp_path / "j")
    assert open_store(url).read_judgements().empty


def test_a_copy_is_a_folder_that_opens_and_spares_judgements_that_are_not_in_the_store(
    url: str, tmp_path: Path
) -> None:
    store = open_team_store(url)
    fill(store)
    counts = store.write_copy(tmp_path)
    assert counts == {"claims": 9, "readings": 15, "figures": 0, "sources": 0, "judgements": 3}
    assert read_frame(tmp_path / "claims.parquet", "claims").equals(store.read_claims())
    assert open_store(tmp_path).read_judgements().equals(store.read_judgements())
    append_judgements(tmp_path / "judgements.jsonl", [JUDGED[1]])
    with pytest.raises(InputRefused, match="strikeatlas store push"):
        store.write_copy(tmp_path)
    store.append_log(tmp_path / "judgements.jsonl")


def test_logs_that_grew_apart_are_joined_without_repeats(url: str, tmp_path: Path) -> None:
    log, store = tmp_path / "j.jsonl", open_store(url)
    store.append_judgements([JUDGED[1]])
    first = append_judgements(log, JUDGED)[0]
    append_judgements(log, [Judgement("not_same", JUDGED[0].subjects, "desk", "2031-07-01", supersedes=first)])
    assert [store.append_log(log).added for _ in range(2)] == [3, 0]
    held = store.read_judgements()
    assert held.kind.tolist() == ["not_same", "same", "withdraw", "not_same"]
    assert held.supersedes[3] == held.judgement_id[1] != first


def test_what_does_not_fit_is_refused_by_name_and_nothing_is_added(url: str) -> None:
    store = open_store(url)
    for column, wrong, told in (
        ("note", "a\x00b", "row 3, column note"),
        ("killed_min", -1, "claims_killed_min_counted"),
        ("date_precision", "hour", "claims_date_precision_words"),
    ):
        claims = some_claims()
        claims.loc[2, column] = wrong
        with pytest.raises(InputRefused, match=told):
            store.append_claims(claims)
    assert store.info()["claims"] == store.info()["readings"] == 0


def test_only_tables_of_a_run_are_written_as_one(url: str) -> None:
    store = open_store(url)
    for call in (lambda: store.write_run({"claims": some_claims()}), lambda: store.read_run("claims")):
        with pytest.raises(UsageProblem, match="no table of a run"):
            call()
    assert store.write_run({"sums": frame("sums")}) == 1
    assert [store.tidy(keep=keep) for keep in (1, 1)] == [0, 0]


def test_addresses_that_lead_nowhere_say_so_without_their_password(monkeypatch: pytest.MonkeyPatch) -> None:
    server()
    for word in ("hush p%", "hush/p@"):
        monkeypatch.setenv("STRIKEATLAS_STORE_PASSWORD", word)
        for place, kind in (
            (server().url("postgres", user="nobody"), WorldFault),
            ("postgresql://desk:hush@127.0.0.1:1/none", WorldFault),
            ("postgresql://desk:hush@[::1/none", UsageProblem),
            ("postgresql://desk:hush@127.0.0.1", UsageProblem),
        ):
            with pytest.raises(kind) as told:
                open_store(place)
            assert "hush" not in f"{told.value}{told.value!r}{told.value.__cause__}"
            assert told.value.__suppress_context__ or told.value.__context__ is None


def test_the_password_comes_from_the_environment_and_is_in_no_representation(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = url.replace(":word-of-the-owner@", "@")
    with pytest.raises(WorldFault):
        open_store(bare)
    monkeypatch.setenv("STRIKEATLAS_STORE_PASSWORD", "word-of-the-owner")
    store = open_store(bare)
    assert "word-of" not in f"{store!r}{store.address!r}{store.info()}{store.address.engine!r}"


def test_a_database_without_a_store_is_told_what_to_do() -> None:
    with database(empty=True) as url:
        with pytest.raises(InputRefused, match="strikeatlas store init"):
            open_store(url)
        init_store(url)
        assert open_store(url).info()["version"] == 1
    with pytest.raises(UsageProblem, match="names no database"):
        init_store("postgresql://")


@pytest.mark.parametrize("guest", ["psycopg", "sqlalchemy"])
def test_without_the_extra_the_line_that_installs_it_is_said(guest: str) -> None:
    code = (
        f"import sys; sys.modules[{guest!r}] = None\n"
        "from data import MissingExtra, open_store\n"
        "try: open_store('postgresql://127.0.0.1/none')\n"
        "except MissingExtra as fault: print(fault)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "pip install 'strikeatlas[sql]'" in done.stdout


def test_a_judgement_read_back_is_that_of_a_file(url: str, tmp_path: Path) -> None:
    append_judgements(tmp_path / "j", JUDGED)
    store = open_store(url)
    ids = list(itertools.chain(*(store.append_judgements([each]) for each in JUDGED)))
    pd.testing.assert_frame_equal(store.read_judgements(), read_judgements(tmp_path / "j"))
    assert store.read_judgements().judgement_id.tolist() == ids
    assert store.append_judgements([]) == []


def test_where_the_history_stands_has_another_name_when_something_was_added(url: str) -> None:
    store = open_store(url)
    assert store.last_reading() == ""
    names = []
    for number in (1, 1, 2):
        rows = [{"recorder": "v", "record_code": str(one)} for one in range(number)]
        store.append_claims(identify(frame("claims", rows)))
        names.append(store.last_reading())
    assert names[0] == names[1] != names[2]


def test_a_store_that_has_grown_since_it_was_read_is_not_added_to(url: str, tmp_path: Path) -> None:
    for store in (open_store(url), open_store(tmp_path)):
        assert store.last_judgement() == ""
        (first,) = store.append_judgements(JUDGED[:1], after="")
        assert store.last_judgement() == first
        with pytest.raises(LogMoved):
            store.append_judgements(JUDGED[1:], after="")
        (second,) = store.append_judgements(JUDGED[1:2], after=first)
        assert store.read_judgements(after=first)["judgement_id"].tolist() == [second]
        assert len(store.read_judgements(after=second)) == 0
        with pytest.raises(InputRefused):
            store.read_judgements(after="feedfeedfeedfeed")
        assert len(store.read_judgements()) == 2
