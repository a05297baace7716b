"""Judgements are added, never changed: the chain shows it if they are."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from data import (
    InputRefused,
    Judgement,
    LogMoved,
    UsageProblem,
    append_judgement,
    append_judgements,
    fold,
    frame,
    identify,
    judgements_frame,
    judgements_from_links,
    read_judgements,
    validate,
)
from data.judgements import last_judgement

SAME = Judgement(
    "same", ("a:1", "b:1"), "Valdria Monitor", "2021-05-02", why="Same street, same hour.", seen=("a:1@x",)
)
PLACE = Judgement("place", ("a:1",), "reader 2", "2021-05-03", decision={"lon": 43.1, "name": "تل ريم"})


def test_what_is_appended_is_read_back(tmp_path: Path) -> None:
    log = tmp_path / "j.jsonl"
    ids = [append_judgement(log, SAME), *append_judgements(log, [PLACE, SAME])]
    held = read_judgements(log)
    validate(held, "judgements")
    assert held.judgement_id.tolist() == ids
    assert held.subjects[0] == ["a:1", "b:1"]
    assert held.decision[1] == '{"lon": 43.1, "name": "تل ريم"}'
    assert len(set(ids)) == 3


def test_no_log_is_no_judgements(tmp_path: Path) -> None:
    assert read_judgements(tmp_path / "none").empty


def test_the_same_judgements_give_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        append_judgements(tmp_path / name, [SAME, PLACE])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda lines: [lines[0], lines[1].replace("reader 2", "reader 3"), lines[2]], 2),
        (lambda lines: [lines[0], lines[2]], 2),
        (lambda lines: [lines[1], lines[0], lines[2]], 1),
        (lambda lines: [*lines, lines[2]], 4),
        (lambda lines: [lines[0], "{}", lines[2]], 2),
        (lambda lines: [lines[0], "no json", lines[2]], 2),
    ],
)
def test_a_broken_chain_names_the_line(tmp_path: Path, change: object, line: int) -> None:
    log = tmp_path / "j.jsonl"
    append_judgements(log, [SAME, PLACE, SAME])
    lines = log.read_text(encoding="utf-8").splitlines()
    log.write_text("\n".join(change(lines)) + "\n", encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(InputRefused, match=f"row {line}"):
        read_judgements(log)


def test_a_line_that_was_never_finished_does_not_count(tmp_path: Path) -> None:
    log = tmp_path / "j.jsonl"
    append_judgement(log, SAME)
    with log.open("ab") as file:
        file.write(b'{"kind":"sa')
    assert len(read_judgements(log)) == 1
    append_judgement(log, PLACE)
    assert read_judgements(log).kind.tolist() == ["same", "place"]


def test_a_last_line_that_lacks_only_its_end_counts_and_is_not_overwritten(tmp_path: Path) -> None:
    log = tmp_path / "j.jsonl"
    append_judgements(log, [SAME, PLACE])
    whole = log.read_bytes()
    log.write_bytes(whole[:-1])
    assert read_judgements(log).kind.tolist() == ["same", "place"]
    assert last_judgement(log) == read_judgements(log).judgement_id.iloc[-1]
    for more in ([SAME], [SAME, PLACE]):
        append_judgements(log, more)
        assert log.read_bytes().startswith(whole)
        log.write_bytes(log.read_bytes()[:-1])
    assert read_judgements(log).kind.tolist() == ["same", "place", "same", "same", "place"]


def test_the_line_ends_of_another_system_change_nothing(tmp_path: Path) -> None:
    log = tmp_path / "j.jsonl"
    ids = append_judgements(log, [SAME, PLACE])
    log.write_bytes(log.read_bytes().replace(b"\n", b"\r\n"))
    assert read_judgements(log).judgement_id.tolist() == ids
    assert len(read_judgements(log, after=ids[0])) == 1
    append_judgement(log, SAME)
    assert read_judgements(log).kind.tolist() == ["same", "place", "same"]


def test_a_judgement_needs_a_known_kind_an_alias_and_a_date() -> None:
    with pytest.raises(UsageProblem, match="no kind"):
        Judgement("merge", ("a:1",), "x", "2021-01-01")
    with pytest.raises(UsageProblem, match="alias"):
        Judgement("same", ("a:1",), " ", "2021-01-01")


def test_links_become_judgements_of_who_matched_them() -> None:
    claims = identify(
        frame(
            "claims",
            [
                {"recorder": "airwars", "record_code": "VS1 VT2"},
                {"recorder": "cjtf-oir", "record_code": "2017-06/5", "codes": ["VT2"]},
                {"recorder": "cjtf-oir", "record_code": "2017-06/6", "codes": ["VS9"]},
            ],
        )
    )
    made = judgements_from_links(claims, alias="Valdria Monitor", made_at="2021-05-02")
    assert [each.subjects for each in made] == [
        ("airwars:VS1 VT2", "cjtf-oir:2017-06/5"),
        ("airwars:VS9", "cjtf-oir:2017-06/6"),
    ]
    assert made[0].seen == (claims.claim_id[0], claims.claim_id[1])
    assert {each.alias for each in made} == {"Valdria Monitor"}
    assert judgements_frame(made).judgement_id.is_unique


def test_two_writers_lose_no_line(tmp_path: Path) -> None:
    code = (
        "import sys; from data import Judgement, append_judgement\n"
        "log, alias = sys.argv[1:]\n"
        "for n in range(25): append_judgement(log, Judgement('same', (f'a:{n}', 'b:1'), alias, '2021-05-02'))"
    )
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-c", code, str(tmp_path / "j.jsonl")]
    running = [subprocess.Popen([*command, alias], cwd=root) for alias in ("one", "two", "three")]
    assert [each.wait() for each in running] == [0, 0, 0]
    held = read_judgements(tmp_path / "j.jsonl")
    assert held.alias.value_counts().to_dict() == {"one": 25, "two": 25, "three": 25}


def test_nothing_is_added_behind_a_last_line_that_was_changed(tmp_path: Path) -> None:
    log = tmp_path / "j.jsonl"
    append_judgements(log, [SAME, PLACE])
    forged = log.read_text(encoding="utf-8").replace("reader 2", "reader 3")
    log.write_text(forged, encoding="utf-8")
    with pytest.raises(InputRefused, match="row 2"):
        append_judgement(log, SAME)
    assert log.read_text(encoding="utf-8") == forged


def test_a_log_that_has_grown_since_it_was_read_is_not_added_to(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    made = Judgement("unplaceable", ("watch:V1",), "desk", "2031-01-01")
    assert last_judgement(path) == ""
    (first,) = append_judgements(path, [made], after="")
    assert last_judgement(path) == first
    before = path.read_bytes()
    for seen in ("", "0123456789abcdef"):
        with pytest.raises(LogMoved):
            append_judgements(path, [made], after=seen)
    assert path.read_bytes() == before
    (second,) = append_judgements(path, [made], after=first)
    assert read_judgements(path, after=first)["judgement_id"].tolist() == [second]
    assert len(read_judgements(path, after=second)) == 0


def test_reading_on_verifies_what_is_new_and_finds_a_log_that_was_replaced(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    made = [Judgement("unplaceable", (f"watch:V{at}",), "desk", "2031-01-01", why="x" * 900) for at in range(90)]
    ids = append_judgements(path, made)
    assert last_judgement(path) == ids[-1]
    path.write_bytes(path.read_bytes().replace(b"watch:V80", b"watch:V81"))
    assert len(read_judgements(path, after=ids[85])) == 4
    for seen in (ids[10], "feedfeedfeedfeed"):
        with pytest.raises(InputRefused):
            read_judgements(path, after=seen)


def listed(*rows: tuple[str, str, list[str], str]) -> pd.DataFrame:
    """Incidents A and B, and official items: code, superseding reading, printed codes, records that they correct."""
    own = [{"recorder": "airwars", "record_code": code} for code in ("A", "B")]
    items = [
        {
            "recorder": "cjtf-oir",
            "record_code": code,
            "codes": codes,
            "place_text": str(n),
            "superseded_by": heir or None,
        }
        | {"supersedes": [corrects] if corrects else []}
        for n, (code, heir, codes, corrects) in enumerate(rows)
    ]
    return identify(frame("claims", [*own, *items]))


@pytest.mark.parametrize(
    "rows",
    [
        [("1", "", ["A", "B"], "")],
        # The same item listed twice, each time for another incident.
        [("1", "", ["A"], ""), ("1", "", ["B"], "")],
    ],
)
def test_an_item_that_answers_several_incidents_is_linked_to_each_and_makes_them_no_one_strike(
    rows: list[tuple[str, str, list[str], str]],
) -> None:
    table = listed(*rows)
    made = judgements_from_links(table, alias="desk", made_at="2031-01-01")
    assert [(one.kind, one.subjects) for one in made] == [("link", ("cjtf-oir:1", "airwars:A", "airwars:B"))]
    folded = fold(table, judgements_frame(made))
    assert folded.incidents.incident_id.tolist() == ["airwars:A", "airwars:B", "cjtf-oir:1"]
    assert not folded.notes


@pytest.mark.parametrize(
    "rows",
    [
        # A later list names another incident; a correction does.
        [("1", "cjtf-oir:1@new", ["A"], ""), ("1", "", ["B"], "")],
        [("1", "", ["A"], ""), ("2", "", ["B"], "cjtf-oir:1")],
    ],
)
def test_a_list_that_was_corrected_joins_nothing_by_what_it_said_before(
    rows: list[tuple[str, str, list[str], str]],
) -> None:
    table = listed(*rows)
    made = judgements_from_links(table, alias="desk", made_at="2031-01-01")
    assert [one.subjects[0] for one in made] == ["airwars:B"]
    assert "airwars:A" in fold(table, judgements_frame(made)).incidents.incident_id.tolist()
