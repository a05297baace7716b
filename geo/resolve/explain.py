"""Three lines on a placement: why this place, what else it could be, how sure."""

from __future__ import annotations

from ..types import Placement


def explain(placement: Placement) -> str:
    """Why this place, what else it could be, and how sure; three lines, no coordinates."""
    others = [c for c in placement.candidates if c.place_id != placement.place_id][:3]
    listed = "; ".join(f"{c.name} ({c.kind}, {c.probability:.0%})" for c in others)
    why = f"Why: {placement.reason}{_unread(placement)}"
    return "\n".join((why, f"Else: {listed or 'no other candidate.'}", f"Sure: {_sure(placement)}"))


def _unread(placement: Placement) -> str:
    """What was not understood, unless the reason says it already."""
    words = [word for word in placement.unread if word not in placement.reason]
    return f" Not understood: {', '.join(f'“{word[:60]}”' for word in words[:4])}." if words else ""


def _sure(placement: Placement) -> str:
    if placement.lon is None:
        return (
            f"not placed; {_none(placement):.0%} that it is none of these." if placement.candidates else "not placed."
        )
    radii = placement.radii
    reach = f", within {_length(radii.r80_m)} in 80 of 100 cases, {_length(radii.r95_m)} in 95" if radii else ""
    share = f"{placement.confidence:.0%}" if placement.confidence is not None else "as stated"
    codes = f" Cautions: {', '.join(placement.warnings)}." if placement.warnings else ""
    return f"{share} ({placement.precision}){reach}.{codes}"


def _none(placement: Placement) -> float:
    return max(0.0, 1.0 - sum(c.probability for c in placement.candidates))


def _length(metres: float) -> str:
    return f"{metres:.0f} m" if metres < 1000 else f"{metres / 1000:.1f} km"
