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
    """Make a judgement for every record of one recorder that prints codes of another's records.

    It is `same` where one record bears the codes, and `link` where several do: a record that answers several incidents
    speaks of each of them, and makes them no one strike. Only what is in force counts: neither a reading that another
    one superseded, nor a record that its recorder corrects in one with codes of its own. `alias` is who matched them. A
    code of which no record is there makes a judgement that dangles; `fold` lists it. Codes match whole, or as one of
    several in a record_code.
    """
    standing = claims[claims["superseded_by"].isna().to_numpy(dtype=bool)]
    known = _records_by_code(standing[standing["recorder"] == answered])
    heirs, now = corrected(claims), _corrections(claims)
    listed = _listed(standing[standing["recorder"] == answering])
    made = []
    for record, (readings, codes) in listed.items():
        if heirs.get(record) in listed:
            continue
        # Of one record that bears several codes, once.
        bearing = dict(known[code] for code in codes if code in known)
        found: dict[str, str | None] = {**bearing} or {f"{answered}:{codes[0]}": None}
        named = (record, *found) if len(found) > 1 else (*found, record)
        # The list is read anew each time, beside what its records say now: their corrections are seen too.
        seen = (*found.values(), *readings, *(claim for one in (*found, record) for claim in now.get(one, ())))
        made.append(
            Judgement(
                kind="link" if len(found) > 1 else "same",
                subjects=named,
                alias=alias,
                made_at=made_at,
                why=LINK_WHY.format(alias=alias),
                seen=tuple(claim for claim in seen if claim),
            )
        )
    return made


def _listed(claims: pd.DataFrame) -> dict[str, tuple[list[str], list[str]]]:
    """Map each record that prints codes to its readings and to all of its codes, in their order."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    links = claims[claims["codes"].str.len() > 0]
    for record, claim, codes in zip(links["record_id"], links["claim_id"], links["codes"], strict=True):
        readings, held = found.setdefault(record, ([], []))
        readings.append(claim)
        held += [code for code in codes if code not in held]
    return found


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
