"""S6.4: texts that may lead to somebody are held until a person has looked at them; the reason stays in private."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from valdrian_project import ROWS, SETTINGS, make_project

from data import Judgement, append_judgement
from maps import load_project, select
from maps.pipeline import read_bundle
from maps.project import REVIEWED
from maps.select.review import first_found, folded

AS_OF = date(2031, 12, 1)
HELD = [
    ("call +964 770 123 4567", "phone"),
    ("٠٧٧٠١٢٣٤٥٦٧", "phone"),
    ("0770 123 4567", "phone"),
    ("07\u200b70 123\u200d 4567", "phone"),
    ("tel. 53 12 44 9", "phone"),
    ("هاتف: 4412345", "phone"),
    ("(+963) 933-123-456", "phone"),
    ("desk@watch.example", "email"),
    ("desk [at] watch (dot) example", "email"),
    ("seen by @valdria_watch", "email"),
    ("passport no. A1234567", "identity"),
    ("رقم الهوية ١٢٣٤٥٦٧٨", "identity"),
    ("holder of G12345678", "identity"),
    ("198012345678", "identity"),
    ("a farmer named Ardan", "name"),
    ("the son of Ardan Velk", "name"),
    ("Dr. Velk's farm", "name"),
    ("told by a local source", "name"),
    ("المدعو أردان", "name"),
    ("الشهيد أردان", "name"),
    ("والطفلة أردانة", "name"),
    ("near the field hospital", "place"),
    ("a shelter in Brenn", "place"),
    ("house of the miller", "place"),
    ("قرب المستشفى", "place"),
    ("مُستشفى برن", "place"),
    ("الملجأ القديم", "place"),
]
FREE = [
    "near Brenn, Valdria",
    "2017-03-04 and 05-03-2017 12:30",
    "between 3 and 5 people; 1,250 m east",
    "36.34, 43.10",
    "38SLF 293 240",
    "الموصل الجديدة",
    "a car in the family district",
    "al-Jadida neighbourhood",
    "released 2019-04, item 12",
    "named civilian casualties recorded",
]


@pytest.mark.parametrize(("text", "kind"), HELD)
def test_s6_4_each_kind_is_found_in_english_and_arabic(text: str, kind: str) -> None:
    found = first_found(text, REVIEWED)
    assert found is not None
    assert found[0] == kind


@pytest.mark.parametrize("text", FREE)
def test_s6_4_plain_reports_are_not_held(text: str) -> None:
    assert first_found(text, REVIEWED) is None


def test_what_nobody_sees_does_not_hide_anything() -> None:
    assert folded("\u202e٠٧\u200b٧٠ مُسـتشفى") == "0770 مستشفى"


def project(folder: Path, place: str, more: str = "") -> Path:
    return make_project(folder, rows=[[*ROWS[0][:4], place, *ROWS[0][5:]], *ROWS[1:]], settings=SETTINGS + more)


def test_s6_4_a_held_record_is_nowhere_and_its_reason_is_private(tmp_path: Path) -> None:
    settings = load_project(project(tmp_path, "Brenn, 0770 123 4567"))
    selection = select(read_bundle(settings, tmp_path)[0], settings.publish, as_of=AS_OF)
    assert "watch:V1" not in set(selection.claims["record_id"])
    assert not [name for table in selection.tables.values() for name in table.to_csv().split(",") if "0770" in name]
    row = selection.held.set_index("record_id").loc["watch:V1"]
    assert (row["rule"], row["column"], row["text"]) == ("review_phone", "claims.place_text", "0770 123 4567")
    assert "telephone" in row["why"]


def test_s6_4_a_judgement_lets_it_go_until_its_content_changes(tmp_path: Path) -> None:
    settings = load_project(project(tmp_path, "the clinic of Brenn"))
    bundle = read_bundle(settings, tmp_path)[0]
    seen = tuple(bundle.claims.loc[bundle.claims["record_id"] == "watch:V1", "claim_id"])
    judgement = Judgement("release_hold", ("watch:V1",), "desk", "2031-11-30", "It has been rubble since.", seen)
    append_judgement(tmp_path / "judgements.jsonl", judgement)
    selection = select(read_bundle(settings, tmp_path)[0], settings.publish, as_of=AS_OF)
    assert "watch:V1" in set(selection.claims["record_id"])
    assert selection.released == ("watch:V1",)
    assert "release_hold" not in set(selection.judgements["kind"])
    project(tmp_path, "the clinic of Brenn, moved")
    again = select(read_bundle(settings, tmp_path)[0], settings.publish, as_of=AS_OF)
    assert "watch:V1" not in set(again.claims["record_id"])


def test_s6_4_a_release_in_the_project_file_does_the_same(tmp_path: Path) -> None:
    more = '\n[[releases]]\nrecord = "watch:V1"\nalias = "desk"\nmade_at = "2031-11-30"\nwhy = "Known."\n'
    settings = load_project(project(tmp_path, "the clinic of Brenn", more))
    selection = select(read_bundle(settings, tmp_path)[0], settings.publish, as_of=AS_OF)
    assert selection.released == ("watch:V1",)


def test_s6_4_the_text_of_a_source_or_a_judgement_is_searched_too(tmp_path: Path) -> None:
    settings = load_project(make_project(tmp_path))
    bundle = read_bundle(settings, tmp_path)[0]
    told = bundle.sources.assign(title=["told by the son of Ardan", *[None] * (len(bundle.sources) - 1)])
    selection = select(replace(bundle, sources=told), settings.publish, as_of=AS_OF)
    assert "sources.title" in set(selection.held["column"])
    why = bundle.judgements.assign(why="Ask desk@watch.example")
    selection = select(replace(bundle, judgements=why), settings.publish, as_of=AS_OF)
    assert selection.judgements.empty
    assert len(selection.incidents) == 3


def test_s6_3_a_total_that_was_stated_within_the_embargo_stays_back(tmp_path: Path) -> None:
    settings = load_project(make_project(tmp_path))
    bundle = read_bundle(settings, tmp_path)[0]
    row = dict.fromkeys(bundle.figures.columns) | {"figure_id": "f", "claimant": "watch", "scope": "all"}
    row |= {"measure": "killed", "as_of": "2031-11-20", "source_id": bundle.sources["source_id"][0], "warnings": []}
    figures = bundle.figures.__class__([row]).astype({"as_of": "string", "published_on": "string"})
    selection = select(replace(bundle, figures=figures), settings.publish, as_of=AS_OF)
    assert selection.figures.empty
    assert list(selection.held["rule"]) == ["embargo"]
    older = select(replace(bundle, figures=figures), settings.publish, as_of=date(2031, 12, 31))
    assert len(older.figures) == 1
