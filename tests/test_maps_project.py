"""The project file: what is refused, and what is said about it."""

from pathlib import Path

import pytest

from data import InputRefused, UsageProblem
from maps import load_project

ROOT = Path(__file__).resolve().parent.parent
SMALL = '[atlas]\ntitle = "Valdria"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "atlas.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_is_a_project_with_an_explicit_policy() -> None:
    project = load_project(ROOT / "examples" / "iraq-syria-2014-2019")
    assert project.publish.coordinate_decimals == 3
    assert "airwars/none" in project.publish.statuses
    assert project.matches[0].alias == "Airwars"


def test_what_is_not_said_is_safe(tmp_path: Path) -> None:
    policy = load_project(written(tmp_path, SMALL)).publish
    assert (policy.statuses, policy.coordinate_decimals, policy.embargo_days, policy.undated) == ((), 2, 30, "hold")


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (SMALL + "[publish]\nembargo_day = 3\n", "unknown key 'embargo_day' in publish", "embargo_days"),
        (SMALL + "[geocoding]\n", "unknown key 'geocoding' in the file", "geocode"),
        (SMALL + "[publish]\nembargo_days = 'ten'\n", "publish.embargo_days should be a whole number", "Correct it"),
        (SMALL + "[publish]\nundated = 'maybe'\n", "publish.undated is 'maybe'", "'hold' or 'publish'"),
        (SMALL + "[publish]\ncoordinate_decimals = 9\n", "coordinate_decimals is 9", "0 to 5"),
        (SMALL + "[[inputs]]\nrecorder = 'figures'\n", "inputs[0] lacks 'path'", "Add it"),
        (SMALL + "[inputs]\npath = 'x.csv'\n", "write [[inputs]], with two brackets", "a row"),
        (SMALL + "[publish]\nwithhold = ['claims.munitions']\n", "withhold 'claims.munitions'", "claims.munition"),
        (SMALL + "[publish]\nwithhold = ['claims.recorder']\n", "'claims.recorder' cannot be withheld", "needs it"),
        (SMALL + "[map]\nview = [1, 2]\n", "west, south, east, north", "four numbers"),
        ("[atlas]\ntitle = 'V'\nlanguages = ['en', 'xx']\n", "no language 'xx'", "en, ar"),
        (SMALL + "[publish]\nstatuses = ['*']\n", "statuses has '*'", "recorder/grade"),
        (SMALL + "[publish]\nwithhold = ['incidents.killed_min']\n", "by itself", "Withhold columns of claims"),
        (SMALL + "[publish]\nembargo_days = 99999\n", "embargo_days is 99999", "36500"),
        (SMALL + "[[inputs]]\npath = 'x'\nredistribution = 'ful'\n", "redistribution is 'ful'", "full"),
        (SMALL + "[geocode]\nminimum_confidence = 50.0\n", "no probability", "0 to 1"),
        (SMALL + "[geocode]\ngazetteers = []\n", "names none", "embedded"),
        (SMALL + "[map]\nview = ['a', 'b', 'c', 'd']\n", "west, south, east, north", "four numbers"),
        (SMALL + "[map]\nview = [50, 20, 40, 30]\n", "no part of the map", "West below east"),
        ("[atlas]\ntitle = 'V'\nlanguages = []\n", "names none", "en, ar"),
        ("[atlas]\ntitle = 'V'\ncountries = ['Iraq']\n", "countries has 'Iraq'", "'IQ'"),
        ("[atlas]\ntitle = 'V'\nperiod = ['x', 'y']\n", "first and a last date", "2014-08"),
        ("[publish]\n", "atlas lacks 'title'", "Add it"),
    ],
)
def test_a_wrong_key_or_value_is_refused_with_what_to_do(tmp_path: Path, text: str, message: str, hint: str) -> None:
    with pytest.raises(UsageProblem) as refused:
        load_project(written(tmp_path, text))
    assert message in refused.value.message
    assert hint in refused.value.hint


@pytest.mark.parametrize("text", ["[atlas", None])
def test_no_file_and_no_toml_are_refused_as_input(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "atlas.toml" if text is None else written(tmp_path, text)
    with pytest.raises(InputRefused, match=r"atlas\.toml"):
        load_project(path)
