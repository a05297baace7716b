"""Names for the outside: identities that hold no hash over what is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

import pandas as pd


@dataclass(frozen=True)
class Names:
    """Published name of each record and of each claim.

    A claim_id holds a hash over all of a claim's content, and so does the record_id of a record without a code. With
    the public columns in hand, somebody could try out the digits of a withheld coordinate until the hash fits; so
    neither leaves. A record keeps its recorder's code; one without a code is counted among those that are published.
    """

    records: Mapping[str, str]
    claims: Mapping[str, str]
    incidents: Mapping[str, str]

    def renamed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with every identity in it renamed."""
        out = frame.copy()
        single = {
            "record_id": self.records,
            "incident_id": self.incidents,
            "subject_id": self.incidents,
            "claim_id": self.claims,
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


def published_names(claims: pd.DataFrame, incidents: pd.DataFrame) -> Names:
    """
    Name the records, claims and incidents of a selection for the outside.

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
    )
