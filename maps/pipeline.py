"""From a project's inputs to a private preview: each step takes frames, returns frames and leaves a file to open."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from data import (
    FileSeen,
    FoldNote,
    Reading,
    Store,
    fold,
    new_run,
    open_store,
    private_folder,
    review_list,
    write_atomic,
    write_frame,
)
from geo import place_incidents
from layers import tally

from .again import (
    Cache,
    Places,
    Texts,
    base_again,
    cache_key,
    images_again,
    judged_by,
    levels_again,
    page_again,
    placed_and_checked,
)
from .inputs import Records, mapping_sha256, read_records
from .logged import INPUTS
from .page import Made, page_data
from .project import Project
from .scope import flag_scope, require_confidence
from .select import Bundle, Selection, preview_policy, select
from .tables import write_table
from .units import Levels
from .version import strikeatlas_version

if TYPE_CHECKING:
    from geo import Gazetteer

CACHE, GAZETTEER, REVIEW = "cache", "gazetteer.sqlite", "review"
PREVIEW_AS_OF = date(9999, 12, 31)


@dataclass(frozen=True)
class Built:
    """What a build made: the bundle, where its files are, what it counted, and its inputs as they were found."""

    bundle: Bundle
    folder: Path
    counts: dict[str, Any]
    files: tuple[FileSeen, ...]
    notes: tuple[FoldNote, ...] = ()


def open_gazetteer(project: Project, judgements: pd.DataFrame, work: Path) -> Gazetteer:
    """Return the project's places with the aliases that people have taught it; several sources become one file."""
    return Places(project, judgements, Cache(work / CACHE)).gazetteer


def read_bundle(project: Project, work: Path) -> tuple[Bundle, Records]:
    """Read every input of a project and place every claim, taking up nothing; nothing is chosen or left out yet."""
    with tempfile.TemporaryDirectory(prefix="strikeatlas-") as nothing:
        return _read_bundle(project, work, Cache(Path(nothing)))[:2]


def _read_bundle(project: Project, work: Path, cache: Cache) -> tuple[Bundle, Records, Places]:
    records = read_records(project, work, cache)
    judgements = records.weighed.applied
    places = Places(project, judgements, cache)
    scope = [project.atlas.period, project.atlas.countries, project.geocode.minimum_confidence]
    # All that placements and warnings rest on beside the claims.
    asked = cache_key(places.identity, judged_by(judgements), scope)
    placements = records.whole.placements(asked) if records.whole else None
    if placements is None:
        records, placements = _placed(project, records, places)
        if records.whole:
            records.whole.take(asked, records.reading, placements)
    reading = records.reading
    return Bundle(reading.claims, placements, judgements, reading.figures, reading.sources), records, places


def _placed(project: Project, records: Records, places: Places) -> tuple[Records, pd.DataFrame]:
    """Place every claim, and put what is found on their places beside them."""
    from geo import add_warnings  # noqa: PLC0415 - what was placed before bears its warnings

    given = records.plain().claims
    placed, findings = placed_and_checked(given, places, records.weighed.applied)
    claims = add_warnings(flag_scope(given, project.atlas), findings)
    placements = require_confidence(placed, project.geocode.minimum_confidence)
    return replace(records, reading=replace(records.reading, claims=claims)), placements


def tally_selection(project: Project, selection: Selection, levels: Levels | None = None) -> pd.DataFrame:
    """Tallies by governorate, month and claimant of what was selected, with the rows of what cannot be placed there.

    Rows of a level that the records do not support bear `supported` false.
    """
    level = project.map.level
    one = (levels or Levels(project)).of(selection.placements, level)
    tallies = tally(selection.counts, selection.incidents, one.shares, level=level, by="month")
    return tallies.assign(supported=one.support.holds)


def _counts(bundle: Bundle, combined: Reading, placements: pd.DataFrame) -> dict[str, Any]:
    placed = int(placements["lon"].notna().sum())
    codes: Counter[str] = Counter()
    for table in (bundle.claims, placements):
        for warnings in table["warnings"]:
            codes.update(warnings)
    return {
        **combined.counts,
        "records": int(bundle.claims["superseded_by"].isna().sum()),
        "superseded": int(bundle.claims["superseded_by"].notna().sum()),
        "figures": len(bundle.figures),
        "incidents": len(placements),
        "placed": placed,
        "not_placeable": len(placements) - placed,
        "warnings": dict(sorted(codes.items())),
    }


def _inputs(project: Project, records: Records) -> bytes:
    """Say what each input was when it was read, and by which mapping, for whoever follows a number back to it."""
    if project.store.url:
        # A team's store says of each claim in which file it was read, and no more of the file.
        rows = [{"path": "", **asdict(seen)} for seen in records.reading.files]
    else:
        pairs = zip(project.inputs, records.reading.files, strict=True)
        rows = [
            {
                "path": one.path,
                "mapping": seen.recorder,
                "mapping_sha256": mapping_sha256(project, one, seen),
                **asdict(seen),
            }
            for one, seen in pairs
        ]
    told = {"strikeatlas": strikeatlas_version(), "log": records.log, "inputs": rows}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _write_work(project: Project, bundle: Bundle, records: Records, run: Path) -> None:
    """Leave what was read and decided, as tables that can be opened."""
    if records.whole:
        records.whole.write(run)
    for name in ("figures", "sources") if records.whole else ("claims", "placements", "figures", "sources"):
        write_frame(getattr(bundle, name), name, run / f"{name}.parquet")
    write_frame(records.judgements, "judgements", run / "judgements.parquet")
    write_atomic(run / INPUTS, _inputs(project, records), mode=0o600)
    write_table(records.reading.rejected, run / "rejected.csv")
    write_table(records.reading.duplicates, run / "duplicates.csv")
    # For those who review: what was wrong with each row, and the row as it stands.
    folder = private_folder(run / REVIEW)
    for name in ("rejected", "rejected_rows"):
        write_frame(getattr(records.reading, name), name, folder / f"{name}.parquet")


def _preview(project: Project, bundle: Bundle, run: Path, again: tuple[Cache, Levels]) -> Selection:
    (cache, levels), policy = again, preview_policy(project.publish)
    texts = Texts(cache)
    selection = select(bundle, policy, as_of=PREVIEW_AS_OF, cleaned=texts)
    texts.keep()
    images = images_again(cache, project)
    made = Made(partial(base_again, cache), lambda _, places: levels.all_of(places), lambda _: images)
    data = page_data(project, selection, preview=True, data_sha256="", made=made)
    folder = private_folder(run / "preview")
    write_atomic(folder / "index.html", page_again(cache, project, data).encode(), mode=0o600)
    if any(image.beside for image in images):
        from .page import copy_tiles  # noqa: PLC0415 - loads what only pages with images need

        copy_tiles(project, folder)
    return selection


def _into_history(records: Records, store: Store, read_on: str | None) -> dict[str, list[str]]:
    """Add what was read to the history of claims, and name the records that changed and those that are gone.

    Where it stands as these left it, there is nothing to add.
    """
    whole = records.whole
    told: dict[str, list[str]] = {"changed": [], "gone": []}
    if not (whole and whole.history and whole.history == store.last_reading()):
        added = store.append_claims(records.plain().claims, read_on=read_on, whole=True)
        told = {"changed": list(added.changed), "gone": list(added.gone)}
    if whole:
        whole.seal(store.last_reading())
    return told


def build_project(project: Project, *, work: Path, read_on: str | None = None) -> Built:
    """
    Read, place and fold a project's inputs, and write a private preview; `work` is made with mode 0700.

    All files of a build take the place of those of the build before at once, when the last of them is written; a
    build that fails or is stopped changes none. What was read enters the history of claims, under the day `read_on`.
    What an earlier build has read, placed and cleaned, and is the same, is taken from `work/cache`; without that folder
    the bytes are the same.

    Raises
    ------
    InputRefused
        When a file as a whole cannot be read, or a newer version wrote `work`; rows that cannot be read are rejected
        and listed in rejected.csv.
    WorldFault
        When another run holds the project, or the disk stands in the way.
    """
    with new_run(work) as run:
        cache = Cache(work / CACHE)
        bundle, records, places = _read_bundle(project, work, cache)
        _write_work(project, bundle, records, run)
        if places.built:
            os.link(places.built, run / GAZETTEER)
        levels = levels_again(project, cache)
        selection = _preview(project, bundle, run, (cache, levels))
        folded = fold(bundle.claims, records.weighed)
        placements = place_incidents(folded.incidents, bundle.placements)
        write_frame(folded.incidents, "incidents", run / "incidents.parquet")
        write_table(review_list(records.judgements, folded.notes), run / "reviews.csv")
        write_table(tally_selection(project, selection, levels), run / "tallies.csv")
        # What the level of the tallies can bear: records, those known less exactly than a unit, a sentence.
        told = asdict(levels.of(selection.placements, project.map.level).support)
        counts = _counts(bundle, records.reading, placements) | {"level": told}
        # Last: what was read enters the history when all of it could be used. A team's store has it already.
        if not project.store.url:
            counts["history"] = _into_history(records, open_store(work), read_on)
        cache.tidy()
    return Built(bundle, work, counts, records.reading.files, (*folded.notes, *records.elsewhere))
