"""Names for the outside: identities that hold no hash over what is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

import pandas as pd

# What a source_id is a hash over.
HASHED = ("url", "publisher", "title")


@dataclass(frozen=True)
class Names:
    """Published name of each record and of each claim.

    A claim_id holds a hash over all of a claim's content, and so does the record_id of a record without a code. With
    the public columns in hand, somebody could try out the digits of a withheld coordinate until the hash fits; so
    neither leaves. A record keeps its recorder's code; one without a code is counted among those that are published.
    A source_id is a hash over the source's address, or publisher and title: where one of them is withheld, it is
    counted as well.
    """

    records: Mapping[str, str]
    claims: Mapping[str, str]
    incidents: Mapping[str, str]
    sources: Mapping[str, str]

    def renamed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with every identity in it renamed."""
        out = frame.copy()
        single = {
            "record_id": self.records,
            "incident_id": self.incidents,
            "subject_id": self.incidents,
            "claim_id": self.claims,
            "source_id": self.sources,
        }
        for column, known in single.items():
            if column in out.columns:
                out[column] = out[column].map(known).astype("string")
        for column, known in (("record_ids", self.records), ("subjects", self.records), ("claim_ids", self.claims)):
            if column in out.columns:
                lists = [[known[name] for name in names] for names in out[column]]
                out[column] = pd.Series(lists, index=out.index, dtype=object)
        return out


def _counted(recorder: str, taken: set[str]) -> str:
    """The first counted name of a recorder that is not taken, by a code or by another record."""
    name = next(name for n in count(1) if (name := f"{recorder}:uncoded-{n}") not in taken)
    taken.add(name)
    return name


def source_names(sources: pd.DataFrame, told: pd.DataFrame) -> dict[str, str]:
    """Name the sources of a selection: by the hash over what is told of each, or counted where that is not all."""
    same = pd.Series(True, index=sources.index, dtype=bool)
    for column in HASHED:
        same &= (sources[column] == told[column]).fillna(value=False) | (sources[column].isna() & told[column].isna())
    ids, number = sources["source_id"].tolist(), count(1)
    return {name: name if whole else f"source-{next(number)}" for name, whole in zip(ids, same, strict=True)}


def published_names(claims: pd.DataFrame, incidents: pd.DataFrame, sources: Mapping[str, str]) -> Names:
    """
    Name the records, claims and incidents of a selection for the outside; its sources are named already.

    An incident goes by the smallest name among the records that are published in it: the one by which it goes at home
    may be withheld, or corrected.
    """
    coded = claims["record_code"].notna()
    records = {str(name): str(name) for name in claims.loc[coded, "record_id"].tolist()}
    taken = set(records)
    for name, recorder in claims.loc[~coded, ["record_id", "recorder"]].drop_duplicates().itertuples(index=False):
        records[name] = _counted(recorder, taken)
    number = claims.groupby("record_id", sort=False).cumcount()
    names = claims["record_id"].map(records) + ("~" + (number + 1).astype("str")).where(number > 0, "")
    pairs = zip(incidents["incident_id"].tolist(), incidents["record_ids"].tolist(), strict=True)
    return Names(
        records,
        dict(zip(claims["claim_id"].tolist(), names.tolist(), strict=True)),
        {incident: min(records[name] for name in ids) for incident, ids in pairs},
        sources,
    )
