"""Publishing: what select let through is written beside the old site, checked, and moved into place."""

from .site import Published, publish_project

__all__ = ["Published", "publish_project"]
