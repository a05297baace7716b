"""The review application: routes, each a few lines; what they do stands in the modules beside this one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from data import AtlasError, UsageProblem
from geo import gazetteer_search, parse_coordinates, precision_of_kind, precision_of_radius, stated_radii

from .answers import Who, judgements_for, norm_alias
from .cards import judged_line
from .desk import Desk, Filter
from .guard import Guard, Session, Sessions, cookie_name
from .holds import let_go
from .items import QUEUES, Item
from .ledger import Moved
from .mending import StillWrong, mended, revised
from .pages import Pages, base_payload, query_of, static_file
from .words import LANGUAGES, Words

MOST_FIELDS = 600
Handler = Callable[[Request], Awaitable[Response]]


@dataclass
class Review:
    """One review: its desk, its sessions, the clock, and the names that no alias may be."""

    desk: Desk
    sessions: Sessions
    now: Callable[[], str]
    port: int
    forbidden: tuple[str, ...] = ()
    pages: Pages = field(init=False)
    base: bytes = field(init=False)

    def __post_init__(self) -> None:
        atlas = self.desk.project.atlas
        self.base, view = base_payload(self.desk)
        self.pages = Pages(self.desk, title={"en": atlas.title, "ar": atlas.title_ar}, view=view)

    def app(self) -> Guard:
        """The application, behind its guard."""
        routes = [
            Route("/", self.home), Route("/enter", self.enter, methods=["GET", "POST"]),
            Route("/static/{name}", self.static), Route("/base", self.base_geography),
            Route("/alias", self.alias, methods=["GET", "POST"]), Route("/language", self.language, methods=["POST"]),
            Route("/queue", self.queue), Route("/next", self.next), Route("/card/{key:path}", self.card),
            Route("/decide/{key:path}", self.decide, methods=["POST"]), Route("/undo", self.undo, methods=["POST"]),
            Route("/history", self.history), Route("/places", self.places), Route("/parse", self.parse),
        ]  # fmt: skip
        inner = Starlette(routes=routes, exception_handlers={AtlasError: self._problem, 404: _missing})
        return Guard(inner, sessions=self.sessions, port=self.port)

    async def home(self, request: Request) -> Response:
        """What waits, queue by queue."""
        session = _session(request)
        if not session.alias:
            return RedirectResponse("/alias", 303)
        self.desk.refresh()
        return self.pages.show("desk", session, here="home", waiting=list(self._first(8)))

    def _first(self, count: int) -> Iterable[Item]:
        for found, item in enumerate(self.desk.listed(Filter())):
            if found == count:
                return
            yield item

    async def enter(self, request: Request) -> Response:
        """Exchange the one-time token, which stands behind the # of the link, for a cookie."""
        if request.method == "GET":
            return self.pages.show("enter", None)
        token = (await _form(request)).get("token", "")
        name = self.sessions.enter(token)
        if name is None:
            return self.pages.show(
                "enter", None, status=403, problem=UsageProblem("This link was used already, or is none.")
            )
        answer = RedirectResponse("/alias", 303)
        answer.set_cookie(cookie_name(self.port), name, httponly=True, samesite="strict", path="/")
        return answer

    async def static(self, request: Request) -> Response:
        """Our own scripts and styles."""
        return static_file(request.path_params["name"])

    async def base_geography(self, request: Request) -> Response:
        """Base geography for the map."""
        return Response(self.base, media_type="application/octet-stream")

    async def alias(self, request: Request) -> Response:
        """Ask for the alias under which decisions stand in the log."""
        session = _session(request)
        if request.method == "POST":
            form = await self._checked(request)
            try:
                session.alias = norm_alias(form.get("alias", ""), self.forbidden)
            except UsageProblem as problem:
                return self.pages.show("alias", session, status=422, problem=problem, given=form.get("alias", ""))
            return RedirectResponse("/", 303)
        return self.pages.show("alias", session, given=session.alias)

    async def language(self, request: Request) -> Response:
        """Change the language, and come back to where one was."""
        form = await self._checked(request)
        _session(request).language = form.get("language", "") if form.get("language") in LANGUAGES else LANGUAGES[0]
        back = form.get("back", "/")
        return RedirectResponse(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/", 303)

    async def queue(self, request: Request) -> Response:
        """A queue as a list."""
        self.desk.refresh()
        page = request.query_params.get("page", "0")
        return self.pages.listing(_session(request), _asked(request.query_params), int(page) if page.isdecimal() else 0)

    async def next(self, request: Request) -> Response:
        """The next card, by way of its own address."""
        self.desk.refresh()
        asked = _asked(request.query_params)
        item = self.desk.next(asked, request.query_params.get("after", ""))
        if item is None:
            return self.pages.show("nothing", _session(request), query=query_of(asked), here=asked.queue)
        return RedirectResponse(_address(item, asked), 303)

    async def card(self, request: Request) -> Response:
        """One card."""
        session = _session(request)
        if not session.alias:
            return RedirectResponse("/alias", 303)
        self.desk.refresh()
        return self.pages.card(self.desk.item(request.path_params["key"]), session, _asked(request.query_params))

    async def decide(self, request: Request) -> Response:
        """Write an answer into the log and go on; 409 with both versions where somebody else was first."""
        session, form = _session(request), await self._checked(request)
        item, asked = self.desk.item(request.path_params["key"]), _asked(_query(form.get("query", "")))
        if not session.alias:
            return RedirectResponse("/alias", 303)
        try:
            make = self._meaning(item, form, Who(session.alias, self.now()))
            ids = self.desk.decide(item, form.get("revision", ""), make)
        except Moved as moved:
            return self._conflict(item, session, form, moved)
        except UsageProblem as problem:
            column = problem.column if isinstance(problem, StillWrong) else ""
            return self.pages.card(item, session, asked, problem=problem, form=form, column=column, status=422)
        session.decided.append(ids)
        session.told = Words(session.language).t(f"said.{form.get('answer', '')}", n=len(ids))
        following = self.desk.next(asked, item.key)
        return RedirectResponse(_address(following, asked) if following else f"/next?{query_of(asked)}", 303)

    def _meaning(self, item: Item, form: dict[str, str], who: Who) -> Callable[[], Any]:
        if item.queue == "row":
            return mended(self.desk, item, form, who)[0]
        if item.queue == "stale":
            return revised(self.desk, item, form, who)
        if item.queue == "hold":
            return let_go(self.desk, item, form, who)
        return judgements_for(self.desk, item, form, who)

    def _conflict(self, item: Item, session: Session, form: dict[str, str], moved: Moved) -> Response:
        words = Words(session.language)
        theirs = [judged_line(row, words) for row in moved.rows]
        kept = {name: value for name, value in form.items() if name not in ("csrf", "revision")}
        yours = words.t(f"answer.{form.get('answer', '')}")
        return self.pages.show(
            "conflict", session, status=409, item=item, theirs=theirs, yours=yours, kept=kept, here=item.queue,
            revision=self.desk.revision(item), query=form.get("query", ""), why=form.get("why", ""),
        )  # fmt: skip

    async def undo(self, request: Request) -> Response:
        """Take decisions back: those named, or the last ones of this session."""
        session, form = _session(request), await self._checked(request)
        named = form.get("ids", "").split()
        ids = named or (session.decided[-1] if session.decided else [])
        back = "/history" if named else f"/next?{form.get('query', '')}"
        words = Words(session.language)
        if not ids or not session.alias:
            session.told = words.t("said.nothing_to_undo")
            return RedirectResponse(back, 303)
        who = Who(session.alias, self.now())
        try:
            self.desk.take_back(
                ids, alias=who.alias, made_at=who.made_at, why=form.get("why", "") or words.t("undo.why")
            )
            session.told = words.t("said.undone", n=len(ids))
        except Moved as moved:
            session.told = words.t("said.moved", who=", ".join(sorted({str(row["alias"]) for row in moved.rows})))
        session.decided = [group for group in session.decided if not set(group) & set(ids)]
        if named:
            return RedirectResponse(back, 303)
        item = next((item for item in self.desk.items if set(self._subjects(ids)) & set(item.subjects)), None)
        return RedirectResponse(_address(item, _asked(_query(form.get("query", "")))) if item else back, 303)

    def _subjects(self, ids: list[str]) -> list[str]:
        return [str(name) for one in ids[:1] for name in self.desk.ledger.rows[one]["subjects"]]

    async def history(self, request: Request) -> Response:
        """What was decided."""
        self.desk.refresh()
        return self.pages.history(_session(request), request.query_params.get("record", ""))

    async def places(self, request: Request) -> Response:
        """Places of the gazetteer with a name like this."""
        name, words = request.query_params.get("name", "")[:200], Words(_session(request).language)
        rows = gazetteer_search(self.desk.gazetteer, name, limit=8) if name.strip() else []
        told = [
            {"place_id": row["place_id"], "name": row["name"], "kind": words.word("place_kind", row["kind"]),
             "adm1": row["adm1_name"] or "", "country": row["country"] or "", "lon": row["lon"], "lat": row["lat"],
             "precision": precision_of_kind(row["kind"]), "r_m": stated_radii(precision_of_kind(row["kind"])).r80_m}
            for row in rows
        ]  # fmt: skip
        return JSONResponse(told)

    async def parse(self, request: Request) -> Response:
        """What a typed coordinate says, to be shown before it is sent."""
        reading = parse_coordinates(request.query_params.get("text", "")[:400])
        fixes = [
            {"lon": fix.lonlat.lon, "lat": fix.lonlat.lat, "r_m": fix.radius_m, "notation": fix.notation}
            for fix in reading.fixes
        ]
        told = [{**fix, "precision": precision_of_radius(max(10.0, float(str(fix["r_m"]))))} for fix in fixes]
        return JSONResponse({"fixes": told, "problems": list(reading.problems)})

    async def _checked(self, request: Request) -> dict[str, str]:
        """The form of a request, if it is one of ours; raises UsageProblem."""
        form = await _form(request)
        if form.pop("csrf", "") != _session(request).csrf:
            raise UsageProblem("This form is not one of this session.", hint="Load the page again.")
        return form

    async def _problem(self, request: Request, error: Exception) -> Response:
        session = request.scope.get("session")
        return self.pages.show(
            "problem", session, status=409 if isinstance(error, UsageProblem) else 500, problem=error
        )


async def _missing(request: Request, error: Exception) -> Response:
    return PlainTextResponse("There is no such page.\n", 404)


def _session(request: Request) -> Session:
    session: Session = request.scope["session"]
    return session


async def _form(request: Request) -> dict[str, str]:
    told = (await request.body()).decode("utf-8", "replace")
    try:
        found = parse_qs(told, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise UsageProblem("The form has more fields than any of ours.") from None
    return {name: values[-1] for name, values in found.items()}


def _query(told: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(told, max_num_fields=20).items()}


def _asked(given: Any) -> Filter:
    names = ("reason", "recorder", "country", "words")
    queue = given.get("queue", "")
    state = given.get("state", "open")
    rest = {name: given.get(name, "")[:200] for name in names}
    return Filter(queue if queue in QUEUES else "", state=state if state in ("open", "done", "all") else "open", **rest)


def _address(item: Item, asked: Filter) -> str:
    query = query_of(asked)
    return f"/card/{quote(item.key)}" + (f"?{query}" if query else "")
