"""Lets tests import the small modules that stand beside them, and frees properties from the clock."""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

# A slow machine is no fault, and a run is to find the same as the run before it.
settings.register_profile("strikeatlas", deadline=None, derandomize=True)
settings.load_profile("strikeatlas")
