"""The whole page as one text: shell, map, data, styles and scripts, under a policy that names each of them."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import dataclass
from html.parser import HTMLParser

from ..payload import Payload, decode
from ..project import Project
from ..select import Selection
from .assets import bundle_text, finished, shell
from .elements import RECORDS, Incidents, Ledger, Units
from .imagery import BLOCK, Image
from .packed import pack_scripts
from .pagedata import FRESH, Made, PageData, page_data
from .security import content_policy
from .strikemap import StrikeMap

SHELL, IMAGES = "page.html.jinja", "imagery.html.jinja"


def page_of(project: Project, data: PageData, *, preview: bool) -> str:
    """The page around its data blocks: shell, map, styles, scripts, and the policy that names each of them."""
    strike_map = StrikeMap(view=data.view)
    Incidents(data.records, base=data.base, model=data.model).add_to(strike_map)
    if data.sides is not None:
        Ledger(data.sides).add_to(strike_map)
    Units(data.units).add_to(strike_map)
    for block in data.images:
        Image(block).add_to(strike_map)
    atlas = project.atlas
    return write_page(strike_map, PageHead(atlas.title, atlas.subtitle, atlas.languages[0], preview))


def compose_page(project: Project, selection: Selection, *, preview: bool, data_sha256: str, made: Made = FRESH) -> str:
    """
    Return the page of a selection as text; the same selection gives the same text.

    Nothing but what select let through, the project's own titles and constants of ours goes in, data only as inert JSON
    and base64.
    """
    data = page_data(project, selection, preview=preview, data_sha256=data_sha256, made=made)
    return page_of(project, data, preview=preview)


@dataclass(frozen=True)
class PageHead:
    """What a page says of itself before any script has run."""

    title: str
    subtitle: str = ""
    language: str = "en"
    preview: bool = False


def _shell_of(blocks: list[dict[str, str]]) -> str:
    """A map of images alone fills its page; the page of records has room for all that stands around them."""
    names = [block["id"] for block in blocks]
    return IMAGES if names and all(name.startswith(BLOCK) for name in names) else SHELL


def write_page(strike_map: StrikeMap, head: PageHead, *, shell_name: str = "") -> str:
    """A map in the page's shell, or in a named one, as one text that asks nothing of any server (S1.2)."""
    body = strike_map.body()
    styles = [bundle_text("leaflet.css"), *body.parts.styles]
    scripts = pack_scripts([bundle_text("leaflet.js"), *body.parts.scripts])
    return shell(shell_name or _shell_of(body.blocks)).render(
        title=head.title,
        subtitle=head.subtitle,
        language=head.language,
        direction="rtl" if head.language == "ar" else "ltr",
        preview=head.preview,
        words=json.loads(bundle_text(f"{head.language}.json")),
        csp=content_policy(scripts.named, styles, sources=body.sources),
        head="",
        map=finished(body.markup),
        blocks=[block | {"text": finished(block["text"])} for block in body.blocks],
        styles=[finished(style) for style in styles],
        scripts=[finished(script) for script in scripts.emitted],
    )


class _DataBlocks(HTMLParser):
    """Finds the text of one element by its id."""

    def __init__(self, wanted: str) -> None:
        super().__init__(convert_charrefs=False)
        self.wanted, self.inside, self.text = wanted, False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script" and ("id", self.wanted) in attrs

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        self.inside = False


def read_page(text: str) -> Payload:
    """
    Read the records back out of a finished page, as a browser would.

    Raises
    ------
    ValueError
        When the text holds no records, or damaged ones.
    """
    blocks = _DataBlocks(RECORDS)
    blocks.feed(text)
    blocks.close()
    if not blocks.text:
        raise ValueError("This page holds no records.")
    return decode(b64decode(blocks.text, validate=True))
