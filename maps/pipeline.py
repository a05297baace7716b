"""From a project's inputs to a private preview: each step takes frames, returns frames and leaves a file to open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from data import (
    FileSeen,
    Options,
    Reading,
    UsageProblem,
    combine,
    conform,
    fold,
    judgements_frame,
    judgements_from_links,
    link_releases,
    new_run,
    private_folder,
    read,
    read_judgements,
    write_atomic,
    write_frame,
)
from geo import Gazetteer, add_warnings, build_gazetteer, check, place_claims, place_incidents, with_aliases
from layers import Provenance, read_units, recoded, share, tally, units_from_crosswalk

from .page import compose_page
from .project import Input, Project
from .scope import flag_scope, require_confidence
from .select import Bundle, Selection, preview_policy, select
from .tables import write_table

LOG, GAZETTEER = "judgements.jsonl", "gazetteer.sqlite"
PREVIEW_AS_OF = date(9999, 12, 31)


@dataclass(frozen=True)
class Built:
    """What a build made: the bundle, where its files are, what it counted, and its inputs as they were found."""

    bundle: Bundle
    folder: Path
    counts: dict[str, Any]
    files: tuple[FileSeen, ...]


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
    own = read_judgements(work / LOG)
    return pd.concat([_matches(project, claims), own], ignore_index=True)


def _source(project: Project, spec: str) -> str:
    """Make the path inside a gazetteer source, such as table:villages.csv?name=NAME, one from the project's folder."""
    kind, mark, path = spec.partition(":")
    return f"{kind}{mark}{project.folder / path}" if mark else spec


def _gazetteer(project: Project, judgements: pd.DataFrame, work: Path) -> Gazetteer:
    """Return the project's places with the aliases that people have taught it; several sources become one file."""
    names = project.geocode.gazetteers
    if len(names) == 1 and names[0] != "embedded" and ":" not in names[0]:
        known = Gazetteer.open(project.folder / names[0])
    elif names == ("embedded",):
        known = Gazetteer.embedded()
    else:
        build_gazetteer([_source(project, name) for name in names], work / GAZETTEER)
        known = Gazetteer.open(work / GAZETTEER)
    if not (judgements["kind"] == "alias").any():
        return known
    return Gazetteer.from_frame(with_aliases(known.places, judgements)[0])


def read_records(project: Project, work: Path) -> tuple[Reading, pd.DataFrame]:
    """Read every input of a project and every judgement on its records; nothing is placed, and nothing written."""
    combined = combine([_read_input(project, given) for given in project.inputs])
    # Releases speak of each other: a correction names an earlier release and item.
    combined = replace(combined, claims=link_releases(combined.claims))
    return combined, _judgements(project, combined.claims, work)


def read_bundle(project: Project, work: Path) -> tuple[Bundle, Reading]:
    """Read every input of a project and place every claim; nothing is chosen or left out yet."""
    combined, judgements = read_records(project, work)
    gazetteer = _gazetteer(project, judgements, work)
    claims = add_warnings(flag_scope(combined.claims, project.atlas), check(combined.claims, gazetteer))
    placed = place_claims(claims, gazetteer, judgements=judgements)
    placements = require_confidence(placed, project.geocode.minimum_confidence)
    bundle = Bundle(claims, placements, judgements, combined.figures, combined.sources)
    return bundle, combined


def _units(project: Project) -> pd.DataFrame:
    """Return the boundaries that the project names for the level of its tallies, else the governorates by code."""
    level = project.map.level
    tables = [
        recoded(
            read_units(
                project.folder / one.path, level=one.level, about=Provenance(vintage=one.vintage, licence=one.licence)
            )
        )
        for one in project.layers
        if one.level == level
    ]
    if tables:
        return pd.concat(tables, ignore_index=True)
    if level != 1:
        raise UsageProblem(
            f"map.level is {level}, and no [[layers]] holds boundaries of that level.",
            hint="Name a file, or use level 1.",
        )
    return units_from_crosswalk()


def tally_selection(project: Project, selection: Selection) -> pd.DataFrame:
    """Tallies by governorate, month and claimant of what was selected, with the rows of what cannot be placed there."""
    units = _units(project)
    shares = share(conform(selection.placements, "placements"), units, level=project.map.level)
    return tally(selection.counts, selection.incidents, shares, level=project.map.level, by="month")


def _counts(bundle: Bundle, combined: Reading, placements: pd.DataFrame) -> dict[str, Any]:
    placed = int(placements["lon"].notna().sum())
    codes: Counter[str] = Counter()
    for table in (bundle.claims, placements):
        for warnings in table["warnings"]:
            codes.update(warnings)
    return {
        **combined.counts,
        "records": len(bundle.claims),
        "figures": len(bundle.figures),
        "incidents": len(placements),
        "placed": placed,
        "not_placeable": len(placements) - placed,
        "warnings": dict(sorted(codes.items())),
    }


def _write_work(bundle: Bundle, combined: Reading, run: Path) -> None:
    for name in ("claims", "placements", "judgements", "figures", "sources"):
        write_frame(getattr(bundle, name), name, run / f"{name}.parquet")
    write_table(combined.rejected, run / "rejected.csv")
    write_table(combined.duplicates, run / "duplicates.csv")


def _preview(project: Project, bundle: Bundle, run: Path) -> Selection:
    policy = preview_policy(project.publish)
    selection = select(bundle, policy, as_of=PREVIEW_AS_OF)
    page = compose_page(project, selection, preview=True, data_sha256="")
    folder = private_folder(run / "preview")
    write_atomic(folder / "index.html", page.encode(), mode=0o600)
    return selection


def build_project(project: Project, *, work: Path) -> Built:
    """
    Read, place and fold a project's inputs, and write a private preview; `work` is made with mode 0700.

    All files of a build take the place of those of the build before at once, when the last of them is written; a
    build that fails or is stopped changes none.

    Raises
    ------
    InputRefused
        When a file as a whole cannot be read, or a newer version wrote `work`; rows that cannot be read are rejected
        and listed in rejected.csv.
    WorldFault
        When another run holds the project, or the disk stands in the way.
    """
    with new_run(work) as run:
        bundle, combined = read_bundle(project, work)
        _write_work(bundle, combined, run)
        selection = _preview(project, bundle, run)
        folded = fold(bundle.claims, bundle.judgements)
        placements = place_incidents(folded.incidents, bundle.placements)
        write_frame(folded.incidents, "incidents", run / "incidents.parquet")
        write_table(tally_selection(project, selection), run / "tallies.csv")
    return Built(bundle, work, _counts(bundle, combined, placements), combined.files)
