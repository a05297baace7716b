"""A place phrase taken apart: its parts as they stand, what ties them, and what was not understood."""

from __future__ import annotations

from dataclasses import dataclass

BEARINGS = {
    name: at * 22.5
    for at, name in enumerate("n nne ne ene e ese se sse s ssw sw wsw w wnw nw nnw".split())  # noqa: SIM905
}
HALF_ANGLES = {1: 45.0, 2: 22.5, 3: 11.25}


@dataclass(frozen=True, slots=True)
class Relation:
    """How a part is tied to what stands before it: bare, in, near, area (the country around it) or offset.

    `direction` is a point of the compass, `distance_m` a length with `step_m`, its last significant unit.
    """

    kind: str = "bare"
    direction: str = ""
    distance_m: float | None = None
    step_m: float = 0.0

    @property
    def bearing(self) -> float | None:
        """Degrees clockwise from north, or None."""
        return BEARINGS.get(self.direction)

    @property
    def half_angle(self) -> float:
        """Half of the sector that the direction's words leave open, in degrees."""
        return HALF_ANGLES.get(len(self.direction), 180.0)

    @property
    def off(self) -> bool:
        """Whether the strike lies beside the place and not in it."""
        return self.kind in ("near", "area", "offset")


BARE = Relation()


@dataclass(frozen=True, slots=True)
class Part:
    """One named part of a phrase; `kinds` are its type words.

    `before_colon` says that a colon follows it, `beside` that it is one of several places named as equals.
    """

    text: str
    relation: Relation = BARE
    kinds: frozenset[str] = frozenset()
    bracketed: bool = False
    before_colon: bool = False
    beside: bool = False

    @property
    def said(self) -> str:
        """The part with the distance that was said of it."""
        far = self.relation.distance_m
        return f"{far / 1000:g} km {self.text}" if far else self.text


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch from one place to another: `road`, or `between` them."""

    start: Part
    end: Part
    kind: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Parts in the order in which they stand, links, the country if one is named, and the rest."""

    text: str
    parts: tuple[Part, ...]
    country: str | None
    links: tuple[Link, ...] = ()
    unread: tuple[str, ...] = ()
    several: bool = False
