"""Compiles requirements/*.txt from pyproject.toml: pinned, with hashes, for every platform, without
addresses.

``compile.py [PACKAGE …]`` brings all packages up to date, or those that are named. It runs in an
environment of its own (.venv-lock), made from requirements/lock.txt.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETS = {"build": [], "pdf": ["pdf"], "test": ["pdf", "test"], "lock": ["pdf", "test", "lock"]}


def main() -> None:
    """Make the environment, then compile each set; later sets are held to the versions of earlier
    ones.
    """
    environment = ROOT / ".venv-lock"
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "-r",
        str(ROOT / "requirements" / "lock.txt"),
    ]
    subprocess.run([str(python), *install], check=True)
    newer = [f"--upgrade-package={name}" for name in sys.argv[1:]] or ["--upgrade"]
    constraints: list[str] = []
    for name, extras in SETS.items():
        out = ROOT / "requirements" / f"{name}.txt"
        command = [
            str(python),
            "-m",
            "uv",
            "pip",
            "compile",
            "--quiet",
            "--universal",
            "--python-version",
            "3.11",
        ]
        command += ["--generate-hashes", "--no-emit-index-url", "--no-annotate", *newer]
        command += ["--custom-compile-command", "make lock", "pyproject.toml", "-o", str(out)]
        for extra in extras:
            command += ["--extra", extra]
        subprocess.run([*command, *constraints], check=True, cwd=ROOT)
        constraints += ["-c", str(out)]


if __name__ == "__main__":
    main()
