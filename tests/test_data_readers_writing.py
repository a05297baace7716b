"""Claims of any input to a file: the same as `read` gives, in blocks, whole or not at all."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data import InputRefused, Options, UsageProblem, WorldFault, keep_copy, read, read_frame, read_to, write_rejected

HEADER = "code,date,place,country,lat,lon,killed_min,killed_max,belligerents,url\n"


def rows(*codes: str, place: str = "Tall Rim") -> str:
    return "".join(
        f'{c},2017-03-17,"{place}",Iraq,36.1,43.2,3,5,Red; Blue,https://valdria.example/{c}\n' for c in codes
    )


def sheet(folder: Path, text: str, *, name: str = "sheet.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    text = (
        HEADER + rows("V1", "V2", "V1") + rows("V2", place="Tall Rum") + rows("V3").replace("36.1", "95") + rows("V4")
    )
    return sheet(tmp_path, text)


def test_a_parquet_file_holds_what_read_gives(tmp_path: Path, mixed: Path) -> None:
    reading = read(mixed)
    written = read_to(mixed, None, tmp_path / "out.parquet")
    assert written.counts == reading.counts
    pd.testing.assert_frame_equal(read_frame(written.path, "claims"), reading.claims)
    pd.testing.assert_frame_equal(written.rejected, reading.rejected)
    pd.testing.assert_frame_equal(written.duplicates, reading.duplicates)
    assert written.sources.source_id.tolist() == reading.sources.source_id.tolist()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_blocks_change_nothing(tmp_path: Path, mixed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_to(mixed, None, tmp_path / "a.csv").path.read_bytes()
    monkeypatch.setattr("data.readers.delimited.BLOCK", 200)
    assert read_to(mixed, None, tmp_path / "b.csv").path.read_bytes() == whole
    assert read_to(mixed, None, tmp_path / "a.csv").path.read_bytes() == whole


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_what_is_written_is_read_again_as_the_same_readings(tmp_path: Path, ending: str) -> None:
    text = HEADER + rows("V1", "=V2", "'V3", "-4", place="=cmd|' /C calc'!A0") + rows("V5", place="تل ريم; [x]")
    first = read(sheet(tmp_path, text)).claims
    out = read_to(sheet(tmp_path, text), None, tmp_path / f"out.{ending}").path
    again = read(out).claims
    assert again.record_id.tolist() == first.record_id.tolist()
    assert again.place_text.tolist() == first.place_text.tolist()
    assert again.belligerents.tolist() == first.belligerents.tolist()
    if ending == "csv":
        cells = out.read_text(encoding="utf-8-sig")
        assert ",=cmd" not in cells
        assert '"=cmd' not in cells
        assert "'=cmd" in cells


def test_figures_and_releases_are_written_too(tmp_path: Path) -> None:
    text = "claimant,as_of,published_on,scope,measure,value_min,value_max,source_url\nV,2017,,all,strikes,3,,\n"
    assert read_to(sheet(tmp_path, text), None, tmp_path / "f.csv").table == "figures"
    release = "May 2, 2018, near Tal Verin, Syria, via media report. Regrettably, one civilian was wounded."
    told = read_to(sheet(tmp_path, release, name="r.txt"), "cjtf-oir", tmp_path / "r.parquet")
    assert (told.table, told.counts["kept"]) == ("claims", 1)
    named = Options(source={"url": "https://valdria.example/r"})
    assert read_to(sheet(tmp_path, HEADER + rows("V1")), None, tmp_path / "s.csv", options=named).sources.shape[0] == 2


def test_an_output_that_cannot_be_is_said_and_the_old_one_stays(tmp_path: Path, mixed: Path) -> None:
    with pytest.raises(UsageProblem, match="neither in"):
        read_to(mixed, None, tmp_path / "out.xlsx")
    with pytest.raises(WorldFault, match="no folder"):
        read_to(mixed, None, tmp_path / "none" / "out.csv")
    out = read_to(mixed, None, tmp_path / "out.csv").path
    before = out.read_bytes()
    with pytest.raises(InputRefused):
        read_to(sheet(tmp_path, HEADER, name="empty.csv"), None, out)
    assert out.read_bytes() == before
    assert out.stat().st_mode & 0o777 == 0o600


def test_rejected_rows_can_be_put_right_and_read_again(tmp_path: Path, mixed: Path) -> None:
    reading = read(mixed)
    listed, own = write_rejected(reading, tmp_path / "work")
    assert "latitude_out_of_range" in listed.read_text(encoding="utf-8-sig")
    text = own.read_text(encoding="utf-8-sig")
    repaired = own.with_name("repaired.csv")
    repaired.write_text(text.replace('"95"', '"35"'), encoding="utf-8")
    again = read(repaired)
    assert again.claims.record_code.tolist() == ["V3"]
    assert again.claims.stated_lat.tolist() == [35.0]
    assert [path.name for path in write_rejected(reading, tmp_path / "work")] == [listed.name, own.name]


def test_names_of_inputs_cannot_lead_out_of_the_folder(tmp_path: Path, mixed: Path) -> None:
    reading = read(mixed)
    moved = {name: getattr(reading, name).assign(file="../../x.csv") for name in ("rejected", "rejected_rows")}
    written = write_rejected(replace(reading, **moved), tmp_path / "work")
    assert {path.parent.name for path in written} == {"work", "rejected"}


def test_a_copy_is_kept_by_its_hash_and_a_replaced_input_is_noticed(tmp_path: Path, mixed: Path) -> None:
    sha256 = read(mixed).files[0].sha256
    copy = keep_copy(mixed, tmp_path / "work" / "inputs", sha256=sha256)
    assert copy.name == f"{sha256}.csv"
    assert keep_copy(mixed, tmp_path / "work" / "inputs") == copy
    mixed.write_text("other", encoding="utf-8")
    with pytest.raises(InputRefused, match="replaced"):
        keep_copy(mixed, tmp_path / "work" / "inputs", sha256=sha256)
