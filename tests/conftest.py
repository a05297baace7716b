"""Lets tests import the small modules that stand beside them, and keeps property tests apart from the clock."""

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))
# Machines are noisy: no test fails for being slow, and the same examples are tried in every run.
settings.register_profile("project", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

if number := os.environ.get("STRIKEATLAS_WITHOUT"):
    from without import take_away

    take_away(number)
