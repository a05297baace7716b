"""A project's inputs and its judgements, read; nothing is placed, and nothing written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from data import (
    FileSeen,
    FoldNote,
    Judgement,
    Options,
    Reading,
    Store,
    UsageProblem,
    Weighed,
    combine,
    file_sha256,
    judgements_frame,
    judgements_from_links,
    mapping_file,
    open_store,
    open_team_store,
    weigh,
)

from .again import Cache, Whole, cache_key, content_of, read_again
from .logged import log_head, refuse_shorter
from .project import Input, Project
from .repairs import Cells, Source, repairs_of, with_repairs

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


def _recorder(project: Project, given: Input) -> str:
    """Name the mapping of an input, or its file where it is the project's own; empty where the header is to tell.

    Raises UsageProblem where there is no such file.
    """
    if not given.recorder.endswith(".toml"):
        return given.recorder
    own = project.folder / given.recorder
    if not own.is_file():
        hint = f"Such a file lies beside atlas.toml. To have one proposed: strikeatlas init {given.path}"
        raise UsageProblem(f"There is no mapping file '{given.recorder}' for the input '{given.path}'.", hint=hint)
    return str(own)


def mapping_sha256(project: Project, given: Input, seen: FileSeen) -> str:
    """Hash the mapping file by which an input was read."""
    return _mapping_sha256(_recorder(project, given) or seen.recorder)


def _mapping_sha256(recorder: str) -> str:
    return file_sha256(mapping_file(recorder))


def row_source(project: Project, given: Input, seen: FileSeen) -> Source:
    """How single rows of an input are read again."""
    return Source(_recorder(project, given) or seen.recorder, _options(given), seen)


def _read_input(
    project: Project, given: Input, repairs: Mapping[tuple[str, str], Cells], cache: Cache | None
) -> list[Reading]:
    """Read one input; what the project file says of its licence stands above what the mapping supposes."""
    path = project.folder / given.path

    def read_now() -> Reading:
        from data import read  # noqa: PLC0415 - loads every format; what was read before needs none

        return read(path, _recorder(project, given) or None, options=_options(given))

    reading = read_again(path, _read_as(project, given), cache=cache, read=read_now)
    found = with_repairs(reading, row_source(project, given, reading.files[0]), repairs) if repairs else [reading]
    return [replace(each, sources=each.sources.assign(**_rights(given))) for each in found]


def _read_as(project: Project, given: Input) -> list[Any]:
    """Say by which mapping and with which options an input is read."""
    recorder = _recorder(project, given)
    return [_mapping_sha256(recorder) if recorder.endswith(".toml") else recorder, asdict(_options(given))]


def _rights(given: Input) -> dict[str, str]:
    return {name: getattr(given, name) for name in ("licence", "redistribution") if getattr(given, name)}


def _whole(project: Project, judgements: pd.DataFrame, cache: Cache) -> Whole | None:
    """Find what an earlier build made of the same inputs; None where one of them is not there to be compared."""
    repairs = sorted((*row, sorted(cells.items())) for row, cells in repairs_of(judgements).items())

    def about() -> str:
        held = [content_of(project.folder / given.path) for given in project.inputs]
        read_as = [[_read_as(project, given), _rights(given)] for given in project.inputs]
        return cache_key(held, read_as, repairs) if held and all(held) else ""

    whole = Whole(cache, about)
    return whole if whole.key else None


def _matches(project: Project, claims: pd.DataFrame) -> tuple[pd.DataFrame, list[FoldNote]]:
    """Judgements that somebody else made, under the alias of who made them; and answers to what is not here.

    A list of matches tells of more records than a sample of them holds: what it says of others decides nothing here.
    """
    made = [
        replace(judgement, why=one.why)
        for one in project.matches
        for judgement in judgements_from_links(
            claims, answering=one.answering, answered=one.answered, alias=one.alias, made_at=one.made_at
        )
    ]
    records = set(claims["record_id"].tolist())
    here = [judgement for judgement in made if records.issuperset(judgement.subjects)]
    elsewhere = [
        FoldNote("elsewhere", "", judgement.subjects[-1], f"{judgement.subjects[0]} is not among the claims.")
        for judgement in made
        if not records.issuperset(judgement.subjects)
    ]
    released = [Judgement("release_hold", (one.record,), one.alias, one.made_at, one.why) for one in project.releases]
    return judgements_frame([*here, *released]), elsewhere


def project_store(project: Project, work: Path) -> Store:
    """Open what holds the project's judgements and the history of its claims: its team's store, or `work`."""
    return open_store(project.store.url or work)


def read_log(project: Project, work: Path) -> pd.DataFrame:
    """Read the log of judgements of a project or of its team's store, as every command has to that uses it.

    Raises
    ------
    InputRefused
        Its chain is broken, or it is shorter than the last build read it; the error names the line.
    """
    own = project_store(project, work).read_judgements()
    if not project.store.url:
        refuse_shorter(work, own)
    return own


def read_inputs(project: Project, judgements: pd.DataFrame | None = None, *, cache: Cache | None = None) -> Reading:
    """Read every input that the project file names, with the repairs of rejected rows that are among the judgements."""
    repairs = {} if judgements is None else repairs_of(judgements)
    return combine([reading for given in project.inputs for reading in _read_input(project, given, repairs, cache)])


def _shared(project: Project) -> tuple[Reading, pd.DataFrame]:
    """Read what a team's store holds, as it stands at one moment; every row of it is kept."""
    held = open_team_store(project.store.url).records()
    ids = (*held.claims["claim_id"], *held.figures["figure_id"], *held.sources["source_id"])
    digest = sha256("\n".join((*ids, *held.judgements["judgement_id"][-1:])).encode()).hexdigest()
    rows = len(held.claims) + len(held.figures)
    seen = FileSeen("the store", digest, 0, "PostGIS", "store", rows)
    reading = Reading(rows, held.claims, held.figures, held.sources, notes=(seen.told(),), files=(seen,))
    return reading, held.judgements


@dataclass(frozen=True)
class Records:
    """What a project's inputs say, every judgement on file, which of them hold, and how far the log has come.

    `elsewhere` names records that answer one which is not here. `plain` gives the reading as it was read: where
    `reading` is from an earlier build, which `whole` holds, its claims bear the warnings of their places already.
    """

    reading: Reading
    judgements: pd.DataFrame
    weighed: Weighed
    log: Mapping[str, Any]
    plain: Callable[[], Reading]
    whole: Whole | None = None
    elsewhere: tuple[FoldNote, ...] = ()


def read_records(project: Project, work: Path, cache: Cache | None = None) -> Records:
    """Read what a project's inputs or its team's store hold, and every judgement; nothing is placed or written."""
    whole = held = None
    if project.store.url:
        shared, own = _shared(project)
        plain: Callable[[], Reading] = partial(_linked, lambda: shared)
    else:
        own = read_log(project, work)
        plain = partial(_linked, partial(read_inputs, project, own, cache=cache))
        whole = _whole(project, own, cache) if cache else None
        held = whole.reading() if whole else None
    combined = held or plain()
    matched, elsewhere = _matches(project, combined.claims)
    judgements = pd.concat([matched, own], ignore_index=True)
    weighed = _weighed(combined.claims, judgements, project_store(project, work))
    again = plain if held else (lambda: combined)
    return Records(combined, judgements, weighed, log_head(own), again, whole, tuple(elsewhere))


def _linked(read_now: Callable[[], Reading]) -> Reading:
    """Read, and let releases speak of each other: a correction names an earlier release and item."""
    from data import link_releases  # noqa: PLC0415 - loads the grammar of releases; what was read before is linked

    reading = read_now()
    return replace(reading, claims=link_releases(reading.claims))


def _weighed(claims: pd.DataFrame, judgements: pd.DataFrame, store: Store) -> Weighed:
    """Tell the judgements that hold from those whose records say something else now, by the readings on file."""
    seen = {claim for claims_seen in judgements["seen"] for claim in claims_seen}
    return weigh(claims, judgements, store.find_claims(seen - set(claims["claim_id"].tolist())))
