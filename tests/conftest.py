"""What the tests share: the built site, a server for it, a browser."""

from __future__ import annotations

import fcntl
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from find_browser import FLAGS, find

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# What mkdocs.yml takes from the shell: each test says what it builds with, whoever runs it.
SETTINGS = ("SITE_URL", "REPO_URL", "EDIT_URI", "EDITION", "ZIP_SIZE", "PDF_SIZE")
for _name in SETTINGS:
    os.environ.pop(_name, None)
SITE_FILES = ("mkdocs.yml", "docs", "hooks", "overrides", "includes")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where the tests decide, each is run: one that is skipped there has failed."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"skipped where every test must run: {report.longrepr}"
    return report


def copy_site(target: Path) -> Path:
    """A copy of everything the site is built from."""
    for name in SITE_FILES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        elif source.is_file():
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / name)
    return target


def build(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``mkdocs build`` in a checkout; its output is text, errors included."""
    return subprocess.run(
        [str(BIN / "mkdocs"), "build", *arguments],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def refdesk(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command ``refdesk``."""
    return subprocess.run(
        [str(BIN / "refdesk"), *arguments], cwd=cwd, capture_output=True, text=True, check=False, encoding="utf-8"
    )


def _built_once(factory: pytest.TempPathFactory, name: str, *arguments: str) -> Path:
    """The site, built once for all workers: the first to ask builds it, the others wait. Nobody writes to it."""
    own = factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "done").exists():
            result = build(ROOT, "--strict", *arguments, "--site-dir", str(shared / "site"))
            assert result.returncode == 0, result.stdout
            (shared / "done").touch()
    return shared / "site"


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as a server has it."""
    return _built_once(tmp_path_factory, "built")


@pytest.fixture(scope="session")
def disk_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site to be read from the disk, as the offline bundle holds it."""
    return _built_once(tmp_path_factory, "disk", "-f", "mkdocs-offline.yml")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard library's
        """Say nothing."""


@pytest.fixture(scope="session")
def served_site(built_site: Path) -> Iterator[str]:
    """The address of the built site on this machine."""
    handler = functools.partial(_Quiet, directory=str(built_site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser."""
    path = find()
    assert path, "no browser: run `make test`, which finds or installs one"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser context at desktop size."""
    fresh = browser.new_context(viewport={"width": 1280, "height": 900})
    yield fresh
    fresh.close()
