"""The fuzzing targets of the readers, on what hypothesis thinks of and on what has gone wrong before."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fuzz.rows import fuzz_cells, fuzz_json, fuzz_table
from hypothesis import given, settings
from hypothesis import strategies as st

from data import InputRefused, Limits, read

HARD = [
    b"",
    b"\x00" * 50,
    b'"',
    b'V2,"a\nb\n',
    b"V2,0001-01-01,9999-12-31,x,IQ,90,180,0,0,,,\nV3,10000-01-01,,,,,,,,,,\n",
    b"V2,2017,,,,1e400,nan,1e30,-3,-1,,\n",
    b"V2,,,,,1_0,0x10,1_000,5.0,\xd9\xa3,,\n",
    b"../../etc/passwd,,,\xe2\x80\xaeabc,,,,,,,{{7*7}},javascript:alert(1)\n",
    "V2,2017,,الموصل,,,,,,,,\n".encode("cp1256"),
    b"V2,2017,,\xff\xfe,,,,,,,,\n\xd8\xa7,,,,,,,,,,,\n",
    b"\r\r\n\n\r",
    b"code,date,date_end,place,country,lat,lon,killed_min,killed_max,injured,belligerents,url\n" * 3,
    b"[" * 50_000,
    b'[{"a": 1e999999, "lat": 123456789012345678901234567890}]',
    b'{"type": "Feature", "geometry": {"type": "Point", "coordinates": [{}, []]}, "properties": null}',
    b"1" * 5000,
]


@pytest.mark.parametrize("target", [fuzz_table, fuzz_cells, fuzz_json])
@pytest.mark.parametrize("data", HARD, ids=range(len(HARD)))
def test_what_is_known_to_be_hard(target: Callable[[bytes], None], data: bytes) -> None:
    target(data)


words = st.sampled_from(
    ["2017-03", "at least 5", "-3", "1e30", "٣", "\u202e", "near Mosul, Iraq", "95", "", "نعم", "'=1"]
)
lines = st.lists(words | st.text(max_size=6), max_size=14).map(
    lambda parts: "\n".join(parts).encode("utf-8", "replace")
)


@pytest.mark.parametrize("target", [fuzz_table, fuzz_cells, fuzz_json])
@given(data=st.binary(max_size=120) | lines)
@settings(max_examples=25, deadline=None)
def test_whatever_comes_the_laws_hold(target: Callable[[bytes], None], data: bytes) -> None:
    target(data)


def test_a_hundred_thousand_columns_are_refused_quickly(tmp_path: Path) -> None:
    names = ",".join(f"c{n}" for n in range(100_000))
    (tmp_path / "wide.csv").write_text(f"{names}\n{names}\n", encoding="utf-8")
    (tmp_path / "wide.json").write_text("[{" + ",".join(f'"c{n}":1' for n in range(100_000)) + "}]", encoding="utf-8")
    cells = "".join(f'<c t="inlineStr"><is><t>c{n}</t></is></c>' for n in range(100_000))
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
    with zipfile.ZipFile(tmp_path / "wide.xlsx", "w") as held:
        held.writestr("xl/worksheets/sheet1.xml", f"{sheet}{cells}</row></sheetData></worksheet>")
        for name, text in WORKBOOK.items():
            held.writestr(name, text)
    for name in ("wide.csv", "wide.json", "wide.xlsx"):
        with pytest.raises(InputRefused, match="--limit columns=N"):
            read(tmp_path / name, limits=Limits(seconds=60))


RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WORKBOOK = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{MAIN}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{MAIN}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    f'xmlns:r="{RELATION}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
