"""The address of a team's store, as a project file may hold it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from data import UsageProblem

SCHEMES = ("postgresql", "postgres", "postgis")


def check_address(url: str, file: str) -> None:
    """Refuse what is no address of a database, and a password: the file is shared and kept; nothing of it is repeated.

    Raises
    ------
    UsageProblem
        When it is either.
    """
    try:
        parts = urlsplit(url)
        secret = parts.password is not None or "password" in parse_qs(parts.query)
        known = parts.scheme in SCHEMES
    except ValueError:
        secret = known = False
    if secret:
        hint = "Take it out, and set STRIKEATLAS_STORE_PASSWORD or use ~/.pgpass. See docs/team.md."
        raise UsageProblem(f"{file}: store.url holds a password.", hint=hint)
    if url and not known:
        hint = "Such as postgresql://USER@HOST:5432/DATABASE."
        raise UsageProblem(f"{file}: store.url is no address of a database.", hint=hint)
