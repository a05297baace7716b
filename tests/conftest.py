"""Lets tests import the small modules that stand beside them, and keeps property tests apart from the clock."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))
# Machines are noisy: no test fails for being slow, and the same examples are tried in every run.
settings.register_profile("project", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

if number := os.environ.get("STRIKEATLAS_WITHOUT"):
    from without import take_away

    take_away(number)


@pytest.fixture(scope="module")
def chrome():
    """A Chromium for the tests of a module."""
    from browser import chromium  # noqa: PLC0415 - only some tests need a browser

    with chromium() as browser:
        yield browser


@pytest.fixture
def open_page(chrome, tmp_path):
    """Open pages of the fixture, each in a context of its own."""
    from opened import opener  # noqa: PLC0415

    with opener(chrome, tmp_path) as open_one:
        yield open_one
