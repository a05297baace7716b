"""Every row is accounted for: kept, rejected with its place, or a duplicate (S2.2, S3.1)."""

import codecs
import gzip
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import InputRefused, Limits, Reading, UsageProblem, combine, frame, read, validate, warning_codes

HEADER = "code,date,place,country,lat,lon,killed_min,killed_max,url\n"
GOOD = "V1,2017-03-17,Tall Rim,Iraq,36.1,43.2,3,5,https://valdria.example/1\n"


def sheet(tmp_path: Path, text: str, *, name: str = "sheet.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def test_own_field_names_are_found_by_themselves(tmp_path: Path) -> None:
    reading = read(sheet(tmp_path, HEADER + GOOD))
    claim = reading.claims.iloc[0]
    assert (claim.record_id, claim.happened_from, claim.country) == ("own-sheet:V1", "2017-03-17", "IQ")
    assert (claim.stated_lat, claim.killed_min, claim.origin_row) == (36.1, 3, 2)
    assert reading.sources.url.tolist() == ["https://valdria.example/1"]
    assert reading.sources.redistribution.tolist() == ["none"]
    validate(reading.claims, "claims")
    validate(reading.sources, "sources")


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("V2,2017-13-01,P,IQ,36,43,1,2,", "date", "date_no_such_day"),
        ("V2,03/04/2017,P,IQ,36,43,1,2,", "date", "date_order_not_declared"),
        ("V2,soon,P,IQ,36,43,1,2,", "date", "date_not_understood"),
        ("V2,2017-03-01,P,IQ,95,43,1,2,", "lat", "latitude_out_of_range"),
        ("V2,2017-03-01,P,IQ,36,200,1,2,", "lon", "longitude_out_of_range"),
        ("V2,2017-03-01,P,IQ,north,43,1,2,", "lat", "number_not_read"),
        ("V2,2017-03-01,P,IQ,36,43,-3,2,", "killed_min", "count_negative"),
        ("V2,2017-03-01,P,IQ,36,43,1e30,2,", "killed_min", "count_too_large"),
        ("V2,2017-03-01,P,IQ,36,43,99999999999,2,", "killed_min", "count_too_large"),
        ("V2,2017-03-01,P,IQ,36,43,2.5,3,", "killed_min", "count_not_whole"),
        ("V2,2017-03-01,P,IQ", None, "too_few_values"),
        ("V2,2017-03-01,P, Q,IQ,36,43,1,2,,", None, "too_many_values"),
    ],
)
def test_a_wrong_cell_rejects_its_row_and_keeps_the_others(
    tmp_path: Path, row: str, column: str | None, rule: str
) -> None:
    reading = read(sheet(tmp_path, HEADER + GOOD + row + "\n" + GOOD.replace("V1", "V3")))
    rejected = reading.rejected.iloc[0]
    assert reading.claims.record_code.tolist() == ["V1", "V3"]
    assert (rejected.file, rejected.row, rejected.rule) == ("sheet.csv", 3, rule)
    assert (None if pd.isna(rejected.column) else rejected.column) == column
    assert rejected.hint
    assert reading.counts["rejected"] == 1


def test_all_that_is_wrong_with_a_row_is_told_once(tmp_path: Path) -> None:
    reading = read(sheet(tmp_path, HEADER + "V2,soon,P,IQ,95,43,x,2,\n"))
    assert len(reading.rejected) == 1
    assert "lat '95'" in reading.rejected.hint[0]
    assert "killed_min 'x'" in reading.rejected.hint[0]


def test_unknown_stays_unknown(tmp_path: Path) -> None:
    claim = read(sheet(tmp_path, HEADER + "V1,,,,,,,,\n")).claims.iloc[0]
    assert claim.date_precision == "unknown"
    assert claim[["killed_min", "stated_lat", "country", "place_text", "source_id"]].isna().sum() >= 4


def test_precision_of_dates_and_open_ranges_are_kept(tmp_path: Path) -> None:
    claims = read(sheet(tmp_path, HEADER + "V1,2017-03,P,IQ,,,5,,\nV2,2017,P,IQ,,,at least 5,at least 5,\n")).claims
    assert claims.happened_from.tolist() == ["2017-03", "2017"]
    assert claims.date_precision.tolist() == ["month", "year"]
    assert claims.killed_min.tolist() == [5, 5]
    assert claims.killed_max.isna().all()


@pytest.mark.parametrize("zero", ["1970-01-01", "1900-01-01", "1899-12-30"])
def test_the_zero_of_a_calendar_is_no_date_and_stays_as_written(tmp_path: Path, zero: str) -> None:
    reading = read(sheet(tmp_path, HEADER + f"V1,{zero},P,IQ,,,5,,\nV2,1970-01-02,P,IQ,,,5,,\n"))
    claims = reading.claims
    assert claims[["happened_from", "happened_to"]].isna().to_numpy().tolist() == [[True, True], [False, False]]
    assert claims.date_precision.tolist() == ["unknown", "day"]
    assert claims.date_text.tolist() == [zero, "1970-01-02"]
    assert "date_epoch" in claims.warnings[0]
    assert claims.warnings[1] == []


def test_the_end_of_a_range_is_looked_at_like_its_beginning(tmp_path: Path) -> None:
    text = "recorder,code,happened_from,happened_to,place,country\nw,V1,2031-05-04,1970-01-01,P,IQ\n"
    claim = read(sheet(tmp_path, text)).claims.iloc[0]
    assert (claim.happened_from, claim.happened_to, claim.date_precision) == ("2031-05-04", "2031-05-04", "day")
    assert claim.warnings == ["date_epoch"]


def test_what_is_doubtful_is_kept_with_a_warning(tmp_path: Path) -> None:
    text = HEADER + "V1,9999-01-01,a\u202eb,Valdria,36,,7,5,\nV2,0001-01-01,Ø§Ù„Ù…,IQ,1,1,,,\n"
    reading = read(sheet(tmp_path, text))
    assert reading.claims.warnings[0] == [
        "bidi_controls",
        "count_disordered",
        "country_not_read",
        "date_year_implausible",
        "half_a_coordinate",
    ]
    assert "mojibake_suspected" in reading.claims.warnings[1]
    assert set(reading.counts["warnings"]) <= set(warning_codes())  # type: ignore[call-overload]
    assert reading.claims.killed_min[0] == 7


def test_a_repeated_row_is_a_duplicate_and_a_repeated_code_is_kept_twice(tmp_path: Path) -> None:
    reading = read(sheet(tmp_path, HEADER + GOOD + GOOD + GOOD.replace(",5,", ",6,")))
    assert reading.counts == {
        "rows_in": 3,
        "kept": 2,
        "rejected": 0,
        "duplicates": 1,
        "warnings": {"record_repeated": 2},
    }
    assert reading.duplicates[["row", "kept_row"]].to_numpy().tolist() == [[3, 2]]
    assert reading.claims.record_id.nunique() == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        (HEADER, "no rows"),
        ("killed_min,killed_min\n1,2\n", "Two columns"),
        ("latt,longg\n1,2\n", "'latt' is near 'lat'"),
        ("a,b\n1,2\n", "no recorder"),
    ],
)
def test_a_file_without_usable_rows_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputRefused, match=told):
        read(sheet(tmp_path, text))


def test_a_missing_required_column_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=r"column stated_lon.*Did you mean the column 'lonn'"):
        read(sheet(tmp_path, "lat,lonn,killed_min\n1,2,3\n"))
    with pytest.raises(InputRefused, match="column incident_code"):
        read(sheet(tmp_path, HEADER + GOOD), "airwars-facts")


def test_unknown_files_and_recorders_are_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="no file"):
        read(tmp_path / "none.csv")
    with pytest.raises(UsageProblem, match="Did you mean 'figures'"):
        read(sheet(tmp_path, HEADER + GOOD), "figure")


ARABIC = HEADER.replace("place,", "place,place_ar,") + "V1,2017-03-17,P,الموصل الجديدة,العراق,36.1,43.2,٣,٥,\n"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "byte order mark"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "without a byte order mark"),
        ("utf-16-be", "without a byte order mark"),
        ("cp1256", "Windows Arabic"),
    ],
)
def test_encodings_are_found_and_said(tmp_path: Path, encoding: str, said: str) -> None:
    text = ARABIC if encoding != "cp1256" else ARABIC.replace("٣", "3").replace("٥", "5")
    reading = read(sheet(tmp_path, text, encoding=encoding))
    claim = reading.claims.iloc[0]
    assert (claim.place_text_ar, claim.country, claim.killed_min, claim.killed_max) == ("الموصل الجديدة", "IQ", 3, 5)
    assert said in reading.notes[0]


def test_windows_latin_and_mixed_files_keep_every_letter(tmp_path: Path) -> None:
    latin = sheet(tmp_path, HEADER + "V1,2017-03-17,Al Qa’im Café,IQ,,,,,\n", encoding="cp1252")
    assert read(latin).claims.place_text[0] == "Al Qa’im Café"
    mixed = tmp_path / "mixed.csv"
    rows = ["V1,2017,الموصل,IQ,,,,,\n".encode("cp1256"), "V2,2017,الرقة,IQ,,,,,\n".encode()]
    mixed.write_bytes(HEADER.encode() + b"".join(rows))
    reading = read(mixed)
    assert reading.claims.place_text.tolist() == ["الموصل", "الرقة"]
    assert "UTF-8 in 1 lines and Windows Arabic (cp1256) in 1" in reading.notes[0]


@pytest.mark.parametrize(("delimiter", "said"), [(";", "semicolon"), ("\t", "tab"), ("|", "bar")])
def test_delimiters_are_found_and_said(tmp_path: Path, delimiter: str, said: str) -> None:
    reading = read(sheet(tmp_path, (HEADER + GOOD).replace(",", delimiter)))
    assert reading.claims.stated_lon[0] == 43.2
    assert said in reading.notes[0]


def test_newlines_in_fields_and_blank_lines_do_not_move_the_rows(tmp_path: Path) -> None:
    text = HEADER + 'V1,2017,"Tall\nRim",IQ,,,,,\n\nV2,never,P,IQ,,,,,\n,,,,,,,,\n'
    reading = read(sheet(tmp_path, text))
    assert reading.claims.place_text[0] == "Tall\nRim"
    assert reading.rejected.row.tolist() == [4]
    assert reading.rows_in == 2
    assert "2 empty rows" in reading.notes[0]


def test_hostile_codes_and_control_characters_stay_text(tmp_path: Path) -> None:
    reading = read(sheet(tmp_path, HEADER + "../../etc/passwd,2017,a\x00b\x01,IQ,,,,,\n=1+1,2017,{{7*7}},IQ,,,,,\n"))
    assert reading.claims.record_id.tolist() == ["own-sheet:../../etc/passwd", "own-sheet:=1+1"]
    assert reading.claims.place_text.tolist() == ["a\ufffdb\ufffd", "{{7*7}}"]
    assert reading.claims.warnings[0] == ["control_characters"]


def test_limits_are_named_with_how_to_raise_them(tmp_path: Path) -> None:
    path = sheet(tmp_path, HEADER + GOOD * 10)
    wide = sheet(tmp_path, ",".join(f"c{n}" for n in range(3000)) + "\n", name="wide.csv")
    long = sheet(tmp_path, HEADER + GOOD.replace("Tall", "T" * 999), name="long.csv")
    for where, limits, name in (
        (path, Limits(rows=3), "rows"),
        (wide, Limits(), "columns"),
        (long, Limits(cell_characters=500), "cell_characters"),
        (path, Limits(megabytes=0), "megabytes"),
    ):
        with pytest.raises(InputRefused, match=f"--limit {name}=N"):
            read(where, limits=limits)


def test_a_packed_file_is_read_and_a_bomb_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "sheet.csv.gz"
    packed.write_bytes(gzip.compress((HEADER + GOOD).encode()))
    assert read(packed).counts["kept"] == 1
    packed.write_bytes(gzip.compress(HEADER.encode() + b"a" * 40_000_000))
    with pytest.raises(InputRefused, match="ratio"):
        read(packed)
    packed.write_bytes(gzip.compress((HEADER + GOOD).encode())[:-9])
    with pytest.raises(InputRefused, match="damaged"):
        read(packed)


def test_a_record_told_anew_in_another_file_supersedes(tmp_path: Path) -> None:
    old = read(sheet(tmp_path, HEADER + GOOD, name="old.csv"))
    new = read(sheet(tmp_path, HEADER + GOOD.replace(",3,", ",4,") + GOOD.replace("V1", "V2"), name="new.csv"))
    both = combine([old, new, old])
    assert both.counts["kept"] == 3
    assert both.counts["duplicates"] == 1
    assert both.claims.superseded_by.tolist() == [new.claims.claim_id[0], pd.NA, pd.NA]
    pd.testing.assert_frame_equal(combine([old]).claims, old.claims)


def test_the_stricter_right_to_redistribute_wins(tmp_path: Path) -> None:
    one, two = (
        sheet(tmp_path, f"killed_min,url,redistribution\n{n},https://valdria.example/1,{right}\n", name=f"{n}.csv")
        for n, right in ((1, "full"), (2, "aggregated"))
    )
    for order in ((one, two), (two, one)):
        assert combine(map(read, order)).sources.redistribution.tolist() == ["aggregated"]


def test_claims_written_out_and_read_again_are_the_same_readings(tmp_path: Path) -> None:
    reading = read(sheet(tmp_path, HEADER + GOOD))
    out = reading.claims.assign(belligerents=reading.claims.belligerents.str.join("; "))
    again = read(sheet(tmp_path, out.drop(columns=["source_id", "warnings"]).to_csv(index=False), name="out.csv"))
    first = combine([replace(reading, claims=reading.claims.assign(source_id=None))])
    assert again.claims.record_id.tolist() == first.claims.record_id.tolist()


def test_a_reading_that_lost_a_row_cannot_be_made() -> None:
    with pytest.raises(AssertionError, match="a row was lost"):
        Reading(rows_in=1, claims=frame("claims"))


cells = st.text(
    alphabet=st.one_of(st.sampled_from("abc019-.\"',;\n\t٣ا\u202e"), st.characters(exclude_categories=["Cs"])),
    max_size=8,
)
rows = st.lists(st.lists(cells, min_size=1, max_size=10), min_size=1, max_size=12)


@given(rows)
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
def test_whatever_stands_in_the_rows_they_add_up(tmp_path: Path, given_rows: list[list[str]]) -> None:
    path = tmp_path / "fuzz.csv"
    text = HEADER + GOOD + "".join(",".join(row) + "\n" for row in given_rows)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    reading = read(path)
    counts = reading.counts
    assert counts["rows_in"] == counts["kept"] + counts["rejected"] + counts["duplicates"]  # type: ignore[operator]
    validate(reading.claims, "claims")
    assert reading.rejected.row.is_monotonic_increasing


@given(st.binary(max_size=300))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_read_or_refused_in_our_words(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "fuzz.csv"
    path.write_bytes(codecs.BOM_UTF8 * (len(junk) % 2) + HEADER.encode() + junk)
    try:
        reading = read(path)
    except InputRefused as refused:
        reading, told = Reading(), refused.hint
    else:
        told = "read"
    assert told
    assert reading.rows_in == len(reading.claims) + len(reading.rejected) + len(reading.duplicates)
