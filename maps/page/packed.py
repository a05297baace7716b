"""Scripts of the bundle as they stand in a page: packed, for a page is mostly program."""

from __future__ import annotations

import re
import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import cache

from .assets import bundle_text

UNPACKER = "unpack.js"
# Shorter ones, such as folium's own for each map, stay as they are and can be read.
LONG = 20_000
CALL = re.compile(r'(<(?:script)>StrikeUnpack\.run\(")([A-Za-z0-9+/=]+)("\)</(?:script)>)')


@dataclass(frozen=True)
class Scripts:
    """Scripts in the form in which they are emitted, and all that the page's policy has to name."""

    emitted: list[str]
    named: list[str]


@cache
def packed_script(text: str) -> str:
    """A script as one call that unpacks it and runs it at once: raw deflate (RFC 1951) in base64."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(text.encode()) + deflate.flush()
    return f'StrikeUnpack.run("{b64encode(packed).decode()}")'


def take_packed(page: str) -> tuple[str, list[str]]:
    """
    Take the packed scripts out of a page; what cannot be unpacked stays where it is.

    Returns
    -------
    tuple
        The page without what was packed, and the scripts in full.
    """
    scripts: list[str] = []

    def taken(match: re.Match[str]) -> str:
        try:
            script = zlib.decompress(b64decode(match[2], validate=True), -zlib.MAX_WBITS).decode()
        except (ValueError, zlib.error):
            return match[0]
        scripts.append(script)
        return f"{match[1]}{match[3]}"

    return CALL.sub(taken, page), scripts


def pack_scripts(scripts: list[str]) -> Scripts:
    """
    Pack the long ones among the scripts of a page, in their order, behind the script that unpacks them.

    The browser runs a packed script only if the policy names its full text by hash (CSP level 2), so both are named.
    """
    long = {text: packed_script(text) for text in scripts if len(text) > LONG}
    if not long:
        return Scripts(scripts, scripts)
    emitted = [bundle_text(UNPACKER), *(long.get(text, text) for text in scripts)]
    return Scripts(emitted, [*emitted, *long])
