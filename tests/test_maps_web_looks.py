"""Eight states of the page look as they were looked at: compared with small pictures, with room for other fonts."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from looks import FOLDER, LOOKS, difference, pictures, read_png, small
from opened import needs_bundle

pytestmark = [pytest.mark.browser, needs_bundle]
# Another version of the browser, or other fonts, move lines of text by some pixels; a part that is gone moves more.
MEAN, WORST = 3.5, 15.0


def kept(name: str) -> np.ndarray:
    return read_png((FOLDER / f"{name}.png").read_bytes())


def test_every_state_looks_as_it_was_looked_at(open_page):
    apart = {name: difference(small(read_png(picture)), kept(name)) for name, picture in pictures(open_page)}
    assert set(apart) == set(LOOKS)
    assert {name: told for name, told in apart.items() if told[0] > MEAN or told[1] > WORST} == {}


def test_the_measure_tells_the_states_apart():
    wide = [name for name in LOOKS if name not in ("phone", "print")]
    for one, other in itertools.combinations(wide, 2):
        mean, worst = difference(kept(one), kept(other))
        assert mean > MEAN or worst > WORST, (one, other)


def test_the_measure_sees_a_part_that_is_gone():
    picture = kept("start").copy()
    # The numbers of the rail, an eighth of the window, painted over.
    picture[40:110, :64] = 255
    mean, worst = difference(picture, kept("start"))
    assert mean > MEAN or worst > WORST


def test_the_pictures_are_small():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.png")) < 150_000
