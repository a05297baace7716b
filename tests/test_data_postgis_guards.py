"""What a team's store refuses, whoever asks and with whatever program; each is tried on a real server."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from postgis_server import database, login, server
from test_data_postgis import JUDGED, some_claims

import data.postgis.setup as setup
from data import InputRefused, UsageProblem, frame, init_store, open_store
from data.judgements import chained, hashed_text

LASTING = ("claims", "readings", "figures", "sources", "judgements")
TOLD = frame("sources", [{"source_id": "s1", "publisher": "Valdria Watch"}])
STATED = frame("figures", [{"figure_id": "f1", "claimant": "ministry", "scope": "Valdria", "measure": "killed"}])


@pytest.fixture
def url() -> Iterator[str]:
    with database() as made:
        store = open_store(made)
        store.append_claims(some_claims())
        store.append_judgements(JUDGED[:2])
        store.append_rows("sources", TOLD)
        store.append_rows("figures", STATED)
        store.write_run({"placements": frame("placements", [{"subject_id": "v:1", "precision": "site"}])})
        yield made


@pytest.fixture(scope="module")
def kept() -> Iterator[str]:
    with database() as made:
        store = open_store(made)
        store.append_claims(some_claims())
        store.append_judgements(JUDGED[:2])
        yield made


def refused(url: str, statement: str, values: Any = None) -> str:
    with psycopg.connect(url) as link:
        try:
            link.execute(statement, values)
        except psycopg.Error as fault:
            return str(fault.sqlstate)
    return ""


def run(url: str, *statements: str) -> None:
    with psycopg.connect(url) as link:
        for statement in statements:
            link.execute(statement)


CHANGES = (
    "update strikeatlas.{0} set appended_at = now()",
    "delete from strikeatlas.{0}",
    "truncate strikeatlas.{0}",
    "merge into strikeatlas.{0} t using (select 1) s on true when matched then delete",
)


@pytest.mark.parametrize("table", LASTING)
@pytest.mark.parametrize("statement", CHANGES)
def test_what_was_said_is_changed_by_nobody_not_even_the_owner(kept: str, table: str, statement: str) -> None:
    assert refused(kept, statement.format(table)) == "SA001"
    replica = "set session_replication_role = replica; " + statement.format(table)
    assert refused(kept, replica) == "SA001"


@pytest.mark.parametrize("role", ["strikeatlas_reader", "strikeatlas_writer"])
def test_no_role_may_change_or_take_away(kept: str, role: str) -> None:
    person = login(kept, role)
    for table in LASTING:
        for statement in CHANGES:
            assert refused(person, statement.format(table)) == "42501", (table, statement)
    for statement in (
        "delete from strikeatlas_runs.placements",
        "delete from strikeatlas.runs",
        "update strikeatlas.format set version = 9",
        "alter table strikeatlas.claims disable trigger all",
        "drop table strikeatlas.claims",
        "create table strikeatlas.mine (a int)",
        "create or replace function strikeatlas.hold_chain() returns trigger language sql as 'select 1'",
    ):
        assert refused(person, statement) == "42501", statement


def test_a_reader_reads_everything_and_writes_nothing(url: str) -> None:
    owner, person = open_store(url), open_store(login(url, "strikeatlas_reader"))
    assert person.records().claims.equals(owner.records().claims)
    assert len(person.read_run("placements")) == 1
    assert (person.info()["may_write"], person.check()) == (False, [])
    for write in (
        lambda: person.append_claims(some_claims(killed=9, origin="z")),
        lambda: person.append_judgements(JUDGED[2:]),
        lambda: person.append_rows("sources", TOLD.assign(source_id="s2")),
        lambda: person.write_run({"placements": frame("placements")}),
        person.tidy,
        lambda: init_store(login(url, "strikeatlas_reader")),
    ):
        with pytest.raises(UsageProblem, match="may not"):
            write()
    assert owner.info()["claims"] == 6


def test_a_writer_adds_by_every_function_and_its_rows_are_in_the_chain(url: str) -> None:
    person = open_store(login(url, "strikeatlas_writer"))
    assert len(person.append_claims(some_claims(killed=9, origin="z")).claims) == 5
    assert len(person.append_judgements(JUDGED)) == 3
    assert person.append_rows("sources", TOLD.assign(source_id="s2")).added == 1
    assert person.write_run({"placements": frame("placements")}) == 2
    assert (person.info()["may_write"], open_store(url).check()) == (True, [])
    with pytest.raises(UsageProblem, match="may not"):
        person.tidy(keep=1)
    assert open_store(url).tidy(keep=1) == 1


def test_a_writer_sets_neither_order_nor_time(kept: str) -> None:
    person = login(kept, "strikeatlas_writer")
    row = "(seq, row_hash, record_id, claim_id, recorder) overriding system value values (-1, 'h', 'a', 'b', 'c')"
    assert refused(person, f"insert into strikeatlas.claims {row}") == "42501"
    late = "(appended_at, row_hash, record_id, claim_id, recorder) values ('2001-01-01', 'h', 'a', 'b', 'c')"
    assert refused(person, f"insert into strikeatlas.claims {late}") == "42501"


def test_who_is_given_no_role_sees_nothing(kept: str) -> None:
    nobody = login(kept, "strikeatlas_reader")
    server().run(f"revoke strikeatlas_reader from {nobody.split('//')[1].split(':')[0]}")
    with pytest.raises(UsageProblem, match="strikeatlas_reader or strikeatlas_writer"):
        open_store(nobody)


INSERT = (
    "insert into strikeatlas.judgements (kind, subjects, seen, decision, alias, made_at, why, supersedes, prev, hash,"
    " content, judgement_id) values (%(kind)s, %(subjects)s, %(seen)s, null, %(alias)s, %(made_at)s, %(why)s,"
    " %(supersedes)s, %(prev)s, %(hash)s, %(content)s, %(judgement_id)s)"
)


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, ""),
        ({"prev": "0" * 64}, "SA002"),
        ({"prev": "f" * 64}, "SA002"),
        ({"hash": "f" * 64}, "SA002"),
        ({"judgement_id": "f" * 16}, "SA002"),
        ({"alias": "somebody else"}, "SA002"),
        ({"subjects": ["watch:V2", "ministry:V9"]}, "SA002"),
        ({"why": "Another reason."}, "SA002"),
        ({"content": "{}"}, "SA002"),
    ],
)
def test_a_writer_cannot_add_by_hand_what_breaks_the_chain(kept: str, change: dict[str, Any], state: str) -> None:
    last = open_store(kept).info()["last_hash"]
    (entry,) = chained([JUDGED[1]], last)
    row = entry | {"content": hashed_text(entry), "judgement_id": entry["hash"][:16]} | change
    with psycopg.connect(login(kept, "strikeatlas_writer")) as link:
        try:
            link.execute(INSERT, row)
            found = ""
        except psycopg.Error as fault:
            found = str(fault.sqlstate)
        link.rollback()
    assert found == state
    assert open_store(kept).info()["last_hash"] == last


OFF = "alter table strikeatlas.{0} disable trigger only_added"
ON = "alter table strikeatlas.{0} enable always trigger only_added"


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ("update strikeatlas.judgements set why = 'Otherwise.' where line = 1", 1),
        ("update strikeatlas.judgements set alias = 'nobody' where line = 2", 2),
        ("delete from strikeatlas.judgements where line = 1", 1),
        ("update strikeatlas.judgements set line = 9 where line = 1", 1),
    ],
)
def test_a_chain_that_the_owner_broke_is_found_at_the_next_start(url: str, change: str, line: int) -> None:
    run(url, OFF.format("judgements"), change, ON.format("judgements"))
    with pytest.raises(InputRefused, match=f"row {line}: the chain"):
        open_store(url)


def test_check_finds_changed_rows_guards_that_are_off_and_roles_that_may_change(url: str) -> None:
    store = open_store(url)
    run(url, OFF.format("claims"), "update strikeatlas.claims set killed_max = 0 where seq = 2")
    run(url, "grant update on strikeatlas.figures to strikeatlas_writer")
    found = store.check()
    assert found[0] == "claims: the row with seq 2 is not what was added."
    assert "claims: the guard only_added is off" in found[1]
    assert "figures: strikeatlas_writer may change what was said." in found[2:]
    assert all(fault.startswith("figures: ") for fault in found[2:])
    init_store(url)
    assert store.check() == found[:1]


def test_a_newer_store_is_refused_and_left_as_it_is(url: str) -> None:
    for change, told in (
        ("version = 2", "version 2; this one knows 1"),
        ("version = 1, dictionary = jsonb_set(dictionary::jsonb, '{claims,0}', '\"later\"')", "it has claims.later"),
        ('dictionary = dictionary::jsonb || \'{"later": ["name"]}\'', "it has later.name"),
    ):
        run(url, f"update strikeatlas.format set {change}")
        for call in (open_store, init_store):
            with pytest.raises(InputRefused, match=told):
                call(url)
        run(url, f"update strikeatlas.format set version = 1, dictionary = '{DICTIONARY}'")
    assert open_store(url).check() == []


DICTIONARY = __import__("json").dumps(__import__("data.postgis.tables", fromlist=["dictionary"]).dictionary())


def test_a_store_of_an_older_dictionary_gains_its_columns_and_keeps_its_rows(url: str) -> None:
    before = open_store(url).records()
    run(
        url,
        "alter table strikeatlas.claims drop column munition, drop constraint claims_killed_min_counted",
        "drop view strikeatlas.ratios",
        "drop table strikeatlas_runs.ratios",
        "drop view strikeatlas.placements",
        "alter table strikeatlas_runs.placements drop column reason",
        "update strikeatlas.format set dictionary = (dictionary::jsonb - 'ratios') #- '{claims,0}'",
    )
    with pytest.raises(InputRefused, match=r"older version.*strikeatlas store init"):
        open_store(url)
    store = init_store(url)
    assert store.records().claims.equals(before.claims)
    assert (store.check(), store.read_run("placements").reason.isna().all()) == ([], True)
    person = open_store(login(url, "strikeatlas_writer"))
    person.append_claims(some_claims(killed=9, origin="z").assign(munition="unknown"))
    assert store.read_claims().munition.notna().sum() == 5
    with pytest.raises(InputRefused, match="claims_killed_min_counted"):
        person.append_claims(some_claims(killed=-1, origin="y"))


def test_an_older_version_goes_step_by_step(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    monkeypatch.setattr(setup, "VERSION", 3)
    monkeypatch.setattr(setup, "MIGRATIONS", {step: lambda _, step=step: done.append(step) for step in (1, 2)})
    with pytest.raises(InputRefused, match="older version"):
        open_store(url)
    assert (len(init_store(url).read_claims()), done) == (6, [1, 2])
    init_store(url)
    assert done == [1, 2]


def test_who_may_not_make_a_store_is_told_what_an_administrator_runs() -> None:
    with database(empty=True) as url:
        person = login(url, "pg_monitor")
        with pytest.raises(UsageProblem, match="create extension postgis"):
            init_store(person)
        run(url, "create extension postgis")
        with pytest.raises(UsageProblem, match="may not do that"):
            init_store(person)
        name = url.rpartition("/")[2]
        run(url, f"grant create on database {name} to {person.split('//')[1].split(':')[0]}")
        assert init_store(person).check() == []
