"""Every notation in which a point is written, made from the point, and marks that slip into it."""

from __future__ import annotations

from random import Random

from mgrs import MGRS
from pyproj import Transformer

ALPHABET = "23456789CFGHJMPQRVWX"
MARKS = ",;/'\"°:|()"
ARABIC = str.maketrans("0123456789.,", "٠١٢٣٤٥٦٧٨٩٫،")


def plus_code(lon: float, lat: float) -> str:
    """The Plus Code of ten digits."""
    north, east, step, code = lat + 90, lon + 180, 20.0, ""
    for pair in range(5):
        code += ALPHABET[int(north // step)] + ALPHABET[int(east // step)] + ("+" if pair == 3 else "")
        north, east, step = north % step, east % step, step / 20
    return code


def sexagesimal(value: float) -> tuple[int, int, int]:
    seconds = round(abs(value) * 3600)
    return seconds // 3600, seconds % 3600 // 60, seconds % 60


def in_degrees(lon: float, lat: float, decimals: int) -> list[str]:
    """Decimal degrees."""
    n, e = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    y, x, a, o = (f"{value:.{decimals}f}" for value in (lat, lon, abs(lat), abs(lon)))
    fine_lat, fine_lon = decimals + 4, decimals + 5
    marked = [f"{a.replace('.', ',')}° {n}, {o.replace('.', ',')}° {e}"] if min(abs(lat), abs(lon)) >= 10 else []
    comma = [f"{y.replace('.', ',')} {x.replace('.', ',')}"] if decimals > 2 else []
    return [
        *comma, f"{y}, {x}", f"{y} {x}", f"{y}/{x}", f"{y};{x}", f"({y}, {x})", f"{y}, {x}".translate(ARABIC),
        f"{a}{n} {o}{e}", f"{n}{a} {e}{o}", f"{a}° {n}, {o}° {e}", f"{o}{e}, {a}{n}", f"lat {y}, lon {x}",
        f"Longitude: {x}, Latitude: {y}", f"lat={y} lng={x}", f"POINT({x} {y})", f"Lat. {y} Long. {x}",
        f'{{"lat": {y}, "lon": {x}}}', f'"coordinates":[{x},{y}]', f"geo:{y},{x}", f"{lat:+0{fine_lat}.{decimals}f}"
        f"{lon:+0{fine_lon}.{decimals}f}/", f"{a}{n}-{o}{e}", f"https://map.example/?q={y},{x}",
        f"https://map.example/place/!3d{y}!4d{x}", *marked,
    ]  # fmt: skip


def with_minutes(lon: float, lat: float) -> list[str]:
    """Degrees with minutes, and with seconds."""
    n, e = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    (d, m, s), (g, k, t) = sexagesimal(lat), sexagesimal(lon)
    low, high = (f"{int(abs(value) % 1 * 60_000) / 1000:.3f}" for value in (lat, lon))
    north, east = int(abs(lat)), int(abs(lon))
    return [
        f"{d}°{m}'{s}\"{n} {g}°{k}'{t}\"{e}", f"{d}°{m}′{s}″{n}, {g}°{k}′{t}″{e}", f"{d} {m} {s} {n}, {g} {k} {t} {e}",
        f"{n}{d}°{m}'{s}\" {e}{g}°{k}'{t}\"", f"{d}d{m}m{s}s {n} {g}d{k}m{t}s {e}", f"{d}:{m}:{s}{n} {g}:{k}:{t}{e}",
        f"{d:02d}{m:02d}{s:02d}{n} {g:03d}{k:02d}{t:02d}{e}", f"{d:02d}-{m:02d}-{s:02d}{n} {g:03d}-{k:02d}-{t:02d}{e}",
        f"{north}°{low}'{n} {east}°{high}'{e}", f"{n} {north} {low} {e} {east} {high}",
        f"{d} deg {m} min {s} sec {n}, {g} deg {k} min {t} sec {e}",
        f"{d}° {m}' {s}\" {n} lat, {g}° {k}' {t}\" {e} long",
        f"Latitude: {d}°{m}'{s}\"{n} Longitude: {g}°{k}'{t}\"{e}", f"{n}{d:02d}{m:02d}{s:02d} {e}{g:03d}{k:02d}{t:02d}",
        f"{d}.{m:02d}.{s:02d}{n} {g}.{k:02d}.{t:02d}{e}",
    ]  # fmt: skip


def on_grids(lon: float, lat: float, digits: int) -> list[str]:
    """UTM, MGRS and Plus Codes."""
    zone, south = int((lon + 180) // 6) + 1, lat < 0
    east, north = Transformer.from_crs(4326, (32700 if south else 32600) + zone, always_xy=True).transform(lon, lat)
    grid = str(MGRS().toMGRS(lat, lon, MGRSPrecision=digits))
    head, first, last = grid[: -2 * digits], grid[-2 * digits : -digits], grid[-digits:]
    half = "S" if south else "N"
    return [
        f"{zone}{half} {east:.0f} {north:.0f}", f"UTM {zone}{half} {east:.0f} {north:.0f}",
        f"{east:.0f}E {north:.0f}N zone {zone}{half}", f"zone {zone}{half} easting {east:.0f} northing {north:.0f}",
        *([f"{east:.0f} {north:.0f} {zone}{half}"] if north >= 1_000_000 else []),
        f"EPSG:32{7 if south else 6}{zone:02d} {east:.0f} {north:.0f}", grid, grid.lower(), f"{head} {first} {last}",
        f"{head[:-2]} {head[-2:]} {first}{last}", f"{head}{first}-{last}", plus_code(lon, lat),
    ]  # fmt: skip


def every_notation(lon: float, lat: float, draw: Random) -> list[str]:
    """All of them; the number of digits is drawn."""
    fine = draw.randrange(2, 7)
    return in_degrees(lon, lat, fine) + with_minutes(lon, lat) + on_grids(lon, lat, draw.randrange(2, 6))


def with_a_slip(text: str, draw: Random) -> str:
    """The text with one mark put in, left out or in the place of another; letters, digits and signs stay."""
    at = draw.randrange(len(text))
    if draw.random() < 0.5:
        return text[:at] + draw.choice(MARKS) + text[at:]
    if text[at].isalnum() or text[at] == "-":
        return text
    return text[:at] + draw.choice([*MARKS, ""]) + text[at + 1 :]
