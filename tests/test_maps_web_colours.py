"""Colours of claimants and of classes, as people see them who see colours differently."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pytest

TOKENS = (Path(__file__).resolve().parents[1] / "maps/web/src/styles/tokens.css").read_text(encoding="utf-8")
# Machado, Oliveira and Fernandes 2009, severity 1: in linear RGB.
SEEN = {
    "usual": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(colour: str, sight: str) -> np.ndarray:
    xyz = XYZ @ np.clip(np.asarray(SEEN[sight]) @ linear(colour), 0, 1) / WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def tokens(name: str, scheme: int) -> list[str]:
    """Colours of a name with a number, in the light (0) or the dark (1) scheme."""
    found = re.findall(rf"--sa-{name}\d: (#[0-9a-f]{{6}});", TOKENS)
    half = len(found) // 2
    return found[half * scheme : half * (scheme + 1)]


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize("sight", SEEN)
def test_claimants_stay_apart(sight: str, scheme: int) -> None:
    # Three speak on most pages, six at most; each has a shape of its own as well.
    seen = [lab(colour, sight) for colour in tokens("c", scheme)]
    assert len(seen) == 6
    assert min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2)) > 13.5


@pytest.mark.parametrize("scheme", [0, 1])
def test_claimants_stand_out_from_paper_and_land(scheme: int) -> None:
    grounds = [re.findall(rf"--sa-{name}: (#[0-9a-f]{{6}});", TOKENS)[scheme] for name in ("paper", "land")]
    # WCAG 2.2, 1.4.11: what is drawn needs three to one.
    assert min(contrast(hue, ground) for hue in tokens("c", scheme) for ground in grounds) > 3


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(XYZ[1] @ linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize("sight", SEEN)
def test_classes_go_one_way_in_steps_that_can_be_told_apart(sight: str, scheme: int) -> None:
    light = [lab(colour, sight)[0] for colour in tokens("u", scheme)]
    steps = np.diff(light) * (1 if scheme else -1)
    assert len(light) == 5
    assert (steps > 7).all(), steps
