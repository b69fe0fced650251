"""Finds a browser for the tests and says which it is; with --install gets one where there is none.

In this order: an installed Chrome, Chromium or Edge; the browser that playwright has downloaded; with --install,
playwright's download, then the system's package.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Error, sync_playwright

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
FONTS = ("font_roboto", "font_source_serif_pro", "pylopdf_fonts_zh_cn")
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
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def find() -> str | None:
    """The path of a browser to drive, or None."""
    return installed() or of_playwright()


def _install() -> str | None:
    """Get a browser; what it does is said beside the output, whose one line is the browser."""
    print("No browser found: trying playwright's download.", file=sys.stderr)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(command, check=False, timeout=600, stdout=sys.stderr).returncode == 0:
        path = of_playwright()
        if path:
            return path
    apt = shutil.which("apt-get")
    if apt:
        print("Trying the system's package.", file=sys.stderr)
        prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*prefix, apt, "update", "-qq"], check=False, env=environment, stdout=sys.stderr)
        for package in ("chromium", "chromium-browser"):
            command = [*prefix, apt, "install", "-y", "-qq", package]
            if subprocess.run(command, check=False, env=environment, stdout=sys.stderr).returncode == 0:
                break
    return installed()


@contextmanager
def launched(path: str) -> Iterator[Browser]:
    """A browser whose only fonts, where fontconfig finds them, are those of the site's own packages.

    So a page is laid out alike on every Linux; elsewhere the system has its fonts in any case.
    """
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        fonts = Path(folder) / "fonts.conf"
        folders = "".join(f"<dir>{files(package)}</dir>" for package in FONTS)
        serif = "<alias><family>serif</family><prefer><family>Source Serif Pro</family></prefer></alias>"
        fonts.write_text(f"<fontconfig>{folders}{serif}<cachedir>{folder}</cachedir></fontconfig>", encoding="utf-8")
        environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS), env=environment)
        yield browser
        browser.close()


def main() -> int:
    """Print the browser's path and version; 1 with a clear line when there is none that starts."""
    path = find() or (_install() if "--install" in sys.argv[1:] else None)
    if path is None:
        print("The tests need Chrome, Chromium or Edge: install one, or name it with BROWSER_PATH=…", file=sys.stderr)
        return 1
    try:
        with launched(path) as browser:
            # What a browser prints of itself differs by system and launcher.
            print(f"Browser: {path}, version {browser.version}", flush=True)
    except Error as error:
        print(f"{path} does not start: {error.message.splitlines()[0]}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
