"""The hostile corpus: every case ends in its class, in every format and in a real browser (S1.1, S2.1, S2.2, S3.1)."""

from collections import Counter
from pathlib import Path

import pytest
from hostile_cases import CLASSES
from hostile_corpus import files_of_corpus, layers_of_corpus, look_at
from hostile_files import given
from hostile_layers import LAYERS
from hostile_project import desk_of_attacks, judged, publish_desk, table
from hostile_units import CASES, tried_units


def test_the_corpus_holds_what_it_should() -> None:
    files, desk = given("http://127.0.0.1:9"), desk_of_attacks()
    wanted = Counter([*(one.wanted for one in files), *(one.wanted for one in desk.attacks)])
    assert len(files) + len(desk.attacks) + len(LAYERS) + len(CASES) >= 150
    assert set(wanted) == set(CLASSES)
    names = [(one.group, one.name) for one in (*files, *desk.attacks)]
    assert len(set(names)) == len(names)


def test_s2_1_s2_2_s3_1_hostile_files_end_as_they_should_and_reach_nothing(tmp_path: Path) -> None:
    assert [one for one in files_of_corpus(tmp_path) if not one.good] == []


def test_s4_1_broken_polygons_are_mended_with_a_warning_or_refused(tmp_path: Path) -> None:
    assert [one for one in tried_units(tmp_path / "units") if not one.good] == []


@pytest.mark.browser
def test_s1_1_names_of_layers_and_texts_of_plugins_stay_text(tmp_path: Path) -> None:
    assert [one for one in layers_of_corpus(tmp_path) if not one.good] == []


@pytest.mark.browser
def test_s1_1_s6_1_a_project_of_attacks_is_published_without_any_of_them_at_work(tmp_path: Path) -> None:
    desk = desk_of_attacks()
    _, site = publish_desk(desk, tmp_path)
    seen = look_at(site / "index.html")
    assert [one for one in judged(desk, site, seen) if not one.good] == []
    assert len(seen.cards) == 2 * len(table(site, "incidents")["incident_id"]) > 130
    assert (seen.requests, seen.errors, seen.ran) == ((), (), ())
