"""Taking apart what folium's elements put into a page, so that each script and style can be named by its hash."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from data import UsageProblem

KEPT = ("script", "style")


@dataclass
class Parts:
    """Scripts and styles that elements asked for, in their order, without their tags."""

    styles: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)


class _Splitter(HTMLParser):
    """Collects the text of scripts and styles; a reference to another file is an error, other tags are left out."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(convert_charrefs=False)
        self.parts, self.open, self.text = parts, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = next((value for name, value in attrs if name in ("src", "href") and value), None)
        if address:
            raise UsageProblem(
                f"An element of the map asks for {address}, and a page of ours asks nothing of another server.",
                hint="Leave the element out, or save a plain folium.Map instead.",
            )
        if tag in KEPT:
            self.open, self.text = tag, ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == self.open:
            (self.parts.scripts if tag == "script" else self.parts.styles).append(self.text)
            self.open = ""


def take_apart(fragment: str, parts: Parts) -> None:
    """Add scripts and styles of one fragment of a head to `parts`; raises UsageProblem on an outside address."""
    splitter = _Splitter(parts)
    splitter.feed(fragment)
    splitter.close()
