"""Publishing: what select let through is written beside the old site, read again, compared, and moved into place.

It may import every part of maps below it. Most callers want `publish_project`; `verify_site` reads a site again.
"""

from .corrections import told
from .site import Published, publish_project
from .verify import Verified, verify_site

__all__ = ["Published", "Verified", "publish_project", "told", "verify_site"]
