"""A mapping for somebody's own sheet, proposed from the names of its columns and from what stands in them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..countries import norm_country
from ..errors import InputRefused
from ..grammars.angles import read_angle, read_point_of
from ..grammars.dates import ORDERS, date_refusal, read_date
from ..grammars.numbers import read_count
from ..grammars.unknown import says_unknown
from .chunk import Chunk
from .formats import open_chunks
from .jsonfile import KIND
from .limits import DEFAULT_LIMITS, Limits
from .opening import open_input
from .options import DEFAULT_OPTIONS, Options
from .synonyms import field_named

# Of a file with shapes: one that is no point is kept, and said to be none.
NOT_A_POINT = (
    "[[flags]]",
    f'column = "{KIND}"',
    "pattern = '^(?!Point$)'",
    'code = "geometry_not_point"',
    "",
)
SAMPLE, SHOWN, SURE = 400, 3, 0.8
# Two angles with two decimals each; shorter pairs of numbers may be anything.
POINT = 11
SOURCE_FIELDS = ("url", "archive_url")
ARABIC = re.compile("[\u0621-\u064a]")
ADDRESS = re.compile(r"https?://\S+")
GRID = re.compile(r"\d{1,2}\s*[C-X]\s*[A-Z]{2}\s*(?:\d\s*){4,10}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Guess:
    """What one column seems to be: its field, why, examples, and how many of its values can be read as that."""

    column: str
    target: str | None
    why: str
    examples: tuple[str, ...]
    readable: float = 1.0
    order: str | None = None

    @property
    def doubt(self) -> str:
        """How many values can be read, where some cannot; what is no address is still a source."""
        return (
            ""
            if self.readable >= 1 or self.target in SOURCE_FIELDS
            else f"{self.readable:.0%} of its values can be read"
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed mapping: the guess for each column in its order, the mapping file as text, how it was opened."""

    guesses: tuple[Guess, ...]
    toml: str
    said: str = ""


def propose_mapping(
    path: Path | str, *, limits: Limits = DEFAULT_LIMITS, options: Options = DEFAULT_OPTIONS
) -> Proposal:
    """Propose a mapping file for a sheet, to be read and corrected by the person whose sheet it is.

    Names are compared with a list in English, Arabic and some French; contents decide where a
    name says nothing, and say how much of a column can be read. Nothing is written.

    Raises
    ------
    UsageProblem, InputRefused
        The sheet cannot be opened, or has no rows.
    """
    first, said = first_chunk(path, limits=limits, options=options)
    guesses = guess_columns(first)
    return Proposal(tuple(guesses), _toml(guesses, Path(path).stem, Path(path).name), said)


def first_chunk(path: Path | str, *, limits: Limits, options: Options) -> tuple[Chunk, str]:
    """Open a sheet as far as its first rows, and say how; raises UsageProblem or InputRefused, also without rows."""
    opened = open_input(path, limits=limits)
    chunks, said = open_chunks(opened, options, limits=limits)
    first = next(chunks, None)
    if first is None or not first.cells.num_rows:
        hint = "Fill in a row or two first."
        raise InputRefused("The file has a header and no rows.", file=opened.name, hint=hint)
    return first, said


def guess_columns(first: Chunk) -> list[Guess]:
    """Say of each column which field it seems to be; each field is given to one column."""
    return _settled([_guess(name, _sample(first, name)) for name in first.header])


def _sample(chunk: Chunk, name: str) -> list[str]:
    told = (str(value).strip() for value in chunk.cells.column(name).slice(0, 5 * SAMPLE).to_pylist() if value)
    return [value for value in told if value][:SAMPLE]


def _share(values: list[str], holds: Callable[[str], object]) -> float:
    return sum(bool(holds(value)) for value in values) / len(values) if values else 0.0


def _angle(axis: str, beyond: float) -> Callable[[str], bool]:
    def holds(value: str) -> bool:
        angle = read_angle(value, axis)
        return angle is not None and abs(angle) <= beyond

    return holds


READS: dict[str, Callable[[str], object]] = {
    "stated_lat": _angle("lat", 90),
    "stated_lon": _angle("lon", 180),
    "stated_point": read_point_of,
    "stated_mgrs": GRID.fullmatch,
    "country": norm_country,
    "url": ADDRESS.match,
    "archive_url": ADDRESS.match,
    **dict.fromkeys(
        [f"{measure}{end}" for measure in ("killed", "injured", "strikes") for end in ("", "_min", "_max")], read_count
    ),
}
DATED = ("happened", "happened_end", "published_on")


def _guess(name: str, values: list[str]) -> Guess:
    examples = tuple(dict.fromkeys(values[:50]))[:SHOWN]
    target, why = field_named(name), "by its name"
    if target == "place_text" and _share(values, ARABIC.search) > SURE:
        target, why = "place_text_ar", "by its name and its script"
    if target is None:
        target, why = _by_content(values), "by its contents"
    if target is None:
        return Guess(name, None, "not recognised", examples)
    order = _order(values) if target in DATED else None
    if target in DATED:
        return Guess(
            name,
            target,
            why,
            examples,
            _share(values, lambda value: read_date(value, order=order) or says_unknown(value)),
            order,
        )
    return Guess(name, target, why, examples, _share(values, READS[target]) if target in READS and values else 1.0)


def _by_content(values: list[str]) -> str | None:
    if not values:
        return None
    if _share(values, lambda value: len(value) >= 8 and read_date(value, order=_order(values))) > SURE:
        return "happened"
    for target in ("url", "stated_mgrs", "stated_point", "country"):
        long = target != "stated_point" or _share(values, lambda value: len(value) >= POINT) > SURE
        if long and _share(values, READS[target]) > SURE:
            return target
    return None


def _order(values: list[str]) -> str | None:
    """Find the order of all-numeric dates: the one that reads them all, if it is the only one."""
    asking = [value for value in values if date_refusal(value) == "date_order_not_declared"]
    fitting = [order for order in ORDERS[:2] if asking and all(read_date(value, order=order) for value in asking)]
    return fitting[0] if len(fitting) == 1 else None


def _settled(guesses: list[Guess]) -> list[Guess]:
    """Give each field to one column: to the one named so before the one guessed, to the fuller before the emptier."""
    held: dict[str, Guess] = {}
    for guess in sorted(guesses, key=lambda each: (each.why != "by its name", -each.readable)):
        if guess.target is not None:
            held.setdefault(guess.target, guess)
    for measure in ("killed", "injured", "strikes"):
        if f"{measure}_min" in held or f"{measure}_max" in held:
            held.pop(measure, None)
    if {"stated_lat", "stated_lon"} <= set(held):
        held.pop("stated_point", None)
    taken = {id(guess) for guess in held.values()}
    lost = "another column fits better"
    return [each if id(each) in taken or each.target is None else _without(each, lost) for each in guesses]


def _without(guess: Guess, why: str) -> Guess:
    return Guess(guess.column, None, f"{why} for {guess.target}", guess.examples)


def _toml(guesses: list[Guess], stem: str, file: str) -> str:
    recorder = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "own-sheet"
    by_target = {guess.target: guess for guess in guesses if guess.target}
    end = by_target.get("happened_end") if "happened" in by_target else None
    lines = [
        f"# Proposed for {_comment(file)}. Correct it, then: strikeatlas check SHEET --recorder THIS-FILE.toml",
        "# A line can be taken out, or a column named that was not recognised; see docs/reading.md.",
        f"title = {_text(stem)}",
        f"recorder = {_text(recorder)}",
        "",
        "[fields]",
        *(
            _line(guess, end)
            for guess in guesses
            if guess.target and guess.target not in (*SOURCE_FIELDS, "happened_end")
        ),
        "",
        "# Where it was said, and what may be given on: full, aggregated or none. Unknown means none.",
        "[source]",
        *(_line(guess, None) for guess in guesses if guess.target in SOURCE_FIELDS),
        'redistribution = "none"',
        "",
        *(NOT_A_POINT if any(guess.column == KIND for guess in guesses) else ()),
        *(
            f"# Not used: {_text(g.column)} ({g.why}){_examples(g)}"
            for g in guesses
            if g.target is None and g.column != KIND
        ),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _line(guess: Guess, end: Guess | None) -> str:
    parts = [f"column = {_text(guess.column)}"]
    if guess.target == "happened" and end is not None:
        parts.append(f"to = {_text(end.column)}")
    order = guess.order or (end.order if end is not None and guess.target == "happened" else None)
    parts += [f"order = {_text(order)}"] if order else []
    doubt = f"; {guess.doubt}" if guess.doubt else ""
    return f"{guess.target} = {{ {', '.join(parts)} }}  # {guess.why}{doubt}{_examples(guess)}"


def _examples(guess: Guess) -> str:
    told = ", ".join(_text(_comment(example)[:40]) for example in guess.examples)
    return f": {told}" if told else ": empty"


def _comment(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
