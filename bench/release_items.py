"""Score the release reader on real items and strike lines, and explain every difference.

    python bench/release_items.py [SHARED]

SHARED is the folder that holds data/ (default: the variable STRIKEATLAS_SHARED, or ../shared).
The columns of the real tables were made by other people from other releases as well, so a
difference is not a fault by itself: each is printed with what the text says.
"""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from data.grammars import fold
from data.releases import read_release_items, read_strike_lines

_ARTICLE = re.compile(r"\b(?:al|ar|ad|as|ash|at|az|el|the)[\s-]+")
_COUNTRY = re.compile(r"[,\s]*\b(?:syria|iraq)\b[.,\s]*$")
_RELATION = re.compile(r"^(?:near|in|at)\s+")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def plain(place: object) -> str:
    text = _COUNTRY.sub("", _RELATION.sub("", fold(str(place)).strip()))
    return re.sub(r"h\b|[\W_]+", "", _ARTICLE.sub("", text))


def told_date(text: str, found: object) -> bool:
    """Whether the day, month and year that were read stand in the first words of the text."""
    year, month, day = str(found).split("-")
    head = re.sub(r"\[[^\]]*\]", " ", fold(text))[:80]
    names = re.findall(r"[a-z]+", head)
    numbers = [int(number) for number in re.findall(r"\d+", head)]
    years = {int(year), int(year) % 100}
    return (
        _MONTHS[int(month) - 1] in {name[:3] for name in names} and int(day) in numbers and bool(years & set(numbers))
    )


def show(title: str, rows: pd.DataFrame, columns: list[str]) -> None:
    print(f"\n{title}: {len(rows)}")
    for n, row in rows.iterrows():
        print(f"  row {n + 2}: " + "; ".join(f"{column}={row[column]}" for column in columns))
        print("    " + " ".join(str(row["text"]).split())[:300])


def score_items(path: Path) -> None:
    given = pd.read_csv(path)
    begin = time.perf_counter()
    reading = read_release_items(given)
    seconds = time.perf_counter() - begin
    claims = reading.claims.drop_duplicates("origin_row")
    claims = claims.set_index(claims["origin_row"].astype(int) - 2).reindex(given.index)
    both = given.assign(
        **{
            f"read_{name}": claims[name]
            for name in ("happened_from", "relation", "place_text", "via", "status", "warnings")
        }
    )
    for kind in ("killed", "injured"):
        for end in ("min", "max"):
            both[f"read_{kind}_{end}"] = claims[f"{kind}_{end}"].astype("float64")
    print(f"{len(given)} rows, {len(reading.claims)} claims, {len(given) / seconds:.0f} items a second")
    score_heads(both[both["itemised"]])
    score_counts(both)


def head_findings(row: pd.Series) -> dict[str, bool]:
    """What of a head holds: the date against the words, the place against the column where that stands in the text."""
    stated, place, text = row["loc_desc"], row["read_place_text"], plain(row["text"])
    same = pd.isna(stated) or plain(stated) == plain(place) or plain(stated) not in text
    return {
        "date": pd.notna(row["read_happened_from"]) and told_date(row["text"], row["read_happened_from"]),
        "place": pd.notna(place) and plain(place) in text and same,
        "via": pd.notna(row["read_via"]) == bool(re.search(r"\bvia\b", row["text"])),
    }


def score_heads(items: pd.DataFrame) -> None:
    found = pd.DataFrame([head_findings(row) for _, row in items.iterrows()], index=items.index).astype(bool)
    right = found.all(axis=1)
    shares = ", ".join(f"{name} {found[name].mean():.4f}" for name in found)
    print(f"itemised {len(items)}: {shares}, all three {right.mean():.4f}")
    same_day = (items["read_happened_from"] == items["incident_date"]).fillna(value=False)
    print(f"  date equal to the column {same_day.mean():.4f}: the column was set from other sources too")
    stated = items[items["loc_desc"].notna()]
    places = [plain(a) == plain(b) for a, b in stated[["loc_desc", "read_place_text"]].to_numpy()]
    print(f"  place equal to the column {sum(places) / len(places):.4f} of the {len(places)} that have one")
    columns = ["incident_date", "read_happened_from", "loc_desc", "read_relation", "read_place_text", "read_via"]
    show("head differs", items[~right], columns)
    show("date is not the column's", items[~same_day.astype(bool)], columns[:2])


def why_differs(row: pd.Series, kind: str, items: pd.DataFrame) -> str:
    """Why a count is not the column's, from what the reader flagged and from the table itself."""
    flags = row["read_warnings"]
    if "count_not_split" in flags:
        return "killed and injured are one number in the text"
    if pd.isna(row[f"read_{kind}_min"]) and pd.isna(row[f"read_{kind}_max"]):
        return "the text names no number; the column knows it from elsewhere"
    if "count_each_strike" in flags:
        return "a number for each of several strikes in the text"
    if "editors_note" in flags:
        return "a note in the text says that the table counts it in another row"
    if (items["text"].str.split().str.join(" ") == " ".join(row["text"].split())).sum() > 1 or "same day" in row[
        "text"
    ].lower():
        return "the text tells of two strikes; the table gives each its row"
    return "the text states another number than the column"


def score_counts(items: pd.DataFrame) -> None:
    for kind in ("killed", "injured"):
        columns = [(f"conceded_{kind}_{end}", f"read_{kind}_{end}") for end in ("min", "max")]
        # The column writes 0 and blank for the same texts; a release that names no number is null here.
        same = pd.concat([items[a].fillna(0) == items[b].fillna(0) for a, b in columns], axis=1).all(axis=1)
        conceded = items[columns[0][0]].fillna(0) > 0
        shares = [same.mean(), same[items["itemised"]].mean(), same[conceded].mean()]
        print(f"\n{kind} equal to the column: {shares[0]:.4f} of all, {shares[1]:.4f} of the itemised,")
        print(f"  {shares[2]:.4f} where the column concedes any")
        differing = items[~same]
        differing = differing.assign(why=[why_differs(row, kind, items) for _, row in differing.iterrows()])
        show(f"{kind} differs", differing, [name for pair in columns for name in pair] + ["why"])


def score_lines(path: Path) -> None:
    given = pd.read_csv(path).rename(columns={"line": "text"})
    begin = time.perf_counter()
    claims = read_strike_lines(given, text_column="text", date_order="mdy").claims
    seconds = time.perf_counter() - begin
    first = claims.drop_duplicates("origin_row")
    first = first.set_index(first["origin_row"].astype(int) - 2).reindex(given.index)
    number = first["strikes_min"].astype("float64") == given["number"]
    written = pd.Series([str(place) in line for place, line in zip(first["place_text"], given["text"], strict=True)])
    stands = pd.Series([plain(place) in plain(line) for place, line in given[["location", "text"]].to_numpy()])
    same = pd.Series([plain(a) == plain(b) for a, b in zip(given["location"], first["place_text"], strict=True)])
    print(f"\n{len(given)} strike lines, {len(claims)} claims, {len(given) / seconds:.0f} lines a second")
    print(f"number {number.mean():.4f}, place written in the line {written.mean():.4f},")
    print(f"  equal to the column where it stands in the line {same[stands].mean():.4f}")
    found = given.assign(read_number=first["strikes_min"], read_place=first["place_text"])
    show(
        "number or place differs",
        found[~number | (stands & ~same)],
        ["number", "read_number", "location", "read_place"],
    )


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("STRIKEATLAS_SHARED", "../shared")) / "data"
    if not folder.is_dir():
        print(f"real data not here: {folder} (give the folder that holds data/)")
        return
    score_items(folder / "cjtfoir_items_dev.csv.gz")
    score_lines(folder / "centcom_strike_lines.csv.gz")


if __name__ == "__main__":
    main()
