"""Claims placed and checked: what an earlier build found for the same words is taken up, the rest is asked anew."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

import geo
from data import conform, file_sha256

from ..project import Project
from .cache import DIGITS, Cache, cache_key, content_of, row_keys

EMBEDDED = ("embedded",)
ALIAS = ["subjects", "decision", "supersedes", "kind", "judgement_id"]
DECIDED = ("kind", "alias", "decision")
FOUND = ("code", "column", "stated", "found", "note")


class Places:
    """The places of a project, with the names that people have taught it; opened when the first one is asked for."""

    def __init__(self, project: Project, judgements: pd.DataFrame, cache: Cache) -> None:
        self.project, self.cache = project, cache
        self.taught = judgements[judgements["kind"] == "alias"]

    @cached_property
    def built(self) -> Path | None:
        """Give the one file that several sources become; None where the project has a single ready one."""
        names = self.project.geocode.gazetteers
        if names == EMBEDDED or (len(names) == 1 and ":" not in names[0]):
            return None
        specs = [self._source(name) for name in names]
        path = self.cache.path(f"gazetteer-{cache_key(names, [content_of(_file(spec)) for spec in specs])}.sqlite")
        if not path.is_file():
            geo.build_gazetteer(specs, path)
        return path

    def _source(self, spec: str) -> str:
        """Make the path inside a source, such as table:villages.csv?name=NAME, one from the project's folder."""
        kind, mark, path = spec.partition(":")
        return f"{kind}{mark}{self.project.folder / path}" if mark else spec

    @cached_property
    def identity(self) -> str:
        """Hash all that the places are made from."""
        names = self.project.geocode.gazetteers
        if self.built:
            made = self.built.name
        else:
            made = "embedded" if names == EMBEDDED else file_sha256(self.project.folder / names[0])
        return cache_key(made, self.taught[ALIAS].astype(str).to_numpy().tolist())

    @cached_property
    def gazetteer(self) -> geo.Gazetteer:
        """Open the places."""
        if not len(self.taught):
            return self._untaught()
        path = self.cache.path(f"taught-{self.identity}.sqlite")
        if not path.is_file():
            geo.Gazetteer.from_frame(geo.with_aliases(self._untaught().places, self.taught)[0]).write(path)
        return geo.Gazetteer.open(path)

    def _untaught(self) -> geo.Gazetteer:
        names = self.project.geocode.gazetteers
        if self.built:
            return geo.Gazetteer.open(self.built)
        return geo.Gazetteer.embedded() if names == EMBEDDED else geo.Gazetteer.open(self.project.folder / names[0])


def _file(spec: str) -> Path:
    return Path(spec.partition(":")[2].partition("?")[0])


def placed_and_checked(
    claims: pd.DataFrame, places: Places, judgements: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    Give the placement of each claim, and the findings on all of them, as `place_claims` and `check` make them.

    Both rest on the columns `place_columns` of a claim, on the judgement of its place, and on the gazetteer: what an
    earlier build answered to the same is taken up.
    """
    known = _Known(places)
    keys = row_keys(claims, geo.place_columns())
    return known.placements(claims, _with_judged(claims, keys, judgements), judgements), known.findings(claims, keys)


def judged_by(judgements: pd.DataFrame) -> dict[str, str]:
    """Hash the judgement of each record's place."""
    return {
        record: sha256("\x01".join(str(row[name]) for name in DECIDED).encode()).hexdigest()
        for record, row in geo.judged_places(judgements).items()
    }


def _with_judged(claims: pd.DataFrame, keys: list[str], judgements: pd.DataFrame) -> list[str]:
    judged = judged_by(judgements)
    return [
        f"{key}{judged[record][:DIGITS]}" if record in judged else key
        for key, record in zip(keys, claims["record_id"].tolist(), strict=True)
    ]


class _Known:
    """What was answered before, in two files: placements, and a list of the questions that names them."""

    def __init__(self, places: Places) -> None:
        self.places, self.cache = places, places.cache
        self.name = f"placed-{places.identity}"
        self.told: dict[str, Any] = self.cache.told(f"{self.name}.json") or {}

    def placements(self, claims: pd.DataFrame, keys: list[str], judgements: pd.DataFrame) -> pd.DataFrame:
        """Give a placement for each claim in order, and keep them all for the next build."""
        held = self.cache.frame(f"{self.name}-{self.told['rows']}.parquet", "placements") if self.told else None
        order = {key: at for at, key in enumerate(self.told.get("keys", []))}
        if held is None or len(held) != len(order):
            held, order = None, {}
        new = [at for at, key in enumerate(keys) if key not in order]
        parts = [] if held is None else [held]
        if new:
            order |= {keys[at]: len(order) + place for place, at in enumerate(new)}
            parts.append(geo.place_claims(claims.iloc[new], self.places.gazetteer, judgements=judgements))
        if not parts:
            return geo.place_claims(claims, self.places.gazetteer)
        every = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
        made = conform(every.iloc[[order[key] for key in keys]], "placements")
        if keys != self.told.get("keys") or held is None:
            self._keep(keys, made)
        return made

    def _keep(self, keys: list[str], placements: pd.DataFrame) -> None:
        """Write the placements under the hash of their questions, and after them the list that names them."""
        rows = sha256("".join(keys).encode()).hexdigest()[:DIGITS]
        self.cache.keep_frame(f"{self.name}-{rows}.parquet", placements, "placements")
        self.told = {"rows": rows, "keys": keys, "findings": self.told.get("findings", {})}
        self.cache.keep_told(f"{self.name}.json", self.told)

    def findings(self, claims: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
        """Give the findings on all claims, in their order."""
        known: dict[str, list[list[str]]] = self.told.get("findings", {})
        new = [at for at, key in enumerate(keys) if key not in known]
        if new:
            made = geo.check_each(claims.iloc[new], self.places.gazetteer)
            fresh: dict[str, list[list[str]]] = {keys[at]: [] for at in new}
            home = {claims["claim_id"].iat[at]: keys[at] for at in new}
            for claim, *found in zip(made["claim_id"], *(made[name] for name in FOUND), strict=True):
                fresh[home[claim]].append(found)
            known = {key: known[key] if key in known else fresh[key] for key in keys}
            self.told = self.told | {"findings": known}
            self.cache.keep_told(f"{self.name}.json", self.told)
        return geo.check_together(claims, _listed(claims, keys, known))


def _listed(claims: pd.DataFrame, keys: list[str], known: dict[str, list[list[str]]]) -> pd.DataFrame:
    ids = zip(claims["claim_id"].tolist(), claims["record_id"].tolist(), keys, strict=True)
    return geo.findings_frame(
        {"claim_id": claim, "record_id": record} | dict(zip(FOUND, found, strict=True))
        for claim, record, key in ids
        for found in known[key]
    )
