"""A project in which every row, option and judgement is an attack; published, and looked at in every format."""

# ruff: noqa: E501

from __future__ import annotations

import base64
import csv
import io
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
from hostile_cases import EXACT, HELD, INERT, REDACTED, Told

from data import Judgement, append_judgement
from maps import load_project, publish_project
from maps.pipeline import build_project

AS_OF = date(2031, 12, 1)
COLUMNS = (
    "recorder", "code", "date", "place", "place_text_ar", "lat", "lon", "stated_precision", "killed", "note", "url",
    "archive_url", "publisher", "source_title", "licence", "adm1", "adm2", "munition", "target_kind", "belligerents",
    "strike_kind_raw", "strike_status_raw", "status_raw", "assessment_raw", "via", "report_id", "section", "item",
    "time_local", "place_raw", "redistribution", "secret_column",
)  # fmt: skip
# Places in a page where a value of a record is seen; the others stand in the tables only.
RUN = "(window.sa_ran=window.sa_ran||[]).push({n})"
PAYLOADS = {
    "a script": "<script>{run}</script>",
    "an image that fails": "<img src=x onerror={run}>",
    "a drawing that loads": "<svg onload={run}>",
    "a frame": "<iframe srcdoc='<script>parent.{run}</script>'></iframe>",
    "the end of a script": "</script><script>{run}</script>",
    "the end of a title": "</title></textarea></style><script>{run}</script>",
    "the start of a comment": "<!--<script>{run}",
    "the end of a CDATA part": "]]><script>{run}</script>",
    "a template's expression": "{{{{ {n}*1000003 }}}}",
    "a template's statement": "{{% for x in range({n}) %}}1000003{{% endfor %}}",
    "a template's comment": "{{# never closed {n}",
    "a way out of a template": "{{{{ ''.__class__.__mro__[1].__subclasses__() }}}}{{{{ {n}*1000003 }}}}",
    "a template literal": "${{{run}}}",
    "a backtick": "`;{run};`",
    "the end of a JSON text": "\"}};{run};//",
    "a single quote": "';{run};'",
    "a backslash": "\\\";{run};//\\",
    "a breakout of an attribute": "\" autofocus onfocus={run} x=\"",
    "entities": "&lt;script&gt;{run}&lt;/script&gt;",
    "numeric entities": "&#60;script&#62;{run}&#60;/script&#62;",
    "escapes of JSON": "\\u003cscript\\u003e{run}\\u003c/script\\u003e",
    "line separators": "a\u2028{run}\u2029b",
    "an expression of Angular": "{{{{constructor.constructor('{run}')()}}}}",
    "a base address": "<base href=javascript:{run}//>",
    "a refresh": "<meta http-equiv=refresh content='0;url=javascript:{run}'>",
    "a style": "<style>*{{display:none}}</style>",
    "a link to a style": "<link rel=stylesheet href=data:text/css,*%7Bdisplay:none%7D>",
    "an object": "<object data=data:text/html,<script>{run}</script>>",
    "a form": "<form action=javascript:{run}><button autofocus>x",
    "wide letters": "＜script＞{run}＜/script＞",
    "a format of Python": "{{0.__class__.__init__.__globals__}}%({n})s%n",
    "a look-up of a logger": "${{jndi:dns:{n}}}",
    "a statement of SQL": "x'); DROP TABLE claims; -- {n}",
    "a command of a shell": "$(touch ran-{n}); `touch ran-{n}`",
    "marks stacked high": "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319 {n}",
    "a mark that turns the direction": "Brenn \u202etpircs {n}\u202c x",
}  # fmt: skip
FORMULAS = (
    "=1+1",
    '=HYPERLINK("x")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "'=1",
    "'already",
    "-5",
    "\u200e=1+1x",
)
POLYGLOT = "\"'><img src=x onerror={run}></script><script>{run}</script>{{{{ {n}*1000003 }}}}{{#${{{run}}}`\\"
INJECTED = (
    "archive_url", "publisher", "source_title", "adm1", "adm2", "munition", "target_kind",
    "belligerents", "strike_kind_raw", "strike_status_raw", "status_raw", "assessment_raw", "via", "section", "item",
    "time_local", "place_text_ar", "stated_precision", "place_raw", "report_id",
)  # fmt: skip
OPTIONS = ("title", "title_ar", "subtitle", "subtitle_ar", "attribution", "attribution_ar", "publish_licence", "contact",
           "input_licence", "match_alias", "match_why", "release_alias", "release_why", "judged_why")  # fmt: skip
LOOKED_AT = {
    "a telephone number": "behind the bakery, call +964 770 123 4567",
    "an Arabic telephone number": "خلف المخبز ٠٧٧٠١٢٣٤٥٦٧",
    "an e-mail address": "ask watcher(at)valdria.example of Brenn",
    "an account": "seen by @valdria_watcher",
    "a passport": "passport no. B1234567",
    "words that announce a name": "house of Amrun in Brenn",
    "an Arabic name": "منزل المدعو امرون",
    "a shelter": "shelter under the school",
    "a hospital in Arabic": "مستشفى برن",
    "a witness": "Witness Amrun stood there",
    "a telephone number in brackets": "behind the bakery, (0770) 123-4567",
    "a telephone number without its plus": "964 770 123 4567",
    "an address in words": "ask watcher at valdria dot example",
    "an account of a messenger": "Telegram: amrun_tg",
    "a rank and a name": "Colonel Amrun of Brenn",
    "a path of a computer": "kept in /home/amrun/cases",
    "a key": "api_key=4f5e6d7c8b",
}
# An address is emptied, with a note that says why; the record stays.
ADDRESSES = {
    "a password in an address": "https://desk:{canary}@watch.example/1",
    "a key in an address": "https://watch.example/1?access_token={canary}",
    "a signed address": "https://store.example/1?X-Amz-Signature={canary}",
    "a file of one's own": "file:///home/{canary}/1.pdf",
    "a share of one's own": r"\\server\{canary}\1.pdf",
    "a machine of one's own network": "http://192.168.7.13/{canary}",
    "a name of one's own network": "http://wiki/{canary}",
}
COORDINATES = {
    "decimal degrees": "farm at 36.345{n}1, 43.101{n}4",
    "Arabic digits": "مزرعة ٣٦٫٣٤٥٦٧١، ٤٣٫١٠١٢٣٤ {n}",
    "minutes and seconds": "farm at 36°20'44.42\"N 43°06'04.44\"E {n}",
    "a grid reference": "farm at 38SLF 30{n} 24{n}",
    "a plus code": "farm at 8H8JR492+7G {n}",
    "a short plus code": "farm at R492+7G {n}",
    "one number alone": "farm at 36.345{n}1",
    "millionths of a degree": "farm at 36345{n}, 43101{n}",
    "a link to a map": "farm at https://map.example/@36.345{n}1,43.101{n}4,17z",
    "three words": "farm at ///filled.count.soap{n}",
}
START = """
[atlas]
title = {title}
title_ar = {title_ar}
subtitle = {subtitle}
subtitle_ar = {subtitle_ar}

[[inputs]]
path = "FILENAME-canary-{canary}.csv"
recorder = "strikeatlas"
licence = {input_licence}

[[inputs]]
path = "sheet.xlsx"
recorder = "strikeatlas"
licence = "CC0"
redistribution = "full"

[[matches]]
answering = "ministry"
answered = "watch"
alias = {match_alias}
made_at = "2031-06-01"
why = {match_why}

[[releases]]
record = "watch:released"
alias = {release_alias}
made_at = "2031-06-01"
why = {release_why}

[publish]
statuses = ["watch/none", "ministry/none"]
coordinate_decimals = 2
attribution = {attribution}
attribution_ar = {attribution_ar}
licence = {publish_licence}
contact = {contact}
"""


@dataclass
class Attack:
    """One attack: what was put where, what should be seen of it, and what should be found nowhere."""

    group: str
    name: str
    wanted: str
    number: int
    seen: str = ""
    column: str = ""
    canary: str = ""


@dataclass
class Desk:
    """The hostile project: its rows, its options and what each of them tries."""

    rows: list[dict[str, str]] = field(default_factory=list)
    attacks: list[Attack] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    sheet: list[dict[str, str]] = field(default_factory=list)

    def number(self) -> int:
        return 101 + len(self.attacks)

    def canary(self) -> str:
        """Letters that stand nowhere else."""
        return f"zq{self.number()}xvsacanary"

    def row(self, **cells: str) -> dict[str, str]:
        """A good record with its own point and address, changed."""
        n = self.number()
        good = {"recorder": "watch", "code": f"H{n}", "date": "2017-03-04", "place": f"Brenn {n}", "killed": "2",
                "lat": f"{36 + n / 1000:.3f}77", "lon": f"{43 + n / 1000:.3f}88", "stated_precision": "city",
                "url": f"https://watch.example/{n}", "redistribution": "full"}  # fmt: skip
        return dict.fromkeys(COLUMNS, "") | good | cells

    def attack(self, group: str, name: str, wanted: str, **more: str) -> None:
        self.attacks.append(Attack(group, name, wanted, self.number(), **more))


def filled(payload: str, number: int) -> str:
    """A payload that tells by its number who ran."""
    return payload.format(run=RUN.format(n=number), n=number)


def desk_of_attacks() -> Desk:
    """Every attack of the corpus that goes through a project."""
    desk = Desk()
    for make in (_texts, _columns, _formulas, _options, _reviewed, _coordinates, _private, _kept_back, _sheet):
        make(desk)
    return desk


def _texts(desk: Desk) -> None:
    for name, payload in PAYLOADS.items():
        text = filled(payload, desk.number())
        desk.rows.append(desk.row(place=text))
        desk.attack("injection by a place", name, INERT, seen=text, column="place_text")


def _columns(desk: Desk) -> None:
    known = {"adm1": "adm1_text", "adm2": "adm2_text", "source_title": "title", "report_id": "report_id"}
    for name in INJECTED:
        # Semicolons and bars divide the parts of a list.
        payload = PAYLOADS["an image that fails"].replace("{run}", "alert({n})") if name == "belligerents" else POLYGLOT
        text = ("https://watch.example/" if name == "archive_url" else "") + filled(payload, desk.number())
        desk.rows.append(desk.row(**{name: text}))
        desk.attack("injection by a column", name, INERT, seen=text, column=known.get(name, name))


def _formulas(desk: Desk) -> None:
    for text in FORMULAS:
        shown = f"{text} {desk.number()}" if text != "-5" else text
        desk.rows.append(desk.row(place=shown))
        desk.attack("formulas", text, EXACT, seen=shown.removeprefix("\u200e"), column="place_text")


def _options(desk: Desk) -> None:
    for name in OPTIONS:
        desk.options[name] = (
            filled(POLYGLOT, desk.number()) if name != "judged_why" else filled(PAYLOADS["a script"], desk.number())
        )
        desk.attack(
            "injection by an option", name, INERT, seen=desk.options[name] if name in ("title", "subtitle") else ""
        )


def _reviewed(desk: Desk) -> None:
    for name, text in LOOKED_AT.items():
        canary = desk.canary()
        desk.rows.append(desk.row(place=f"{text} {canary}"))
        desk.attack("texts that lead to somebody", name, HELD, canary=canary)


def _coordinates(desk: Desk) -> None:
    for name, payload in COORDINATES.items():
        text = payload.format(n=desk.number())
        desk.rows.append(desk.row(place=text))
        desk.attack("coordinates in texts", name, REDACTED, canary=text.partition("at ")[2] or "٣٦٫٣٤٥٦٧١")
    for name, payload in ADDRESSES.items():
        canary = desk.canary()
        desk.rows.append(desk.row(archive_url=payload.format(canary=canary)))
        desk.attack("addresses", name, REDACTED, canary=canary)
    digits = f"36.31{desk.number()}7"
    desk.rows.append(desk.row(url=f"https://watch.example/map?at={digits},43.1{desk.number()}88"))
    desk.attack("coordinates in texts", "an address of a map", REDACTED, canary=digits)
    digits = f"{36 + desk.number() / 1000:.3f}77"
    desk.rows.append(desk.row())
    desk.attack("coordinates in texts", "the digits of a point", REDACTED, canary=digits)


def _private(desk: Desk) -> None:
    for name, column in (("a private note", "note"), ("a column that is not declared", "secret_column")):
        canary = desk.canary()
        desk.rows.append(desk.row(**{column: f"{canary} told in private"}))
        desk.attack("private canaries", name, REDACTED, canary=canary)
    desk.options["canary"] = desk.canary()
    desk.attack("private canaries", "the name of an input", REDACTED, canary=desk.options["canary"])
    desk.options["folder"] = desk.canary()
    desk.attack("private canaries", "the folder of the project", REDACTED, canary=desk.options["folder"])
    desk.options["alias"] = desk.canary()
    desk.attack("private canaries", "the reason of a hold that was let go", REDACTED, canary=desk.options["alias"])


def _kept_back(desk: Desk) -> None:
    told = {
        "a grade that the policy does not name": {"recorder": "rumour"},
        "a date within the embargo": {"date": "2031-11-25"},
        "a record without a date": {"date": ""},
        "a record without a source": {"url": ""},
        "a source that may not be given on": {"redistribution": "none"},
        "a source that may be given on in sums": {"redistribution": "aggregated"},
    }
    for name, cells in told.items():
        canary = desk.canary()
        url = {} if "url" in cells else {"url": f"https://watch.example/{canary}"}
        desk.rows.append(desk.row(**({"place": f"Brenn {canary}", "code": canary} | url | cells)))
        desk.attack("private canaries", name, HELD, canary=canary)
    canary = desk.canary()
    desk.rows.append(desk.row(place=f"Brenn {canary}", code=canary, url=f"https://watch.example/{canary}"))
    desk.options["withdrawn"] = canary
    desk.attack("private canaries", "a record that was withdrawn", HELD, canary=canary)
    desk.rows.append(desk.row(code="released", place="clinic of Brenn", url="https://watch.example/released"))


def _sheet(desk: Desk) -> None:
    """A workbook with more in it than its first sheet."""
    desk.sheet.append(desk.row(code="S1", url="https://watch.example/s1"))
    for name in ("a hidden sheet", "a comment of a cell", "the author of a workbook", "a name of a range"):
        desk.options[name] = desk.canary()
        desk.attack("private canaries", name, REDACTED, canary=desk.options[name])


def quoted(text: str) -> str:
    """A text as TOML."""
    escaped = "".join(f"\\u{ord(char):04x}" if char in '"\\' or ord(char) < 32 else char for char in text)
    return f'"{escaped}"'


def write_project(desk: Desk, folder: Path) -> Path:
    """Write the project to a folder whose name is a canary, and return it."""
    home = folder / desk.options["folder"]
    home.mkdir(parents=True)
    names = {"canary", "folder", "withdrawn", "alias", *(key for key in desk.options if " " in key)}
    told = {name: quoted(text) for name, text in desk.options.items() if name not in names}
    (home / "atlas.toml").write_text(START.format(canary=desk.options["canary"], **told), encoding="utf-8")
    with (home / f"FILENAME-canary-{desk.options['canary']}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(desk.rows)
    book = openpyxl.Workbook()
    book.active.append(list(COLUMNS))
    book.active.append([desk.sheet[0][name] for name in COLUMNS])
    book.active["A1"].comment = openpyxl.comments.Comment(desk.options["a comment of a cell"], "x")
    book.create_sheet("hidden").append([desk.options["a hidden sheet"]])
    book["hidden"].sheet_state = "hidden"
    book.properties.creator = desk.options["the author of a workbook"]
    name = openpyxl.workbook.defined_name.DefinedName(desk.options["a name of a range"], attr_text="hidden!$A$1")
    book.defined_names[desk.options["a name of a range"]] = name
    book.save(home / "sheet.xlsx")
    return home


def publish_desk(desk: Desk, folder: Path) -> tuple[Path, Path]:
    """Build and publish the project; its home and its site."""
    home = write_project(desk, folder)
    log = home / "work" / "judgements.jsonl"
    (home / "work").mkdir(mode=0o700)
    first = next(row["code"] for row in desk.rows)
    append_judgement(log, Judgement("status", (f"watch:{first}",), "desk", "2031-06-01", desk.options["judged_why"]))
    append_judgement(log, Judgement("withdraw", (f"watch:{desk.options['withdrawn']}",), "desk", "2031-06-01", "x"))
    append_judgement(log, Judgement("release_hold", ("watch:S1",), "desk", "2031-06-01", desk.options["alias"]))
    project = load_project(home)
    built = build_project(project, work=home / "work")
    return home, publish_project(project, built, site=folder / "site", as_of=AS_OF).folder


def unpacked(site: Path) -> dict[str, bytes]:
    """Every byte of a site as it is and unpacked, by means that share nothing with the gate's."""
    found: dict[str, bytes] = {}
    for path in sorted(site.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            more = UNPACK.get(path.suffix, lambda _: b"")(data)
            found[path.relative_to(site).as_posix()] = path.name.encode() + data + more
    return found


def _page(data: bytes) -> bytes:
    text = data.decode()
    blocks = [base64.b64decode(block) for block in re.findall(r"base64\" id=\"[\w-]+\">([\w+/=]+)<", text)]
    plain = re.sub(r"\\u([0-9a-f]{4})", lambda hit: chr(int(hit[1], 16)), text)
    return plain.encode("utf-8", "replace") + b"".join(_inflated(block) for block in blocks)


def _inflated(block: bytes) -> bytes:
    """Every run of deflated bytes in a payload, one after the other."""
    out, left = b"", block[8:]
    while left:
        unpacker = zlib.decompressobj(-15)
        out += unpacker.decompress(left) + b"\n"
        left = unpacker.unused_data
    return out


def _book(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return b"".join(held.read(name) for name in held.namelist())


def _parquet(data: bytes) -> bytes:
    file = pq.ParquetFile(io.BytesIO(data))
    return (str(file.read().to_pylist()) + str(file.metadata) + str(file.schema_arrow.metadata)).encode()


def _package(data: bytes) -> bytes:
    database = sqlite3.connect(":memory:")
    database.deserialize(data)
    told = "\n".join(database.iterdump()).encode()
    database.close()
    return told


UNPACK: dict[str, Callable[[bytes], bytes]] = {".html": _page, ".xlsx": _book, ".parquet": _parquet, ".gpkg": _package}


def table(site: Path, name: str) -> dict[str, list[str]]:
    """A published CSV file by its columns, the guard against formulas taken away."""
    with (site / "data" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {key: [row[key].removeprefix("'") for row in rows] for key in (rows[0] if rows else {})}


@dataclass(frozen=True)
class Seen:
    """What a browser saw: the text of every card and of the page, what ran, and what was asked for."""

    cards: tuple[str, ...]
    body: str
    ran: tuple[int, ...]
    requests: tuple[str, ...]
    errors: tuple[str, ...]


def judged(desk: Desk, site: Path, seen: Seen) -> list[Told]:
    """Say of each attack how it ended."""
    found = unpacked(site)
    tables = {name: table(site, name) for name in ("claims", "sources", "judgements")}
    return [Told(one.group, one.name, one.wanted, *_ended(one, found, tables, seen)) for one in desk.attacks]


def _ended(
    one: Attack, found: dict[str, bytes], tables: dict[str, dict[str, list[str]]], seen: Seen
) -> tuple[str, str]:
    if one.number in seen.ran:
        return "it ran", ""
    if str(one.number * 1_000_003) in seen.body or any(str(one.number * 1_000_003) in card for card in seen.cards):
        return "a template ran", ""
    if one.canary:
        where = [name for name, data in found.items() if one.canary.encode() in data]
        return ("it leaked", str(where)) if where else (one.wanted, "")
    if not one.seen:
        return one.wanted, ""
    if one.column and not any(one.seen in cells for named in tables.values() for cells in [named.get(one.column, [])]):
        held = [cell for named in tables.values() for cell in named.get(one.column, []) if str(one.number) in cell]
        return "its text was changed", repr(held[:1])
    shown = _plain(one.seen)
    if (
        one.column in ("", "place_text")
        and shown not in _plain(seen.body)
        and not any(shown in _plain(c) for c in seen.cards)
    ):
        return "its text is not seen", shown[:60]
    return one.wanted, ""


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
