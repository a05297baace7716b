"""Where a policy is looser than the default: each such decision is named in the methods page."""

from __future__ import annotations

from dataclasses import dataclass

from ..page import online_layers
from ..project import REVIEWED, Policy, Project
from ..select import Selection

METRES_A_DEGREE = 111_320


@dataclass(frozen=True)
class Loosening:
    """One decision: the key of its sentence, and what stands in it; `kinds` are words to be told in each language."""

    key: str
    values: dict[str, str]
    kinds: tuple[str, ...] = ()


def loosenings(project: Project, selection: Selection) -> list[Loosening]:
    """List every point in which the active policy lets out more than the default would."""
    policy, default = selection.policy, Policy()
    found = []
    if policy.coordinate_decimals > default.coordinate_decimals:
        metres = f"{METRES_A_DEGREE / 10**policy.coordinate_decimals:.3g}"
        found.append(_changed("coordinate_decimals", policy, default, metres=metres))
    if policy.embargo_days < default.embargo_days:
        found.append(_changed("embargo_days", policy, default))
    if policy.undated != default.undated:
        found.append(Loosening("undated", {}))
    if policy.input_hashes != default.input_hashes:
        found.append(Loosening("input_hashes", {}))
    if missing := tuple(kind for kind in REVIEWED if kind not in policy.review):
        found.append(Loosening("review", {}, missing))
    if selection.released:
        found.append(Loosening("releases", {"value": str(len(selection.released))}))
    if project.online:
        hosts = dict.fromkeys(server.host for _, server in online_layers(project))
        found.append(Loosening("online_hosts", {"value": ", ".join(hosts)}))
    stated = sum(1 for given in project.inputs if given.redistribution == "full")
    if stated:
        found.append(Loosening("redistribution", {"value": str(stated), "of": str(len(project.inputs))}))
    return found


def _changed(key: str, policy: Policy, default: Policy, **more: str) -> Loosening:
    return Loosening(key, {"value": str(getattr(policy, key)), "default": str(getattr(default, key)), **more})
