"""Countries that a user names by hand: one that nobody knows is refused, since it would change nothing."""

from __future__ import annotations

from data import UsageProblem, norm_country


def known_country(text: str) -> str:
    """Give the code of a country. Raises UsageProblem for what is none, as is an empty text."""
    code = norm_country(text)
    if code is None:
        raise UsageProblem(f"{text} is no country known here.", hint="Write its code, as IQ, or its English name.")
    return code
