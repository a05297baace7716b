"""An invented country, Valdria: its incidents, claims, totals and geography, in the shapes that a page holds."""

# ruff: noqa: E731

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import random

from maps.payload import Column, encode, morton_order

VIEW = [-29.0, 30.5, -22.0, 35.5]
HOSTILE = '<img src=x onerror="window.pwned=1">{{7*7}}${window.pwned=2}</script><script>window.pwned=3</script>\'"`'
CLASSES = ["exact", "site", "street", "neighbourhood", "village", "town", "around_place", "district", "governorate"]
RADII = dict(zip(CLASSES, [10, 100, 500, 900, 1500, 4000, 7000, 18000, 45000], strict=True))
TOWNS = [
    ("Arvenholt", "أرفنهولت", -25.60, 33.10),
    ("Kestrava", "كسترافا", -26.90, 32.20),
    ("Sel Marun", "سل مارون", -24.30, 34.10),
    ("Tibrane", "تبران", -25.10, 31.60),
    ("Ordessa Gate", "باب أورديسا", -27.60, 33.70),
    ("Vell", "فل", -23.70, 32.60),
    ("Great Bridge of the Lower Marun Crossing, eastern bank", "جسر مارون الكبير", -24.90, 34.60),
]
SIDES = [["Northern Alliance"], ["Southern League", "Northern Alliance"], [], ["Southern League"]]
CLAIMANTS = ["airwars", "cjtf-oir", "valdrian-observatory"]
STATUSES = {
    "airwars": ["confirmed", "fair", "weak", "contested", "discounted"],
    "cjtf-oir": ["credible", "non-credible", "duplicate", "open"],
    "valdrian-observatory": ["listed"],
}


def incidents(count: int = 60, *, hostile: bool = False, seed: int = 4) -> list[dict]:
    """Return card objects with a position; the last few have none."""
    rng = random.Random(seed)
    add = HOSTILE if hostile else ""
    return [_incident(rng, number, count, add) for number in range(count)]


def _incident(rng: random.Random, number: int, count: int, add: str) -> dict:
    name, name_ar, lon, lat = TOWNS[number % len(TOWNS)]
    unplaced = number >= count * 0.9
    precision = rng.choice(["country", "unknown"]) if unplaced else CLASSES[number % len(CLASSES)]
    spread = 0 if precision in ("town", "governorate") else 0.35
    lon, lat = round(lon + rng.uniform(-spread, spread), 4), round(lat + rng.uniform(-spread, spread), 4)
    date = f"{rng.choice([2031, 2032, 2033])}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    date, date_precision = rng.choice(
        [(date, "day"), (date, "day"), (date, "day"), (date[:7], "month"), (date[:4], "year")]
    )
    claims = [
        _claim(rng, who, number, (name, name_ar, date), add)
        for who in rng.sample(CLAIMANTS, rng.choice([1, 1, 1, 2, 2, 3]))
    ]
    radius = None if unplaced else RADII[precision]
    shape = None if precision != "around_place" else sector(lon, lat, 40 * number)
    others = [] if number % 7 != 2 else [{"name": f"Vell Marun{add}", "kind": "village", "share": 0.12}]
    return {
        "id": f"inc-{number:04d}{add}",
        "place": f"{name}{', old town' if number % 5 == 0 else ''}{add}",
        "place_ar": name_ar + add if number % 4 else None,
        "date": date,
        "date_precision": date_precision,
        "country": "XV",
        "unit": f"Province {1 + number % 4}{add}",
        "precision": precision,
        "r50_m": radius and radius // 2,
        "r80_m": radius,
        "r95_m": radius and radius * 2,
        "method": "unplaced" if unplaced else rng.choice(["gazetteer", "stated_coordinates", "grid"]),
        "place_name": None if unplaced else name + add,
        "confidence": None if unplaced else 0.86,
        "reason": f"The name is found once in the province that is stated.{add}",
        "warnings": ["precision_not_stated"] if number % 3 == 0 else [],
        "claims": claims,
        "judgements": [
            {"kind": "same", "alias": f"Observatory{add}", "made_at": "2034-02-01T10:00:00Z", "why": add or None}
        ]
        if len(claims) > 1
        else [],
        "alternatives": json.dumps(others) if others else None,
        "shape": shape,
        "lon": None if unplaced else lon,
        "lat": None if unplaced else lat,
    }


def sector(lon: float, lat: float, bearing: float) -> str:
    """A piece of a ring around a place 12 km off, on which the point lies, as JSON."""
    far, east = 12 / 111.3, math.cos(math.radians(lat))
    turn = [math.radians(bearing + step) for step in (-22, -11, 0, 11, 22)]
    at = lambda angle, reach: [
        round(lon + (reach * math.sin(angle) - far * math.sin(turn[2])) / east, 2),
        round(lat + reach * math.cos(angle) - far * math.cos(turn[2]), 2),
    ]
    ring = [at(angle, far + 0.03) for angle in turn] + [at(angle, far - 0.03) for angle in reversed(turn)]
    return json.dumps([*ring, ring[0]])


def _claim(rng: random.Random, who: str, number: int, told: tuple[str, str, str], add: str) -> dict:
    low = rng.choice([None, 0, 1, 2, 5, 12, 40, 105])
    high = None if low is None or rng.random() < 0.15 else low + rng.choice([0, 0, 2, 8, 36])
    status = rng.choice(STATUSES[who])
    return {
        "recorder": who,
        "code": f"{who[:2].upper()}{number:03d}{add}",
        "status": f"{who}/{status}",
        "status_raw": status.title() + add,
        "assessment": "non-credible-unsubstantiated" if who == "airwars" and number % 2 else None,
        "assessment_raw": "Non credible / Unsubstantiated" + add if who == "airwars" and number % 2 else None,
        "date": told[2],
        "published_on": "2034-01-15",
        "place_text": f"near {told[0]}, Valdria{add}",
        "place_text_ar": told[1] + add if who == "airwars" else None,
        "relation": rng.choice(["near", "in", "bare"]),
        "stated_precision": "City level" + add if number % 2 else None,
        "belligerents": [name + add for name in SIDES[number % len(SIDES)]],
        "strike_kind": rng.choice(["airstrike", "artillery", None]),
        "killed_min": low,
        "killed_max": high,
        "injured_min": None if low is None else low // 2,
        "injured_max": None if high is None else high,
        "via": "social media report" + add if who == "cjtf-oir" else None,
        "reason_code": "insufficient_information" if status == "non-credible" else None,
        "source": number % 3,
        "warnings": [],
    }


def model(count: int, claims: int, *, hostile: bool = False, preview: bool = True) -> dict:
    """Return the model that belongs to the incidents."""
    add = HOSTILE if hostile else ""
    both = lambda en, ar: {"en": en + add, "ar": ar + add}
    sources = [
        {
            "publisher": "Valdrian Observatory" + add,
            "title": "Register of strikes, fourth edition" + add,
            "url": "https://example.org/register",
            "archive_url": "https://example.org/archive/1",
            "licence": "CC BY 4.0" + add,
            "note": add or None,
        },
        {
            "publisher": "Airwars" + add,
            "title": None,
            "url": "javascript:window.pwned=4" if hostile else "https://example.org/aw",
            "archive_url": None,
            "licence": None,
            "note": None,
        },
        {
            "publisher": "news report of the time" + add,
            "title": None,
            "url": None,
            "archive_url": None,
            "licence": None,
            "note": None,
        },
    ]
    return {
        "version": 1,
        "title": both("Reported strikes in Valdria, 2031–2033", "الضربات المُبلَّغ عنها في فالدريا، 2031–2033"),
        "subtitle": both(
            "What three recorders report, side by side, with how exactly each place is known.",
            "ما تذكره ثلاث جهات جنبًا إلى جنب، ومدى دقة معرفة كل مكان.",
        ),
        "language": "en",
        "languages": ["en", "ar"],
        "preview": preview,
        "sample": {"incidents": count, "records": claims, "complete": False},
        "view": VIEW,
        "claimants": [
            {
                "id": "airwars",
                "name": "Airwars" + add,
                "name_ar": "منظمة Airwars" + add,
                "stands_by": ["confirmed", "fair"],
            },
            {
                "id": "cjtf-oir",
                "name": "US-led Coalition (CJTF-OIR)" + add,
                "name_ar": "التحالف بقيادة الولايات المتحدة (CJTF-OIR)" + add,
                "stands_by": ["credible"],
            },
            {"id": "valdrian-observatory", "name": "Valdrian Observatory" + add, "name_ar": "مرصد فالدريا" + add},
        ],
        "figures": {
            "series": _series(add),
            "single": [
                {
                    "claimant": "valdrian-observatory",
                    "as_of": "2032-05-31",
                    "published_on": None,
                    "scope": "Valdria, May 2032" + add,
                    "measure": "share of strikes that killed civilians" + add,
                    "unit": "share",
                    "min": 0.2,
                    "max": 0.2,
                    "source": 0,
                }
            ],
        },
        "sources": sources,
        "method": [
            {
                "heading": both("What is counted", "ما الذي يُعدّ"),
                "text": both(
                    "Civilians that a recorder reports as killed or injured.\n\nNothing is added up across recorders.",
                    "المدنيون الذين تُبلغ جهة عن مقتلهم أو إصابتهم.",
                ),
            }
            for _ in range(4)
        ],
        "labels": {"claims.status": both("Grading", "التصنيف")},
        "warnings": {
            "precision_not_stated": both(
                "The recorder states no precision; it was taken from the kind of place that is named.",
                "لم تُذكر دقة الموقع؛ استُنتجت من نوع المكان المذكور.",
            )
        },
        "footnote": {"data_sha256": hashlib.sha256(b"valdria").hexdigest(), "as_of": "2034-03-01", "version": "0.1.0"},
    }


def _series(add: str) -> list[dict]:
    def points(rows: list[tuple], measure: str) -> list[dict]:
        return [
            {
                "as_of": day,
                "published_on": None,
                "min": low,
                "max": high,
                "scope": "Valdria since 2031" + add,
                "measure": measure + add,
                "source": 1,
            }
            for day, low, high in rows
        ]

    killed = "civilians killed"
    return [
        {
            "key": "killed",
            "scope": "Valdria since 2031" + add,
            "measure": killed + add,
            "unit": "people",
            "lines": [
                {
                    "claimant": "cjtf-oir",
                    "points": points(
                        [
                            ("2031-06-30", 52, None),
                            ("2032-03-31", 152, None),
                            ("2032-11", 284, None),
                            ("2033-09-30", 417, None),
                        ],
                        killed,
                    ),
                },
                {
                    "claimant": "airwars",
                    "points": points(
                        [("2031-12-31", 364, 510), ("2032-06-30", 917, None), ("2033", 1664, 2100)], killed
                    ),
                },
            ],
        },
        {
            "key": "strikes",
            "scope": "Valdria since 2031" + add,
            "measure": "strikes conducted" + add,
            "unit": "strikes",
            "lines": [
                {
                    "claimant": "cjtf-oir",
                    "points": points(
                        [("2031-06-30", 2205, 2205), ("2032-06-30", 8008, 8008), ("2033-06-30", 12034, 12034)],
                        "strikes conducted",
                    ),
                },
            ],
        },
    ]


def _days(text: str, *, last: bool) -> int:
    year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
    start = dt.date(year, month or 1, day or 1)
    if last and not day:
        start = dt.date(year + (month in (0, 12)), 1 if month in (0, 12) else month + 1, 1) - dt.timedelta(days=1)
    return start.toordinal() - dt.date(1970, 1, 1).toordinal()


def records(rows: list[dict]) -> bytes:
    """Return the records payload of the incidents, in the order of a page."""
    nan = math.nan
    order = morton_order(
        [nan if row["lon"] is None else row["lon"] for row in rows],
        [nan if row["lat"] is None else row["lat"] for row in rows],
    )
    rows = [rows[number] for number in order]
    claims = [(number, claim) for number, row in enumerate(rows) for claim in row["claims"]]
    of = lambda name: [row[name] for row in rows]
    tables = {
        "incidents": [
            Column("lon", "delta", of("lon"), scale=10000),
            Column("lat", "delta", of("lat"), scale=10000),
            Column("r_m", "uint", of("r80_m")),
            Column("precision", "code", of("precision")),
            Column("day_from", "delta", [_days(row["date"], last=False) for row in rows]),
            Column("day_to", "delta", [_days(row["date"], last=True) for row in rows]),
            Column("date_precision", "code", of("date_precision")),
            Column("country", "code", of("country")),
            Column("unit", "code", of("unit")),
            Column("killed_min", "uint", [_lowest(row, "killed_min") for row in rows]),
            Column("killed_max", "uint", [_highest(row) for row in rows]),
            Column("flags", "uint", [int(bool(row["warnings"])) for row in rows]),
            Column("place", "strings", of("place")),
            Column("place_ar", "strings", of("place_ar")),
            Column("date", "strings", of("date")),
        ],
        "claims": [
            Column("incident", "delta", [number for number, _ in claims]),
            Column("claimant", "code", [claim["recorder"] for _, claim in claims]),
            Column("status", "code", [claim["status"] for _, claim in claims]),
            Column("kinds", "codes", [[claim["strike_kind"]] if claim["strike_kind"] else [] for _, claim in claims]),
            Column("belligerents", "codes", [claim["belligerents"] for _, claim in claims]),
            *(
                Column(name, "uint", [claim[name] for _, claim in claims])
                for name in ("killed_min", "killed_max", "injured_min", "injured_max")
            ),
        ],
    }
    drawn = [(number, row["shape"]) for number, row in enumerate(rows) if row["shape"]]
    if drawn:
        columns = zip(*drawn, strict=True)
        tables["shapes"] = [
            Column(*told) for told in zip(("incident", "ring"), ("delta", "strings"), columns, strict=True)
        ]
    cards = [{key: value for key, value in row.items() if key not in ("lon", "lat", "shape")} for row in rows]
    return encode(tables, cards)


def _lowest(row: dict, name: str) -> int | None:
    return min((claim[name] for claim in row["claims"] if claim[name] is not None), default=None)


def _highest(row: dict) -> int | None:
    known = [claim for claim in row["claims"] if claim["killed_min"] is not None]
    if not known or any(claim["killed_max"] is None for claim in known):
        return None
    return max(claim["killed_max"] for claim in known)


def geography(*, hostile: bool = False) -> bytes:
    """Return an island with a border, a river and a lake, in the shape of the base payload."""
    rng = random.Random(9)
    add = HOSTILE if hostile else ""
    coast = [
        (
            -25.4 + (2.6 + rng.uniform(-0.12, 0.12)) * math.cos(a / 90 * math.pi),
            33 + (2 + rng.uniform(-0.1, 0.1)) * math.sin(a / 90 * math.pi),
        )
        for a in range(180)
    ]
    river = [(-25.4 + 0.9 * math.sin(t / 9), 34.6 - t / 18) for t in range(50)]
    lake = [(-26.2 + 0.2 * math.cos(a / 20 * math.pi), 33.5 + 0.1 * math.sin(a / 20 * math.pi)) for a in range(40)]
    labels = [{"kind": "country", "en": "Valdria" + add, "ar": "فالدريا" + add, "lon": -25.4, "lat": 32.9, "rank": 1}]
    labels += [
        {"kind": "town", "en": name[:24] + add, "ar": name_ar + add, "lon": lon, "lat": lat, "rank": 1 + number % 3}
        for number, (name, name_ar, lon, lat) in enumerate(TOWNS)
    ]
    labels += [
        {
            "kind": "governorate",
            "en": f"Province {n}{add}",
            "ar": f"المحافظة {n}{add}",
            "lon": -26.6 + n * 0.6,
            "lat": 31.8 + n * 0.55,
            "rank": 1,
        }
        for n in range(1, 5)
    ]
    meta = {
        "scale": 10000,
        "crop": [-330000, 270000, -180000, 390000],
        "layers": {
            "countries": [{"en": "Valdria" + add, "ar": None, "rings": [_coded(coast)]}],
            "rivers": [{"lines": [_coded(river)]}],
            "lakes": [{"rings": [_coded(lake)]}],
        },
        "labels": labels,
    }
    return encode({}, meta=meta)


def _coded(points: list[tuple[float, float]]) -> list[int]:
    out, last = [], (0, 0)
    for lon, lat in points:
        here = (round(lon * 10000), round(lat * 10000))
        out += [here[0] - last[0], here[1] - last[1]]
        last = here
    return out
