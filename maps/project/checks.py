"""Whether what a project file says can be meant: each value against its range and its words."""

from __future__ import annotations

import re

from data import UsageProblem, norm_country, tables, words
from data import fields as column_fields

from ..address import check_address
from .sections import LANGUAGES, REVIEWED, Atlas, Policy, Project

# Tables from which a policy may withhold columns; the others are made from these, after the withholding.
WITHHELD_FROM = ("claims", "placements", "judgements", "figures", "sources")
# Withholding these would be a show only: record_id holds the code, and a place without a position is not placed.
FIXED = ("claims.record_code", "claims.source_id", "figures.source_id", "judgements.alias", "judgements.made_at")
MOST_DAYS = 36_500
ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def _check_withheld(policy: Policy, file: str) -> None:
    public = {
        f"{table}.{item.name}": item for table in tables() for item in column_fields(table) if item.see == "public"
    }
    for name in policy.withhold:
        if name not in public:
            from rapidfuzz import process  # noqa: PLC0415 - for a column that is not known

            nearest = process.extractOne(name, list(public))
            hint = f"Did you mean '{nearest[0]}'? Private columns need no naming." if nearest else ""
            raise UsageProblem(f"{file}: publish.withhold '{name}' is no public column.", hint=hint)
        if public[name].required or name in FIXED:
            raise UsageProblem(f"{file}: '{name}' cannot be withheld.", hint="The page needs it; hold the record back.")
        if name.partition(".")[0] not in WITHHELD_FROM:
            hint = f"Withhold columns of {', '.join(WITHHELD_FROM)}: the other tables are made from what is left."
            raise UsageProblem(f"{file}: '{name}' cannot be withheld by itself.", hint=hint)


def _check_policy(policy: Policy, file: str) -> None:
    if not 0 <= policy.coordinate_decimals <= 5:
        raise UsageProblem(f"{file}: publish.coordinate_decimals is {policy.coordinate_decimals}.", hint="Use 0 to 5.")
    if not 0 <= policy.embargo_days <= MOST_DAYS:
        raise UsageProblem(f"{file}: publish.embargo_days is {policy.embargo_days}.", hint=f"Use 0 to {MOST_DAYS}.")
    if policy.undated not in ("hold", "publish"):
        raise UsageProblem(f"{file}: publish.undated is '{policy.undated}'.", hint="Use 'hold' or 'publish'.")
    if policy.input_hashes not in ("sealed", "open"):
        raise UsageProblem(f"{file}: publish.input_hashes is '{policy.input_hashes}'.", hint="Use 'sealed' or 'open'.")
    if odd := [host for host in policy.online_hosts if not isinstance(host, str) or "/" in host or not host]:
        hint = "Name servers, such as 'tiles.example.org'."
        raise UsageProblem(f"{file}: publish.online_hosts has {odd[0]!r}.", hint=hint)
    if unknown := [kind for kind in policy.review if kind not in REVIEWED]:
        raise UsageProblem(f"{file}: publish.review has '{unknown[0]}'.", hint=f"There are: {', '.join(REVIEWED)}.")
    if loose := [name for name in policy.statuses if "/" not in name]:
        hint = "Name each grade as recorder/grade, such as 'airwars/fair'; without a grade, 'airwars/none'."
        raise UsageProblem(f"{file}: publish.statuses has '{loose[0]}'.", hint=hint)
    _check_withheld(policy, file)


def _check_atlas(atlas: Atlas, file: str) -> None:
    known = f"There are: {', '.join(LANGUAGES)}."
    if not atlas.languages:
        raise UsageProblem(f"{file}: atlas.languages names none.", hint=known)
    if unknown := [name for name in atlas.languages if name not in LANGUAGES]:
        raise UsageProblem(f"{file}: no language '{unknown[0]}'.", hint=known)
    if len(atlas.period) not in (0, 2) or not all(ISO_DATE.fullmatch(str(day)) for day in atlas.period):
        hint = "Such as ['2014-08', '2019-12']."
        raise UsageProblem(f"{file}: atlas.period needs a first and a last date.", hint=hint)
    if wrong := [name for name in atlas.countries if norm_country(str(name)) != name]:
        hint = (
            f"Write it as '{norm_country(str(wrong[0]))}'."
            if norm_country(str(wrong[0]))
            else "Use ISO 3166-1 alpha-2."
        )
        raise UsageProblem(f"{file}: atlas.countries has '{wrong[0]}'.", hint=hint)


def _check_view(view: tuple[float, ...], file: str) -> None:
    numbers = all(isinstance(edge, int | float) and not isinstance(edge, bool) for edge in view)
    if len(view) not in (0, 4) or not numbers:
        raise UsageProblem(f"{file}: map.view needs west, south, east, north.", hint="Give four numbers or none.")
    if view and not (-180 <= view[0] < view[2] <= 180 and -85 <= view[1] < view[3] <= 85):
        raise UsageProblem(
            f"{file}: map.view is no part of the map.", hint="West below east, south below north, in degrees."
        )


def check_values(project: Project, file: str) -> Project:
    """Return the project, or raise UsageProblem at the first value that cannot be meant."""
    if not 0 <= project.map.most_coarser <= 1:
        raise UsageProblem(f"{file}: map.most_coarser is {project.map.most_coarser:g}.", hint="Use a share, 0 to 1.")
    _check_policy(project.publish, file)
    _check_atlas(project.atlas, file)
    _check_view(project.map.view, file)
    check_address(project.store.url, file)
    for layer in project.layers:
        if bool(layer.population) != bool(layer.population_source):
            hint = "A rate stands beside both its parts: name the file, and whose count of which year it is."
            raise UsageProblem(f"{file}: [[layers]] needs population and population_source together.", hint=hint)
    for number, given in enumerate(project.inputs):
        if given.redistribution and given.redistribution not in words("redistribution"):
            hint = f"Use one of: {', '.join(words('redistribution'))}."
            raise UsageProblem(f"{file}: inputs[{number}].redistribution is '{given.redistribution}'.", hint=hint)
    if not project.geocode.gazetteers:
        raise UsageProblem(f"{file}: geocode.gazetteers names none.", hint="Use ['embedded'].")
    if not 0 <= project.geocode.minimum_confidence <= 1:
        raise UsageProblem(f"{file}: geocode.minimum_confidence is no probability.", hint="Use 0 to 1.")
    return project
