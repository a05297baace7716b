"""The chain of custody in lines for people: from a number down to the row in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import say, sides

INDENT = "  "


def custody_lines(told: dict[str, Any]) -> Iterator[str]:
    """Write the steps from a number or a record back to the files, each level further in."""
    if "number" in told:
        yield _number(told["number"])
    yield f"Run {told['run']}, made by StrikeAtlas {told['strikeatlas']}."
    for incident in told["incidents"]:
        yield ""
        yield from map(_safe, _incident(incident))


def _safe(line: str) -> str:
    return str(sides.safe(line))


def _number(row: dict[str, Any]) -> str:
    grade = "every grading" if row["status"] == "*" else row["status"] or "no grading"
    blank = f", and {row['without_figure']} with no number" if row["without_figure"] else ""
    said = sides.span(row["min"], row["max"])
    return (
        f"{row['claimant']}, {grade}, {row['measure']}: {said} in {say.counted(row['incidents'], 'incident')}{blank}."
    )


def _incident(incident: dict[str, Any]) -> Iterator[str]:
    about = ", ".join(filter(None, (incident["happened_from"], incident["place_text"])))
    yield f"Incident {incident['incident_id']} ({about or 'undated, no place'})"
    for row in incident["counts"]:
        grade = f", {row['status']}" if row["status"] else ""
        said = sides.span(row["killed_min"], row["killed_max"])
        yield f"{INDENT}{row['claimant']}{grade}: {said} killed, from {say.counted(row['n_claims'], 'claim')}"
    for row in incident["judgements"]:
        subjects = ", ".join(row["subjects"])
        yield f"{INDENT}judged {row['kind']} ({subjects}) by {row['alias']}, {row['made_at'] or 'undated'}"
        yield f"{INDENT * 2}judgement {row['judgement_id']}{': ' + row['why'] if row['why'] else ''}"
    for claim in incident["claims"]:
        yield from (INDENT + line for line in _claim(claim))


def _claim(claim: dict[str, Any]) -> Iterator[str]:
    yield f"claim {claim['claim_id']}"
    said = "; ".join(f"{name} {value}" for name, value in claim["says"].items())
    yield f"{INDENT}says: {said or 'no place, grading or number'}"
    origin = claim["origin"]
    at = f"row {origin['row']}" if origin["row"] is not None else ""
    span = f"characters {origin['span']}" if origin["span"] else ""
    where = ", ".join(filter(None, (origin.get("path") or origin["file"], at, span)))
    yield f"{INDENT}read in {where}"
    state = f" (the file is {origin['file_is']})" if "file_is" in origin else ""
    yield f"{INDENT}file sha256 {origin['sha256']}{state}"
    if "mapping" in origin:
        yield f"{INDENT}by the mapping {origin['mapping']}, sha256 {origin['mapping_sha256']}"
    source = claim["source"] or {}
    named = ", ".join(str(source[name]) for name in ("publisher", "title", "url", "archive_url") if source.get(name))
    got = f", retrieved {source['retrieved_on']}" if source.get("retrieved_on") else ""
    yield f"{INDENT}source: {named or 'not told'}{got}"
