"""The Content-Security-Policy of a page: nothing from anywhere, and only the scripts that were put in here (S1.2)."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

FIXED = "default-src 'none'; img-src data: blob:; worker-src blob:; base-uri 'none'; form-action 'none'"


def source_hash(text: str) -> str:
    """
    The hash by which a policy names one inline script or style.

    >>> source_hash("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def content_policy(scripts: list[str], styles: list[str]) -> str:
    """Policy for a page with exactly these inline scripts and styles, taken as they are emitted."""
    script = " ".join(dict.fromkeys(source_hash(text) for text in scripts)) or "'none'"
    style = " ".join(dict.fromkeys(source_hash(text) for text in styles)) or "'none'"
    return f"{FIXED}; script-src {script}; style-src {style}"
