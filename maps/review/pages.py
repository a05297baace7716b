"""The pages of the review: which template with which values; every value is escaped by the template."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pandas as pd
from starlette.responses import HTMLResponse, Response

from layers import units_from_crosswalk

from ..base import base_geography, town_labels, unit_labels
from ..page.assets import bundle_file, finished, shell
from ..page.inert import inert_json
from ..page.pagedata import view_around
from .cards import judged_line, place_card
from .desk import Desk, Filter
from .guard import Session
from .holds import hold_card
from .items import QUEUES, Item
from .mending import row_card, stale_card
from .paircards import pair_card
from .words import LANGUAGES, Words

PAGE_SIZE = 100
# More names than on the public page: who settles a place needs its neighbours.
MOST_TOWNS, TOWNS_APART_M = 600, 2500.0
FILES = {
    "review.js": "text/javascript",
    "review.css": "text/css",
    "leaflet.js": "text/javascript",
    "leaflet.css": "text/css",
}
SCRIPT_WORDS = ("map.nearer", "map.farther", "length.m", "length.km")


def static_file(name: str) -> Response:
    """One of our own files, by an allow-list."""
    if name not in FILES:
        return Response("There is no such file.\n", 404, media_type="text/plain")
    return Response(bundle_file(name).read_bytes(), media_type=f"{FILES[name]}; charset=utf-8")


def base_payload(desk: Desk) -> tuple[bytes, list[float]]:
    """Base geography around all places of the project, and that view; the same as on the public page."""
    rows = [{name: row[name] for name in ("lon", "lat", "r80_m")} for row in desk.placements.values()]
    view = view_around(pd.DataFrame(rows, columns=["lon", "lat", "r80_m"]))
    labels = [
        *unit_labels(units_from_crosswalk()),
        *town_labels(desk.gazetteer.places, limit=MOST_TOWNS, apart_m=TOWNS_APART_M),
    ]
    return base_geography(view, labels), list(view)


class Pages:
    """Renders for one desk; knows the session's language and secret with each call."""

    def __init__(self, desk: Desk, *, title: dict[str, str], view: list[float]) -> None:
        self.desk, self.title, self.view = desk, title, view
        for name in (*QUEUES, "desk", "list", "history", "conflict"):
            # Compiled now, and not while somebody waits for the first card.
            shell(f"review/{name}.html.jinja")

    def show(self, name: str, session: Session | None, *, status: int = 200, **values: Any) -> HTMLResponse:
        """One page from its template."""
        words = Words(session.language if session else LANGUAGES[0])
        told = {
            "w": words,
            "session": session,
            "title": self.title[words.language] or self.title["en"],
            "progress": self.desk.progress(),
            "queues": QUEUES,
            "languages": LANGUAGES,
            "words_json": self._inert(_script_words(words)),
            "view_json": self._inert(self.view),
            "here": "",
            "query": "",
            **values,
        }
        if session and session.told:
            told["said"], session.told = session.told, ""
        return HTMLResponse(shell(f"review/{name}.html.jinja").render(**{"said": "", "problem": None, **told}), status)

    @staticmethod
    def _inert(value: Any) -> Any:
        return finished(inert_json(value))

    def card(self, item: Item, session: Session, asked: Filter, **values: Any) -> HTMLResponse:
        """The card of an item, in its queue."""
        words = Words(session.language)
        form = values.pop("form", {})
        makers = {
            "place": lambda: place_card(self.desk, item, words),
            "pair": lambda: pair_card(self.desk, item, words),
            "row": lambda: row_card(item, form, words),
            "stale": lambda: stale_card(self.desk, item, words),
            "hold": lambda: hold_card(self.desk, item, words),
        }
        card = makers[item.queue]()
        status = values.pop("status", 200)
        told = {
            "item": item,
            "card": card,
            "card_json": self._inert({"key": item.key, "queue": item.queue, **(card["map"] or {"points": []})}),
            "revision": self.desk.revision(item),
            "done": item.key in self.desk.done,
            "reasons": [words.t(f"reason.{reason}") for reason in item.reasons] if item.queue != "row" else [],
            "query": query_of(asked),
            "here": asked.queue,
            "why": form.get("why", ""),
        }
        return self.show(item.queue, session, status=status, **(told | values))

    def listing(self, session: Session, asked: Filter, page: int) -> HTMLResponse:
        """The queue as a list with its filters."""
        words = Words(session.language)
        found = list(self.desk.listed(asked))
        every = [item for item in self.desk.items if not asked.queue or item.queue == asked.queue]
        rows = [
            {"key": item.key, "title": item.title, "queue": item.queue,
             "date": words.date(item.date) if item.date else "",
             "reasons": [self.reason(item.queue, reason, words) for reason in item.reasons],
             "recorders": ", ".join(item.recorders), "same": item.more, "done": item.key in self.desk.done}
            for item in found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
        ]  # fmt: skip
        reasons = {reason: self.reason(item.queue, reason, words) for item in every for reason in item.reasons}
        return self.show(
            "list", session, rows=rows, count=len(found), page=page, pages=-(-len(found) // PAGE_SIZE), asked=asked,
            query=query_of(asked), here=asked.queue, first=found[0].key if found else "",
            choices={
                "reason": sorted(reasons.items()),
                "recorder": [(name, name) for name in sorted({name for item in every for name in item.recorders})],
                "country": [(name, name) for name in sorted({item.country for item in every if item.country})],
            },
        )  # fmt: skip

    @staticmethod
    def reason(queue: str, reason: str, words: Words) -> str:
        """Why an item is asked about, in words."""
        for key in (f"reason.{reason}", f"rule.{reason}"):
            if words.has(key):
                return words.t(key)
        return words.word("pair_outcome", reason) if queue == "pair" else reason.replace("_", " ")

    def history(self, session: Session, record: str) -> HTMLResponse:
        """What was decided, latest first, each with a way to take it back."""
        words = Words(session.language)
        groups = []
        for rows in self.desk.history(record):
            line = judged_line(rows[0], words)
            replaced = [
                self.desk.ledger.gone[str(row["judgement_id"])]
                for row in rows
                if row["judgement_id"] in self.desk.ledger.gone
            ]
            subjects = [subject for row in rows for subject in row["subjects"]]
            ids = [str(row["judgement_id"]) for row in rows]
            groups.append({**line, "ids": ids, "subjects": subjects, "replaced": replaced, "open": _is_open(rows[0])})
        return self.show("history", session, groups=groups, record=record, here="history")


def _is_open(row: dict[str, Any]) -> bool:
    return row["kind"] == "unsure" and len(row["subjects"]) == 1


def _script_words(words: Words) -> dict[str, Any]:
    own = {key: words.t(key) for key in words.script_keys()}
    return {"language": words.language, **own, **{key: words.t(key) for key in SCRIPT_WORDS}}


def query_of(asked: Filter) -> str:
    """A filter as the end of an address."""
    names = {"queue": "queue", "reason": "reason", "recorder": "recorder", "country": "country", "words": "words"}
    told = {name: getattr(asked, field) for name, field in names.items() if getattr(asked, field)}
    return urlencode(told | ({"state": asked.state} if asked.state != "open" else {}))
