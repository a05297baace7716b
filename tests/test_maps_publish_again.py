"""Publishing again: what changed is told, what is withdrawn leaves a tombstone, a surprise stops it, seals hold."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from published import made
from valdrian_project import ROWS, SETTINGS, make_project

import maps.publish.site as site_module
from data import FileSeen, GateRefused, Judgement, append_judgement
from maps import load_project, publish_project
from maps.pipeline import build_project
from maps.publish import Published, told, verify_site
from maps.publish.ledger import master_key, seal, sealed_by
from maps.publish.loosenings import loosenings

FIRST, LATER = date(2031, 12, 1), date(2031, 12, 20)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The coastlines of the page are made once for each publication; these tests do not look at them."""
    monkeypatch.setattr("maps.page.pagedata.base_geography", lambda view, labels: b"SAP1" + EMPTY)


EMPTY = __import__("maps.payload", fromlist=["encode"]).encode({}, meta={"scale": 1, "layers": {}, "labels": []})[4:]


def publish(folder: Path, rows: list[list[str]], as_of: date, **options: bool) -> Published:
    project = load_project(make_project(folder, rows=rows))
    built = build_project(project, work=folder / "work")
    return publish_project(project, built, site=folder / "site", as_of=as_of, **options)


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / "site" / "data" / f"{name}.csv", dtype=str, keep_default_na=False)


def test_changes_are_told_with_their_date_and_without_what_was_there_before(tmp_path: Path) -> None:
    publish(tmp_path, ROWS, FIRST)
    rows = [[*ROWS[0][:8], "3-9", *ROWS[0][9:]], [*ROWS[1][:5], "36.2", "43.7", *ROWS[1][7:]], *ROWS[2:]]
    done = publish(tmp_path, rows, LATER)
    assert done.change.counts["recounted"] == 1
    assert done.change.counts["moved"] == 1
    found = table(tmp_path, "corrections")
    assert set(found["noted_on"]) == {"2031-12-20"}
    moved = found[found["change"] == "moved"].iloc[0]
    assert (moved["record_id"], moved["columns"]) == ("watch:V2", "lon; lat")
    assert "36.1" not in (tmp_path / "site" / "data" / "corrections.csv").read_text()
    again = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}
    publish(tmp_path, rows, LATER)
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()} == again


def test_s6_6_a_withdrawn_record_leaves_a_tombstone_and_nothing_else(tmp_path: Path) -> None:
    publish(tmp_path, ROWS, FIRST)
    log = tmp_path / "work" / "judgements.jsonl"
    append_judgement(log, Judgement("withdraw", ("watch:V3",), "desk", "2031-12-05", "It was told twice."))
    append_judgement(log, Judgement("withdraw", ("watch:NEVER-PUBLIC",), "desk", "2031-12-05", "x"))
    publish(tmp_path, ROWS, LATER)
    assert table(tmp_path, "tombstones").values.tolist() == [["watch:V3", "2031-12-05", "It was told twice.", "desk"]]
    site = b"".join(path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file())
    assert b"Karn" not in site
    assert b"NEVER-PUBLIC" not in site
    publish(tmp_path, ROWS, date(2031, 12, 21))
    assert len(table(tmp_path, "tombstones")) == 1


def test_a_withdrawal_that_is_taken_back_is_told_and_counted_once(tmp_path: Path) -> None:
    publish(tmp_path, ROWS, FIRST)
    log = tmp_path / "work" / "judgements.jsonl"
    made = append_judgement(log, Judgement("withdraw", ("watch:V3",), "desk", "2031-12-05", "It was told twice."))
    assert told(publish(tmp_path, ROWS, LATER).change) == "1 withdrawn"
    append_judgement(log, Judgement("unsure", ("watch:V3",), "desk", "2031-12-20", "It was not.", supersedes=made))
    assert told(publish(tmp_path, ROWS, date(2031, 12, 21)).change) == "1 restored"
    found = table(tmp_path, "corrections")
    assert found[["record_id", "change"]].values.tolist() == [["watch:V3", "withdrawn"], ["watch:V3", "restored"]]
    assert table(tmp_path, "tombstones").empty


def test_a_reason_that_leads_to_somebody_is_not_told(tmp_path: Path) -> None:
    publish(tmp_path, ROWS, FIRST)
    log = tmp_path / "work" / "judgements.jsonl"
    append_judgement(log, Judgement("withdraw", ("watch:V3",), "desk", "2031-12-05", "Asked by the son of Ardan"))
    publish(tmp_path, ROWS, LATER)
    assert table(tmp_path, "tombstones")["reason"].tolist() == ["not told"]


def test_a_publication_that_takes_much_away_stops_until_it_is_meant(tmp_path: Path) -> None:
    many = [[*ROWS[1][:1], f"W{n}", *ROWS[1][2:]] for n in range(9)]
    publish(tmp_path, [*ROWS, *many], FIRST)
    old = (tmp_path / "site" / "index.html").read_bytes()
    with pytest.raises(GateRefused, match="9 of 13 published records would be gone"):
        publish(tmp_path, ROWS, LATER)
    assert (tmp_path / "site" / "index.html").read_bytes() == old
    assert publish(tmp_path, ROWS, LATER, meant=True).change.counts["removed"] == 9


def test_s5_2_a_clock_that_went_back_is_noticed(tmp_path: Path) -> None:
    publish(tmp_path, ROWS, LATER)
    with pytest.raises(GateRefused, match="Is the clock right"):
        publish(tmp_path, ROWS, FIRST)


def test_a_site_that_was_changed_by_hand_is_said(tmp_path: Path) -> None:
    publish(tmp_path, ROWS, FIRST)
    (tmp_path / "site" / "methods.html").write_text("edited")
    assert publish(tmp_path, ROWS, LATER).notes == (
        "The last site was not as it was published: methods.html was changed.",
    )


def test_without_an_exchange_of_names_the_old_site_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, ROWS, FIRST)
    monkeypatch.setattr(site_module, "swap_folders", lambda one, other: False)
    publish(tmp_path, ROWS, LATER)
    left = tmp_path / ".site.strikeatlas-abc.old"
    (tmp_path / "site").rename(left)
    site_module._clear(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").exists()
    assert not left.exists()


def test_the_hash_of_an_input_cannot_be_tried_out(tmp_path: Path) -> None:
    seen = FileSeen("x.csv", "ab" * 32, 1, "", "strikeatlas", 1)
    one, other = (seal(seen, master_key(folder)) for folder in (tmp_path, made().built.folder))
    assert one.seal != other.seal
    assert sealed_by(seen.sha256, one.opens_with) == one.seal
    manifest = (made().site / "MANIFEST.json").read_text(encoding="utf-8")
    assert made().built.files[0].sha256 not in manifest
    assert (
        json.loads(manifest)["inputs"][0]["seal"] == seal(made().built.files[0], master_key(made().built.folder)).seal
    )
    assert (made().built.folder / "publishing.key").stat().st_mode & 0o777 == 0o600


def test_every_loosening_is_named_in_the_methods_page(tmp_path: Path) -> None:
    loose = 'coordinate_decimals = 3\nembargo_days = 1\nreview = ["phone"]\ninput_hashes = "open"\nundated = "publish"'
    text = SETTINGS.replace('coordinate_decimals = 2\nundated = "hold"', loose)
    project = load_project(make_project(tmp_path, settings=text))
    built = build_project(project, work=tmp_path / "work")
    done = publish_project(project, built, site=tmp_path / "site", as_of=FIRST)
    page = (done.folder / "methods.html").read_text(encoding="utf-8")
    for words in (
        "3 decimals",
        "1 days",
        "words that announce a name",
        "plain SHA-256",
        "without a date",
        "1 of 1 inputs",
    ):
        assert words in page, words
    keys = [one.key for one in loosenings(project, site_module.select(built.bundle, project.publish, as_of=FIRST))]
    assert keys == ["coordinate_decimals", "embargo_days", "undated", "input_hashes", "review", "redistribution"]
    assert done.folder.joinpath("MANIFEST.json").read_text().count(built.files[0].sha256) == 1


def test_the_methods_page_runs_no_script_and_escapes_what_it_is_told(tmp_path: Path) -> None:
    text = SETTINGS.replace("Valdria, reported strikes", "<script>alert(1)</script>{{7*7}}")
    project = load_project(make_project(tmp_path, settings=text))
    done = publish_project(project, build_project(project, work=tmp_path / "work"), site=tmp_path / "site", as_of=FIRST)
    page = (done.folder / "methods.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page.replace("&#39;", "'")
    assert "<script" not in page
    assert "{{7*7}}" in page


def test_verify_says_what_was_changed_alone_and_in_full(tmp_path: Path) -> None:
    publish(tmp_path, ROWS, FIRST)
    site = tmp_path / "site"
    assert verify_site(site).findings == ()
    assert verify_site(site, tmp_path).findings == ()
    claims = site / "data" / "claims.csv"
    claims.write_bytes(claims.read_bytes().replace(b"Ostrel", b"Ostral"))
    told = " ".join(verify_site(site).findings)
    assert "data/claims.csv was changed" in told
    assert "place_text, row" in told
    assert "Ostral" not in told


def test_verify_finds_withheld_words_only_with_the_project(tmp_path: Path) -> None:
    publish(tmp_path, ROWS, FIRST)
    site = tmp_path / "site"
    page = site / "methods.html"
    page.write_bytes(page.read_bytes().replace(b"</body>", b"private words</body>"))
    manifest = json.loads((site / "MANIFEST.json").read_text())
    row = next(row for row in manifest["outputs"] if row["path"] == "methods.html")
    row |= {"bytes": page.stat().st_size, "sha256": __import__("hashlib").sha256(page.read_bytes()).hexdigest()}
    (site / "MANIFEST.json").write_text(json.dumps(manifest))
    assert verify_site(site).findings == ()
    assert [text.partition(",")[0] for text in verify_site(site, tmp_path).findings] == ["methods.html"]


def test_a_misspelt_grade_stops_the_gate(tmp_path: Path) -> None:
    text = SETTINGS.replace('"ministry/none"', '"ministry/none", "airwars/faire"')
    project = load_project(make_project(tmp_path, settings=text))
    built = build_project(project, work=tmp_path / "work")
    with pytest.raises(GateRefused, match=r"airwars/faire.*airwars/fair"):
        publish_project(project, built, site=tmp_path / "site", as_of=FIRST)
