"""Lets tests import the small modules that stand beside them: shared_data, squares."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
