"""Scenes before and after a day over a place, by a STAC catalogue: one GET at a time, through the one door (S7.1)."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import numpy as np
import pandas as pd
import shapely

from data import NetFault, Reach, UsageProblem, fetch_bytes
from geo import LonLat

from ..join.globe import areas_m2, discs

FILE = Path(__file__).with_name("catalogues.toml")
DEFAULT = "earth-search"
PAGE, MOST_PAGES = 100, 20
LOCAL = ("127.0.0.1", "localhost", "::1")
# Assets that hold a picture in colours, best first.
VISUAL = ("visual", "true-color", "image", "data", "analytic")
COLUMNS = (
    "scene_id", "collection", "when", "date", "days", "cloud_percent", "off_nadir_deg", "pixel_m", "sensor", "cover",
    "licence", "asset", "preview",
)  # fmt: skip
Show = Callable[[str], object]


@dataclass(frozen=True)
class Wish:
    """What is looked for: a place, a radius in metres around it, a day, and how many days before and after it."""

    at: LonLat
    around: str
    days: int
    radius_m: float = 1000.0
    most_cloud: float = 100.0


@cache
def catalogues() -> dict[str, Any]:
    """The catalogues that are known by name."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def reach_of(url: str, *, megabytes: int = 64) -> Reach:
    """Return what may be asked of a catalogue or a scene's host: that host, and this machine only if it is named."""
    host = urlsplit(url).hostname or ""
    return Reach(hosts=(host,), megabytes=megabytes, seconds=600.0, loopback=host in LOCAL)


def search_scenes(
    wish: Wish, *, catalogue: str = DEFAULT, collections: tuple[str, ...] = (), show: Show | None = None
) -> pd.DataFrame:
    """Ask a catalogue for the scenes over a place, some days before and after a day.

    Parameters
    ----------
    catalogue
        A name of `catalogues`, or the address of a STAC API.
    collections
        Which of its collections; those that are usual for it where left out.
    show
        Called with every address before it is asked.

    Returns
    -------
    A frame, the nearest days first: scene_id, collection, when (before, after, same_day), date, days (negative before),
    cloud_percent, off_nadir_deg, pixel_m, sensor, cover (share of the circle that the scene shows), licence, asset and
    preview (addresses). Null where the catalogue does not say.

    Raises
    ------
    UsageProblem
        The day, the place or the days are none.
    NetFault
        The catalogue did not answer as it should.
    """
    known = catalogues().get(catalogue, {})
    base = str(known.get("url", catalogue)).rstrip("/")
    if not base.startswith(("https://", "http://")):
        raise UsageProblem(f"There is no catalogue '{catalogue}'.", hint=f"An address, or: {', '.join(catalogues())}.")
    day = _day(wish)
    url = f"{base}/search?{_query(wish, day, collections or tuple(known.get('collections', ())))}"
    reach, rows = reach_of(base), []
    for _ in range(MOST_PAGES):
        answer = _json(url, reach, show)
        rows += [_row(item, wish, day, url) for item in answer.get("features", []) if isinstance(item, dict)]
        following = [link for link in answer.get("links", []) if link.get("rel") == "next" and _is_get(link)]
        if not following:
            break
        url = urljoin(url, str(following[0].get("href", "")))
    else:
        raise UsageProblem(
            f"The catalogue has more than {MOST_PAGES} pages of scenes there.",
            hint="Ask for fewer days or a collection.",
        )
    found = pd.DataFrame([row for row in rows if row is not None], columns=list(COLUMNS))
    found = found[found["cloud_percent"].isna() | (found["cloud_percent"].astype(float) <= wish.most_cloud)]
    nearest = found.assign(apart=found["days"].astype(float).abs()).sort_values(["apart", "scene_id"], kind="stable")
    return nearest.drop(columns="apart").drop_duplicates("scene_id").reset_index(drop=True)


def _day(wish: Wish) -> date:
    try:
        day = date.fromisoformat(wish.around)
    except ValueError:
        raise UsageProblem(f"'{wish.around}' is no day.", hint="Write it as 2017-03-17.") from None
    if not 1 <= wish.days <= 3660:
        raise UsageProblem(f"{wish.days} days are none to search.", hint="Use 1 to 3660.")
    if not (-180 <= wish.at.lon <= 180 and -85 <= wish.at.lat <= 85 and 0 < wish.radius_m <= 100_000):
        raise UsageProblem("The place is none.", hint="Give longitude, then latitude, and a radius in metres.")
    return day


def _query(wish: Wish, day: date, collections: tuple[str, ...]) -> str:
    west, south, east, north = shapely.bounds(circle_of(wish)).tolist()
    first, last = (day + timedelta(days=sign * wish.days) for sign in (-1, 1))
    asked: dict[str, Any] = {
        "bbox": ",".join(f"{edge:.6f}" for edge in (west, south, east, north)),
        "datetime": f"{first.isoformat()}T00:00:00Z/{last.isoformat()}T23:59:59Z",
        "limit": PAGE,
    }
    return urlencode(asked | ({"collections": ",".join(collections)} if collections else {}), safe=",:/")


def circle_of(wish: Wish) -> Any:
    """Return the circle that is looked at, as a polygon in degrees."""
    return discs(np.array([wish.at.lon]), np.array([wish.at.lat]), np.array([wish.radius_m]))[0]


def _is_get(link: dict[str, Any]) -> bool:
    return str(link.get("method", "GET")).upper() == "GET" and not link.get("body")


def _json(url: str, reach: Reach, show: Show | None) -> dict[str, Any]:
    body = fetch_bytes(url, reach=reach, accept="application/geo+json, application/json", show=show).body
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict) or not isinstance(answer.get("features"), list):
        raise NetFault(f"{url}: this is no answer of a STAC catalogue.", hint="Give the address of its API.")
    return answer


def _row(item: dict[str, Any], wish: Wish, day: date, url: str) -> dict[str, Any] | None:
    """Return one scene as a row, or nothing where its day cannot be read."""
    told: dict[str, Any] = item["properties"] if isinstance(item.get("properties"), dict) else {}
    try:
        taken = date.fromisoformat(str(told.get("datetime") or told.get("start_datetime"))[:10])
    except ValueError:
        return None
    apart = (taken - day).days
    assets = item.get("assets") if isinstance(item.get("assets"), dict) else {}
    return {
        "scene_id": str(item.get("id", ""))[:200],
        "collection": str(item.get("collection", ""))[:100],
        "when": "before" if apart < 0 else "after" if apart > 0 else "same_day",
        "date": taken.isoformat(),
        "days": apart,
        "cloud_percent": _number(told.get("eo:cloud_cover"), 0, 100),
        "off_nadir_deg": _number(told.get("view:off_nadir"), 0, 90),
        "pixel_m": _number(told.get("gsd"), 0, 100_000),
        "sensor": str(told.get("platform") or "")[:60],
        "cover": _cover(item.get("geometry"), wish),
        "licence": str(told.get("license") or "")[:100],
        "asset": _asset(assets, VISUAL, ("tiff", "geotiff"), url),
        "preview": _asset(assets, ("thumbnail", "overview", "preview"), ("png", "jpeg", "jpg", "webp"), url),
    }


def _number(value: Any, low: float, high: float) -> float | None:
    held = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
    return float(value) if held else None


def _cover(geometry: Any, wish: Wish) -> float | None:
    """Return the share of the circle that a footprint holds."""
    try:
        shape = shapely.make_valid(shapely.from_geojson(json.dumps(geometry)))
    except (shapely.errors.GEOSException, TypeError):
        return None
    circle = circle_of(wish)
    held, whole = areas_m2(np.array([shapely.intersection(shape, circle), circle], dtype=object))
    return round(float(held / whole), 4)


def _asset(assets: Any, names: tuple[str, ...], kinds: tuple[str, ...], url: str) -> str:
    """Return the address of the first asset of these names that is of these kinds; only http and https."""
    for name in names:
        asset = assets.get(name)
        if not isinstance(asset, dict):
            continue
        address = urljoin(url, str(asset.get("href", "")))
        kind = str(asset.get("type", "")).lower()
        fits = any(word in kind for word in kinds) or address.lower().split("?")[0].endswith((*kinds, "tif"))
        if fits and address.startswith(("https://", "http://")):
            return address
    return ""
