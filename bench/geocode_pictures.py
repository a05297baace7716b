"""Draw the pictures of docs/geocoding.md from the last run of bench/geocode.py.

    python bench/geocode_pictures.py

Reads .bench/geocode_rows.csv and writes docs/pictures/geocode_*.svg: the reliability diagram, risk against coverage,
and the map of errors. The same figures give the same bytes.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
ROWS = ROOT / ".bench" / "geocode_rows.csv"
OUT = ROOT / "docs" / "pictures"
SIDE, LEFT, TOP = 320, 56, 24
# The aim is .93 of the answers right; a cell with more than a quarter wrong is shown in the other colour.
AIM, MANY = 0.07, 0.25
INK, LINE, SOFT, WRONG = "#1f2933", "#2b6c8f", "#c9d6df", "#b5542a"


class Picture:
    """A square plot with two axes; coordinates go in as data, paths come out as SVG."""

    def __init__(self, title: str, across: tuple[float, float, str], up: tuple[float, float, str]) -> None:
        self.across, self.up = across, up
        self.parts = [
            f'<title>{title}</title><rect width="{SIDE + LEFT + 20}" height="{SIDE + TOP + 52}" fill="#fff"/>'
        ]
        self.parts.append(f'<rect x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{SOFT}"/>')
        for step in range(6):
            for axis, place in ((across, "x"), (up, "y")):
                value = axis[0] + (axis[1] - axis[0]) * step / 5
                self._tick(place, value, step)
        self.text(LEFT + SIDE / 2, TOP + SIDE + 42, across[2], "middle")
        self.parts.append(
            f'<text transform="translate(14 {TOP + SIDE / 2}) rotate(-90)" text-anchor="middle">{up[2]}</text>'
        )

    def _tick(self, place: str, value: float, step: int) -> None:
        shown = f"{value:g}" if abs(value) < 10 else f"{value:.0f}"
        if place == "x":
            self.text(LEFT + SIDE * step / 5, TOP + SIDE + 18, shown, "middle")
        else:
            self.text(LEFT - 8, TOP + SIDE - SIDE * step / 5 + 4, shown, "end")

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Data as page units."""
        right = (x - self.across[0]) / (self.across[1] - self.across[0])
        high = (y - self.up[0]) / (self.up[1] - self.up[0])
        return round(LEFT + SIDE * right, 1), round(TOP + SIDE * (1 - high), 1)

    def text(self, x: float, y: float, words: str, anchor: str = "start") -> None:
        """A label at page units."""
        self.parts.append(f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{words}</text>')

    def line(self, points: list[tuple[float, float]], colour: str, *, dashed: bool = False) -> None:
        """A line through data points."""
        path = " ".join(f"{x:g},{y:g}" for x, y in (self.at(*point) for point in points))
        dash = ' stroke-dasharray="4 4"' if dashed else ""
        self.parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.6"{dash}/>')

    def dot(self, point: tuple[float, float], radius: float, colour: str) -> None:
        """A dot at a data point."""
        x, y = self.at(*point)
        self.parts.append(f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{colour}" fill-opacity="0.55"/>')

    def write(self, name: str) -> None:
        """The file."""
        width, height = SIDE + LEFT + 20, SIDE + TOP + 52
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        )
        style = f'font-family="sans-serif" font-size="11" fill="{INK}">'
        (OUT / name).write_text(head + style + "\n".join(self.parts) + "</svg>\n", encoding="utf-8")


def wilson(right: int, count: int) -> tuple[float, float]:
    """The interval that holds the true share in 95 of 100 cases."""
    z, share = 1.96, right / count
    middle, wide = share + z * z / (2 * count), z * math.sqrt(share * (1 - share) / count + (z / (2 * count)) ** 2)
    return (middle - wide) / (1 + z * z / count), (middle + wide) / (1 + z * z / count)


def reliability(rows: pd.DataFrame) -> None:
    """How often an answer is right that is said to be so sure, with the interval that the number of answers leaves."""
    picture = Picture("Said and seen", (0.5, 1.0, "confidence that was stated"), (0.4, 1.0, "share that was right"))
    picture.line([(0.5, 0.5), (1, 1)], SOFT, dashed=True)
    answered = rows[rows["confidence"].notna()]
    points = []
    for low in (0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        high = {0.9: 0.95, 0.95: 1.01}.get(low, low + 0.1)
        band = answered[(answered["confidence"] >= low) & (answered["confidence"] < high)]
        if len(band) >= 10:
            points.append((float(band["confidence"].mean()), int(band["right"].sum()), len(band)))
    picture.line([(x, right / count) for x, right, count in points], LINE)
    for x, right, count in points:
        least, most = wilson(right, count)
        picture.line([(x, least), (x, most)], LINE)
        picture.dot((x, right / count), 4, LINE)
        across, up = picture.at(x, least)
        picture.text(across, up + 13, f"{count}", "middle")
    across, up = picture.at(0.51, 0.975)
    picture.text(across, up, "dots: answers of so much confidence, their number")
    picture.text(across, up + 14, "below; bars: 95 of 100 cases; dashed: as stated")
    picture.write("geocode_reliability.svg")


def risk(rows: pd.DataFrame) -> None:
    """The share of wrong answers, the more rows are answered, surest first."""
    picture = Picture("Risk and coverage", (0.0, 1.0, "share of rows answered"), (0.0, 0.25, "share of answers wrong"))
    picture.line([(0, AIM), (1, AIM)], SOFT, dashed=True)
    picture.text(*picture.at(0.86, AIM + 0.006), "aim")
    for row, (arabic, colour) in enumerate(((False, LINE), (True, WRONG))):
        chosen = rows[(rows["lang"] == "ar") == arabic]
        ranked = chosen[chosen["confidence"].notna()].sort_values(["confidence", "id"], ascending=[False, True])
        wrong = (~ranked["right"]).cumsum().tolist()
        points = [((n + 1) / len(chosen), wrong[n] / (n + 1)) for n in range(19, len(wrong), 5)]
        picture.line(points, colour)
        picture.line([(0.05, 0.235 - 0.015 * row), (0.11, 0.235 - 0.015 * row)], colour)
        x, y = picture.at(0.13, 0.235 - 0.015 * row)
        picture.text(x, y + 4, f"{'Arabic' if arabic else 'Latin'} script, {len(chosen)} rows")
    picture.write("geocode_risk.svg")


def errors(rows: pd.DataFrame) -> None:
    """Share of wrong answers by cell of a quarter of a degree: no single row of the file can be read off."""
    picture = Picture("Where answers are wrong", (35.0, 45.0, "degrees east"), (32.0, 37.0, "degrees north"))
    answered = rows[rows["confidence"].notna()]
    cells = answered.assign(x=(answered["lon"] * 4).round() / 4, y=(answered["lat"] * 4).round() / 4)
    for (x, y), cell in cells.groupby(["x", "y"], sort=True):
        if 35 <= x <= 45 and 32 <= y <= 37:
            wrong = float((~cell["right"]).mean())
            picture.dot((x, y), _size(len(cell)), WRONG if wrong > MANY else LINE)
    for row, (colour, words) in enumerate(((LINE, "at most a quarter wrong"), (WRONG, "more than a quarter wrong"))):
        picture.dot((40.5, 32.6 - 0.25 * row), _size(9), colour)
        x, y = picture.at(40.8, 32.6 - 0.25 * row)
        picture.text(x, y + 4, words)
    for row, count in enumerate((1, 10, 40)):
        picture.dot((40.5, 33.6 - 0.25 * row), _size(count), SOFT)
        x, y = picture.at(40.8, 33.6 - 0.25 * row)
        picture.text(x, y + 4, f"{count} answers" if count > 1 else "1 answer")
    picture.write("geocode_errors.svg")


def _size(count: int) -> float:
    return min(9.0, 2 + math.sqrt(count))


def main() -> None:
    """Draw all three."""
    if not ROWS.exists():
        sys.exit("Run bench/geocode.py first.")
    table = pd.read_csv(ROWS, dtype={"id": str})
    rows = table[table["tier"].isin(["A_place_name", "B_descriptive"])].reset_index(drop=True)
    OUT.mkdir(parents=True, exist_ok=True)
    reliability(rows)
    risk(rows)
    errors(rows)


if __name__ == "__main__":
    main()
