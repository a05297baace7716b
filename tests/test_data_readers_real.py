"""Real tables, where they are at hand: nothing is lost, and what is known to be odd in them is found."""

import pandas as pd
from shared_data import shared_data

from data import Options, read, validate


def test_ucdp_keeps_every_row_and_finds_its_disorders() -> None:
    reading = read(shared_data("ucdp_ged_iraq_syria.csv.gz"))
    claims = validate(reading.claims, "claims")
    assert reading.counts["kept"] == reading.rows_in == 24_039
    iraq = claims[claims.country == "IQ"]
    best_outside = (iraq.killed_all_best < iraq.killed_all_min) | (iraq.killed_all_best > iraq.killed_all_max)
    assert (len(iraq), best_outside.sum(), (iraq.killed_all_min > iraq.killed_all_max).sum()) == (7_473, 69, 48)
    assert iraq.warnings.map(lambda codes: "estimate_out_of_order" in codes).sum() == 69
    assert claims[["killed_all_min", "killed_all_best", "killed_all_max"]].notna().all().all()


def test_airwars_keeps_every_row_and_its_nulls() -> None:
    path = shared_data("airwars_syria_dev.csv.gz")
    reading, raw = read(path), pd.read_csv(path, dtype="string", keep_default_na=False)
    assert reading.rows_in == len(raw) == 3_850
    assert reading.rejected[["column", "value"]].to_numpy().tolist() == [["lon", "4239.00416"]]
    kept = raw.drop(index=reading.rejected.row - 2)
    for name in ("killed_min", "killed_max", "injured_min", "children_killed_max"):
        assert (reading.claims[name].isna().to_numpy() == (kept[name] == "").to_numpy()).all()
    assert set(reading.sources.redistribution) == {"none"}


def test_release_items_and_strike_lines_come_through_the_same_door() -> None:
    items = read(shared_data("cjtfoir_items_dev.csv.gz"), "cjtf-oir", options=Options(text_column="text"))
    lines = read(shared_data("centcom_strike_lines.csv.gz"), "centcom")
    assert items.claims.origin_row.nunique() + items.rejected.row.nunique() == 461
    found = pd.concat([lines.claims.origin_row, lines.rejected.row, lines.duplicates.row])
    assert found.nunique() == 5_531
    for reading in (items, lines):
        validate(reading.claims, "claims")
        assert reading.claims.source_id.notna().all()
