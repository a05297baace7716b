"""A project's inputs and its judgements, read; nothing is placed, and nothing written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from data import (
    Options,
    Reading,
    Weighed,
    combine,
    judgements_frame,
    judgements_from_links,
    link_releases,
    open_store,
    read,
    weigh,
)

from .project import Input, Project

SOURCE_KEYS = ("publisher", "title", "url", "archive_url", "retrieved_on")


def _options(given: Input) -> Options:
    """How an input is read, and where it is from, as the project file says."""
    return Options(
        text_column=given.text_column or None,
        date_order=given.date_order or None,
        layer=given.layer or None,
        published_on=given.published_on or None,
        source={key: getattr(given, key) for key in SOURCE_KEYS if getattr(given, key)},
    )


def _read_input(project: Project, given: Input) -> Reading:
    """Read one input; what the project file says of its licence stands above what the mapping supposes."""
    reading = read(project.folder / given.path, given.recorder or None, options=_options(given))
    stated = {name: getattr(given, name) for name in ("licence", "redistribution") if getattr(given, name)}
    return replace(reading, sources=reading.sources.assign(**stated))


def _matches(project: Project, claims: pd.DataFrame) -> pd.DataFrame:
    """Judgements that somebody else made, under the alias of who made them."""
    made = [
        replace(judgement, why=one.why)
        for one in project.matches
        for judgement in judgements_from_links(
            claims, answering=one.answering, answered=one.answered, alias=one.alias, made_at=one.made_at
        )
    ]
    return judgements_frame(made)


def _judgements(project: Project, claims: pd.DataFrame, work: Path) -> pd.DataFrame:
    own = open_store(work).read_judgements()
    return pd.concat([_matches(project, claims), own], ignore_index=True)


@dataclass(frozen=True)
class Records:
    """What a project's inputs say, every judgement on file, and which of the judgements hold."""

    reading: Reading
    judgements: pd.DataFrame
    weighed: Weighed


def read_records(project: Project, work: Path) -> Records:
    """Read every input of a project and every judgement on its records; nothing is placed, and nothing written."""
    combined = combine([_read_input(project, given) for given in project.inputs])
    # Releases speak of each other: a correction names an earlier release and item.
    combined = replace(combined, claims=link_releases(combined.claims))
    judgements = _judgements(project, combined.claims, work)
    return Records(combined, judgements, _weighed(combined.claims, judgements, work))


def _weighed(claims: pd.DataFrame, judgements: pd.DataFrame, work: Path) -> Weighed:
    """Tell the judgements that hold from those whose records say something else now, by the readings on file."""
    seen = {claim for claims_seen in judgements["seen"] for claim in claims_seen}
    return weigh(claims, judgements, open_store(work).find_claims(seen - set(claims["claim_id"])))
