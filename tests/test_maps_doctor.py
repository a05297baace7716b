"""The state of an installation: what each wheel brings inside, and what is too old to open foreign files (S2.3)."""

import pytest

from maps import doctor


def found(what: str) -> dict[str, object]:
    return next(row for row in doctor.examine() if row["what"] == what)


def test_s2_3_the_gdal_inside_each_wheel_is_told() -> None:
    for name in ("pyogrio", "rasterio"):
        row = found(f"GDAL inside {name}")
        assert str(row["found"])[0].isdigit()
        assert row["ok"]


def test_s2_3_an_old_library_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "libraries_inside", lambda: {"pyogrio": "3.4.1", "rasterio": "3.10.1"})
    row = found("GDAL inside pyogrio")
    assert (row["ok"], row["needed"]) == (False, True)
    assert "pip install --upgrade pyogrio" in str(row["hint"])
    assert found("GDAL inside rasterio")["ok"]


def test_s2_3_a_package_that_opens_files_past_the_door_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found("fiona")["ok"]
    monkeypatch.setattr(doctor, "find_spec", lambda name: name)
    assert not found("fiona")["ok"]


def test_versions_are_compared_as_numbers() -> None:
    assert doctor._parts("3.10.0") > doctor._parts("3.9.9")
