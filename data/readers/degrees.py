"""Numbers in cells, and the degrees among them: one angle to a column, or both in one."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..grammars.angles import read_angle, read_point_of
from ..grammars.text import fold
from .cells import NUMBER, Answer, Broken, Cell, Problem, mask_of, spread
from .hints import hint_for
from .mapping import SPREADS, Rule

BOUNDS = {"stated_lat": (-90.0, 90.0, "latitude_out_of_range"), "stated_lon": (-180.0, 180.0, "longitude_out_of_range")}


def read_number(text: Any, rule: Rule, column: str) -> Answer:
    """Read decimal numbers; a coordinate beyond the globe is a problem, not a value."""
    low, high, code = BOUNDS.get(rule.target, (None, None, ""))
    if low is None:
        return _numbers(text, rule, column)
    answer = _numbers(text, rule, column, read=partial(_degrees, axis=rule.target[-3:]))
    numbers = answer.columns[rule.target]
    outside = mask_of(pc.or_(pc.less(numbers, low), pc.greater(numbers, high)))
    for place in np.flatnonzero(outside).tolist():
        problem = Problem(code, hint_for(code))
        answer.broken.append(Broken(np.array([place]), column, str(text[place].as_py()), problem))
    return answer


def _number(value: str) -> Cell | Problem:
    with contextlib.suppress(ValueError):
        number = float(fold(value).replace(" ", ""))
        if math.isfinite(number) and "_" not in value:
            return Cell((number,))
        if math.isnan(number):
            return Cell((None,))
    return Problem("number_not_read", hint_for("number_not_read"))


def _degrees(value: str, *, axis: str) -> Cell | Problem:
    """Read a plain number, or else an angle with a decimal comma, marks or a hemisphere."""
    plain = _number(value)
    angle = read_angle(value, axis) if isinstance(plain, Problem) else None
    return plain if angle is None else Cell((angle,))


def _numbers(text: Any, rule: Rule, column: str, *, read: Callable[[str], Cell | Problem] = _number) -> Answer:
    try:
        numbers = pc.cast(text, NUMBER)
    except pa.ArrowInvalid:
        return spread(text, {rule.target: NUMBER}, read=read, column=column)
    if pc.all(pc.is_finite(numbers)).as_py() in (True, None):
        return Answer({rule.target: numbers})
    return spread(text, {rule.target: NUMBER}, read=read, column=column)


def read_point(text: Any, rule: Rule, column: str) -> Answer:
    """Read latitude and longitude that stand in one cell; without letters the latitude is taken to stand first."""

    def cell(value: str) -> Cell | Problem:
        found = read_point_of(value)
        if found is None:
            return Problem("point_not_read", hint_for("point_not_read"))
        lat, lon, assumed = found
        for target, number in (("stated_lat", lat), ("stated_lon", lon)):
            low, high, code = BOUNDS[target]
            if not low <= number <= high:
                return Problem(code, hint_for(code))
        return Cell((lat, lon), ("order_assumed",) if assumed else ())

    return spread(text, dict.fromkeys(SPREADS[rule.target], NUMBER), read=cell, column=column)
