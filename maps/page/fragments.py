"""Taking apart what folium's elements put into a page, so that each script and style can be named by its hash."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from data import UsageProblem

from .plugins import JQUERY, library, library_text

KEPT = ("script", "style")


@dataclass
class Parts:
    """Scripts and styles that elements asked for, in their order, without their tags."""

    styles: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)

    def add_library(self, name: str) -> None:
        """Put a library of the bundle in, once."""
        for kind, texts in (("css", self.styles), ("js", self.scripts)):
            text = library_text(name, kind)
            if text and text not in texts:
                texts.append(text)

    def add_last(self, script: str) -> None:
        """Put the page's own calls behind the libraries; popups of folium are made by jQuery."""
        if "$(" in script:
            self.add_library(JQUERY)
        self.scripts.append(script)


class _Splitter(HTMLParser):
    """Collects scripts and styles; a known library comes from the bundle, any other reference is an error."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(convert_charrefs=False)
        self.parts, self.open, self.text = parts, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = next((value for name, value in attrs if name in ("src", "href") and value), None)
        if address:
            name = library(address)
            if name is None:
                raise UsageProblem(
                    f"An element of the map asks for {address}, and a page of ours asks nothing of another server.",
                    hint="Leave the element out, or save a plain folium.Map instead. docs/maps.md lists what works.",
                )
            self.parts.add_library(name)
        elif tag in KEPT:
            self.open, self.text = tag, ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == self.open:
            (self.parts.scripts if tag == "script" else self.parts.styles).append(self.text)
            self.open = ""


def take_apart(fragment: str, parts: Parts) -> None:
    """Add scripts and styles of one fragment of a head to `parts`; raises UsageProblem on an unknown address."""
    splitter = _Splitter(parts)
    splitter.feed(fragment)
    splitter.close()
