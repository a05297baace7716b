"""The Content-Security-Policy of a page: nothing from anywhere, and only the scripts that were put in here (S1.2)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

Sources = Iterable[tuple[str, str]]

FIXED = {
    "default-src": ("'none'",),
    "img-src": ("data:", "blob:"),
    "worker-src": ("blob:",),
    "base-uri": ("'none'",),
    "form-action": ("'none'",),
}


def source_hash(text: str) -> str:
    """
    The hash by which a policy names one inline script or style.

    >>> source_hash("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def content_policy(scripts: list[str], styles: list[str], *, sources: Sources = ()) -> str:
    """
    Policy for a page with exactly these inline scripts and styles, taken as they are emitted.

    `sources` are what else it may ask for: tiles that lie beside it, or the servers of online layers that were chosen.

    >>> content_policy([], [], sources=[("connect-src", "'self'")]).split("; ")[-3]
    "connect-src 'self'"
    """
    held = {name: list(values) for name, values in FIXED.items()}
    for name, address in sources:
        held.setdefault(name, []).append(address)
    held["script-src"] = [source_hash(text) for text in scripts] or ["'none'"]
    held["style-src"] = [source_hash(text) for text in styles] or ["'none'"]
    return "; ".join(f"{name} {' '.join(dict.fromkeys(values))}" for name, values in held.items())
