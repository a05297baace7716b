"""Lists of who answers whom, kept by others, as judgements with the alias of who matched them."""

from __future__ import annotations

import re

import pandas as pd

from .judgements import Judgement
from .weighing import corrected

CODE_PART = re.compile(r"\S+")
LINK_WHY = "Listed by {alias} as the official answer to its incident."


def judgements_from_links(
    claims: pd.DataFrame, *, answering: str = "cjtf-oir", answered: str = "airwars", alias: str, made_at: str
) -> list[Judgement]:
    """Make a `same` judgement for every claim of one recorder that prints the code of another's record.

    `alias` is who matched them. A code of which no claim is there makes a judgement that
    dangles; `fold` lists it. Codes match whole, or as one of several in a record_code.
    """
    known = _records_by_code(claims[claims["recorder"] == answered])
    now = _corrections(claims)
    made = []
    links = claims[(claims["recorder"] == answering) & (claims["codes"].str.len() > 0)]
    for record, claim, codes in zip(links["record_id"], links["claim_id"], links["codes"], strict=True):
        found = next((known[code] for code in codes if code in known), None)
        subject, seen = found or (f"{answered}:{codes[0]}", None)
        made.append(
            Judgement(
                kind="same",
                subjects=(subject, record),
                alias=alias,
                made_at=made_at,
                why=LINK_WHY.format(alias=alias),
                # The list is read anew each time, beside what its records say now: their corrections are seen too.
                seen=tuple(each for each in (seen, claim, *now.get(subject, ()), *now.get(record, ())) if each),
            )
        )
    return made


def _corrections(claims: pd.DataFrame) -> dict[str, list[str]]:
    """Map records that their recorder corrects to the readings of all their corrections."""
    heirs = corrected(claims)
    if not heirs:
        return {}
    readings = claims.groupby("record_id")["claim_id"].agg(list).to_dict()
    found: dict[str, list[str]] = {}
    for record in heirs:
        passed, heir = {record}, heirs.get(record)
        while heir and heir not in passed:
            passed.add(heir)
            found.setdefault(record, []).extend(readings.get(heir, []))
            heir = heirs.get(heir)
    return found


def _records_by_code(claims: pd.DataFrame) -> dict[str, tuple[str, str]]:
    known: dict[str, tuple[str, str]] = {}
    columns = (
        claims["record_code"],
        claims["codes"],
        claims["previous_codes"],
        claims["record_id"],
        claims["claim_id"],
    )
    rows = [row for row in zip(*columns, strict=True) if isinstance(row[0], str)]
    for code, _, _, record, claim in rows:
        known[code] = (record, claim)
    for code, others, previous, record, claim in rows:
        for part in (*CODE_PART.findall(code), *others, *previous):
            known.setdefault(part, (record, claim))
    return known
