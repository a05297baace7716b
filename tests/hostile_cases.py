"""What a case of the hostile corpus is, and how it may end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

INERT, EXACT, WARNED = "inert", "exact", "kept with warning"
ROW, FILE, REDACTED, HELD = "row rejected", "file rejected", "redacted", "held"
CLASSES = (INERT, EXACT, WARNED, ROW, FILE, REDACTED, HELD)


@dataclass(frozen=True)
class Told:
    """One case: what kind of thing was tried, how it should end, and how it ended."""

    group: str
    name: str
    wanted: str
    found: str
    why: str = ""

    @property
    def good(self) -> bool:
        """Whether it ended as it should."""
        return self.found == self.wanted


def table(told: Iterable[Told]) -> str:
    """Say class by class how many cases there are and how many ended so; then each that did not."""
    rows = list(told)
    tried, good = (Counter(one.wanted for one in rows if keep(one)) for keep in (lambda _: True, lambda one: one.good))
    lines = [f"{'class':<20}{'cases':>7}{'ended so':>10}"]
    lines += [f"{name:<20}{tried[name]:>7}{good[name]:>10}" for name in CLASSES]
    lines.append(f"{'all':<20}{len(rows):>7}{sum(good.values()):>10}")
    groups = Counter(one.group for one in rows)
    lines.append("of these: " + ", ".join(f"{name} {number}" for name, number in groups.items()))
    lines += [f"NOT AS IT SHOULD: {one.group}, {one.name}: {one.found} {one.why}" for one in rows if not one.good]
    return "\n".join(lines)
