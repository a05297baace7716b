"""Parts of the page as folium elements of their own: filters, time brush, headline and legend, on any folium map."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from rapidfuzz import process

from data import UsageProblem

from .elements import Part

FILTERS = ("claimants", "statuses", "precisions", "units", "more", "area")
TIMES = ("auto", "day", "month", "year")


def refuse_unknown(element: str, options: Mapping[str, Any], known: Collection[str]) -> None:
    """Stop at an option that an element does not have, and name the nearest one; raises UsageProblem."""
    for name in options:
        nearest = process.extractOne(name, list(known), score_cutoff=50)
        hint = f"Did you mean '{nearest[0]}'?" if nearest else f"It has: {', '.join(known) or 'none'}."
        raise UsageProblem(f"{element} has no option '{name}'.", hint=hint)


def _one_of(element: str, option: str, value: Any, known: Collection[Any]) -> Any:
    if value not in known:
        raise UsageProblem(
            f"{element}: {option} is {value!r}.", hint=f"Use one of: {', '.join(str(one) for one in known)}."
        )
    return value


class Shown(Part):
    """A part that is shown in its place on a page of ours, and folded under a button on any other map."""

    call = "show"
    part = ""

    def __init__(self, options: Mapping[str, Any]) -> None:
        super().__init__(type(self).__name__, [])
        self.options = dict(options)

    @property
    def ids(self) -> dict[str, Any]:
        """What the page's script is told: which part, and its options."""
        return {"part": self.part, "options": self.options}


class Filters(Shown):
    """
    Filters of the incidents on the same map: a search, menus with what each choice would find, and chips.

    Parameters
    ----------
    show : list of str
        Menus in their order, of claimants, statuses, precisions, units, more and area; all of them where not given.
        A menu that leaves no choice is not shown.
    search : bool
        Whether places can be searched for.
    """

    part = "filters"

    def __init__(self, *, show: Collection[str] = FILTERS, search: bool = True, **unknown: Any) -> None:
        refuse_unknown("Filters", unknown, ("show", "search"))
        for name in show:
            _one_of("Filters", "show", name, FILTERS)
        super().__init__({"show": list(show), "search": _one_of("Filters", "search", search, (True, False))})


class TimeBrush(Shown):
    """
    Incidents over time with a brush, a button that plays, and rows that show from when each claimant has records.

    Parameters
    ----------
    unit : str
        Width of the bars at first: auto, day, month or year.
    play : bool
        Whether there is a button that moves the period on.
    """

    part = "time"

    def __init__(self, *, unit: str = "auto", play: bool = True, **unknown: Any) -> None:
        refuse_unknown("TimeBrush", unknown, ("unit", "play"))
        options = {"unit": _one_of("TimeBrush", "unit", unit, TIMES)}
        super().__init__(options | {"play": _one_of("TimeBrush", "play", play, (True, False))})


class Headline(Shown):
    """
    What each claimant reports, following every filter, with its definition; never added up across claimants.

    Parameters
    ----------
    injured : bool
        Whether the injured are told beside the killed.
    """

    part = "headline"

    def __init__(self, *, injured: bool = True, **unknown: Any) -> None:
        refuse_unknown("Headline", unknown, ("injured",))
        super().__init__({"injured": _one_of("Headline", "injured", injured, (True, False))})


class Legend(Shown):
    """
    How to read the map: precision by mark, counts by size, claimants by shape and hue; of units classes and sizes.

    Parameters
    ----------
    opened : bool
        Whether it stands open on a map that is no page of ours.
    """

    part = "legend"

    def __init__(self, *, opened: bool = True, **unknown: Any) -> None:
        refuse_unknown("Legend", unknown, ("opened",))
        super().__init__({"opened": _one_of("Legend", "opened", opened, (True, False))})
