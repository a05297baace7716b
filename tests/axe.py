"""axe-core, where npm has put it, and the rules that pages are held to."""

import pytest
from page_fixture import WEB

AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm ci in maps/web)")
