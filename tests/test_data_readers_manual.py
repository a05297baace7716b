"""The manual of reading says what the readers do."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

from data import Limits, load_recorders, read, warning_codes
from data.readers.mapping import parse_mapping

TEXT = (Path(__file__).resolve().parent.parent / "docs" / "reading.md").read_text(encoding="utf-8")


def test_every_recorder_stands_in_the_table() -> None:
    for mapping in load_recorders():
        assert f"`{mapping.name}`" in TEXT


def test_every_limit_and_its_default_stand_in_the_table() -> None:
    for limit in fields(Limits):
        assert limit.name in TEXT
        assert f"{limit.default:,}" in TEXT


def test_codes_that_are_named_exist() -> None:
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+){2,})`", TEXT))
    assert named & set(warning_codes()) >= {"estimate_out_of_order", "geometry_not_point", "word_not_in_vocabulary"}


def test_the_mapping_of_the_manual_reads_a_sheet(tmp_path: Path) -> None:
    block = re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert block is not None
    mapping = parse_mapping(tomllib.loads(block[1]), name="own")
    header = "Ref.,Date of strike,Until,Place,Killed,Party 1,Party 2,Other codes,Province,Region,Grade,Kind,Number,Link"
    row = 'R12,03/04/2017,,"near Tall Rim, Iraq",at least 3,Red,?,"X1, X2",,North,A,item,7,https://valdria.example/1'
    (tmp_path / "s.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    reading = read(tmp_path / "s.csv", mapping)
    claim = reading.claims.iloc[0]
    assert (claim.happened_from, claim.relation, claim.place_text, claim.country) == (
        "2017-04-03",
        "near",
        "Tall Rim",
        "IQ",
    )
    assert (claim.killed_min, claim.belligerents, claim.codes) == (3, ["Red"], ["X1", "X2"])
    assert (claim.adm1_text, claim.status, claim.status_raw, claim.via) == ("North", "seen", "A", "own monitors")
    assert (claim.report_id, claim["item"], claim.recorder) == ("12", "7", "valdria-monitor")
    assert reading.sources.title.tolist() == ["Incident R12"]
