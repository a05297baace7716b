"""A whole page about an invented country: for tests of the front end and for looking at it."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import jinja2
from markupsafe import Markup
from valdria import geography, incidents, model, records

WEB = Path(__file__).resolve().parents[1] / "maps" / "web"
DIST = WEB / "dist"


def inert(value: object) -> str:
    """Return JSON that no parser of markup or templates takes for its own."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def page(
    *,
    count: int = 60,
    hostile: bool = False,
    preview: bool = True,
    language: str = "en",
    told: dict | None = None,
    payload: bytes | None = None,
    base: bytes | None = None,
) -> str:
    """Return the whole page, put together by the shell's own template."""
    rows = incidents(count, hostile=hostile)
    told = told or model(len(rows), sum(len(row["claims"]) for row in rows), hostile=hostile, preview=preview)
    told = told | {"language": language}
    words = json.loads((WEB / "locales" / f"{language}.json").read_text())
    blocks = [
        ("sa-model", "application/json", inert(told)),
        ("sa-records", "application/octet-stream;base64", base64.b64encode(payload or records(rows)).decode()),
        ("sa-base", "application/octet-stream;base64", base64.b64encode(base or geography(hostile=hostile)).decode()),
    ]
    start = (WEB.parents[1] / "tests" / "page_start.js").read_text()
    scripts = [(DIST / "leaflet.js").read_text(), (DIST / "atlas.js").read_text(), start]
    styles = [(DIST / "leaflet.css").read_text(), (DIST / "atlas.css").read_text()]
    environment = jinja2.Environment(autoescape=True, loader=jinja2.FileSystemLoader(WEB / "templates"))
    return environment.get_template("page.html.jinja").render(
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        title=told["title"][language],
        subtitle=told["subtitle"][language],
        preview=preview,
        words=words,
        csp=policy(scripts, styles),
        head="",
        styles=[Markup(style) for style in styles],
        map=Markup('<div class="folium-map" id="map_0"></div>'),
        blocks=[{"id": name, "type": kind, "text": Markup(text)} for name, kind, text in blocks],
        scripts=[Markup(script) for script in scripts],
    )


def plain_page(payload: str) -> str:
    """Return a page with nothing but a Leaflet map and the records, as a plain folium map has them."""
    styles = "".join(f"<style>{(DIST / name).read_text()}</style>" for name in ("leaflet.css", "atlas.css"))
    start = (WEB.parents[1] / "tests" / "page_start.js").read_text()
    texts = [(DIST / "leaflet.js").read_text(), (DIST / "atlas.js").read_text(), start]
    scripts = "".join(f"<script>{text}</script>" for text in texts)
    size = "<style>html, body, #map_0 { height: 100%; margin: 0 }</style>"
    data = f'<script type="text/plain" id="sa-records">{payload}</script>'
    return f'<!doctype html><meta charset="utf-8">{styles}{size}<div id="map_0"></div>{data}{scripts}'


def policy(scripts: list[str], styles: list[str]) -> str:
    """Return the Content-Security-Policy that names each script and style by its hash."""
    rest = "img-src data: blob:; worker-src blob:; base-uri 'none'; form-action 'none'"
    return f"default-src 'none'; script-src {named(scripts)}; style-src {named(styles)}; {rest}"


def named(texts: list[str]) -> str:
    """Return the hashes of the texts as the policy writes them."""
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{one}'" for one in hashes)
