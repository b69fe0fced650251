"""Finds a browser for the tests, and with --install gets one where there is none.

In this order: an installed Chrome, Chromium or Edge; the browser that playwright has downloaded; with --install,
playwright's download, then the system's package.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def installed() -> str | None:
    """The path of an installed browser: the one named by BROWSER_PATH, or the first that is found."""
    named = os.environ.get("BROWSER_PATH")
    if named:
        return named
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    return next((place for place in PLACES if Path(place).is_file()), None)


def of_playwright() -> str | None:
    """The path of the browser that playwright has downloaded, if it has."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where nothing else is found

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def find() -> str | None:
    """The path of a browser to drive, or None."""
    return installed() or of_playwright()


def _install() -> str | None:
    print("No browser found: trying playwright's download.", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(command, check=False, timeout=600).returncode == 0:
        path = of_playwright()
        if path:
            return path
    apt = shutil.which("apt-get")
    if apt:
        print("Trying the system's package.", flush=True)
        prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*prefix, apt, "update", "-qq"], check=False, env=environment)
        for package in ("chromium", "chromium-browser"):
            done = subprocess.run([*prefix, apt, "install", "-y", "-qq", package], check=False, env=environment)
            if done.returncode == 0:
                break
    return installed()


def main() -> int:
    """Print the browser's path; 1 with a clear line when there is none."""
    path = find() or (_install() if "--install" in sys.argv[1:] else None)
    if path is None:
        print("The tests need Chrome, Chromium or Edge: install one, or name it with BROWSER_PATH=…", file=sys.stderr)
        return 1
    print(f"Browser: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
