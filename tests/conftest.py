"""What the tests share: the site in the forms that it is built in, a server for it, a browser."""

from __future__ import annotations

import contextlib
import fcntl
import gc
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from find_browser import find, launched
from publishing import ADDRESS, CONCEPT_DOI, DOI, EDITION, REPOSITORY, SAMPLE_NAME
from recipes import follow, recipes
from refdesk.cli import main
from refdesk.site.site import Site, load_site
from site_server import served
from waiting import wait_until

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "tests" / "sites" / "house"
BIN = Path(sys.executable).parent
# What mkdocs.yml and an edition take from the shell: each test says what it builds with, whoever runs it.
SETTINGS = (
    *("SITE_URL", "REPO_URL", "CONTACT_URL", "EDIT_URI"),
    *("EDITION", "DOI", "CONCEPT_DOI", "ZIP_SIZE", "PDF_SIZE"),
)
for _name in SETTINGS:
    os.environ.pop(_name, None)
# Commits are somebody's, whoever runs the tests and however they have set up git.
os.environ |= {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
os.environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
# Where a change goes public: each page in a browser and the PDF of this site, not typical pages and that of the sample.
WHOLE = bool(os.environ.get("WHOLE"))
# Of a change of the content alone: what is built of the real site is looked at, and no test runs that never sees it.
CONTENT = bool(os.environ.get("CONTENT"))
gc.set_threshold(200_000, 50, 50)  # as the command sets it
# On a machine with much else to do an example takes its time. The examples are the same each time, but for new ones
# where a change goes public.
settings.register_profile("tests", deadline=None, derandomize=not WHOLE, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")
SITE_FILES = ("mkdocs.yml", "docs", "hooks", "overrides")
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
# The files that take longest begin, so that all workers end together: first one that waits for the whole site to be
# built, one that waits for an edition, and one that waits for nothing.
LONGEST = ("browser/test_every_page", "book/", "rules/test_golden", "browser/", "search/", "test_code_recipes",
           "build/", "contribute/", "charts/", "publish/test_valid", "data/test_mutations", "")  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first; of a change of the content, keep what looks at the built site."""
    if CONTENT:
        items[:] = [item for item in items if "built_site" in getattr(item, "fixturenames", ())]
    items.sort(key=lambda item: next(at for at, name in enumerate(LONGEST) if name in item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """As many workers as cores; of all tests, dealt out by file, one more, since many wait for a browser or a build."""
    return (os.cpu_count() or 1) + (config.getoption("dist") == "loadfile")


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


def copy_sample(target: Path) -> Path:
    """A checkout of a small made-up site that shows every block; its settings and its looks are those of this site."""
    sample = ROOT / "tests" / "sites" / "sample"
    shutil.copytree(sample / "docs", target / "docs")
    shutil.copytree(ROOT / "docs" / "assets", target / "docs" / "assets", ignore=shutil.ignore_patterns("*.png"))
    shutil.copytree(ROOT / "docs" / "data" / "schemas", target / "docs" / "data" / "schemas")
    shutil.copytree(ROOT / "overrides", target / "overrides")
    (target / "hooks").mkdir()
    shutil.copy(ROOT / "hooks" / "mkdocs_adapter.py", target / "hooks")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    settings = re.sub(r"^site_name: .*", f"site_name: {SAMPLE_NAME}", settings, flags=re.MULTILINE)
    nav = (sample / "nav.yml").read_text(encoding="utf-8")
    (target / "mkdocs.yml").write_text(f"{settings}\n{nav}", encoding="utf-8")
    for name in ("mkdocs-offline.yml", "LICENSE", "LICENSE-TEXT", ".gitignore"):
        shutil.copy(ROOT / name, target)
    return target


def build(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``mkdocs build`` in a checkout; its output is text, errors included."""
    return subprocess.run(
        [str(BIN / "mkdocs"), "build", *arguments],
        cwd=root,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@dataclass(frozen=True)
class Result:
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


def refdesk(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> Result:
    """Run the command ``refdesk``, in a folder if one is named; an exception that it lets through is the test's.

    It runs in this process, since most of a short command is its start.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with contextlib.chdir(cwd or "."), pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = main([str(argument) for argument in arguments])
            except SystemExit as end:
                code = int(end.code or 0)
    return Result(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))


def git(root: Path, *arguments: str) -> str:
    """Run git in a checkout; what it prints."""
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


def append(path: Path, text: str) -> None:
    """Add a text to the end of a file."""
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def set_up(root: Path) -> Path:
    """Give a checkout the environment that runs here, as if made there; return the folder of its programs."""
    environment = root / ".venv"
    (environment / "bin").mkdir(parents=True)
    for name in ("pyvenv.cfg", "lib", "bin/python", "bin/refdesk", "bin/mkdocs"):
        (environment / name).symlink_to(BIN.parent / name)
    for name in ("build", "pdf", "quick", "test"):
        (environment / f".{name}-ready").touch()
    return environment / "bin"


def _shared(factory: pytest.TempPathFactory, name: str, fill: Callable[[Path], None]) -> Path:
    """A folder that is filled once for all workers: the first to ask fills it, the others wait. Nobody else writes."""
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            fill(folder)
            (folder / "done").touch()
    return folder


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the whole site as it is published."""

    def fill(folder: Path) -> None:
        settings = {"SITE_URL": ADDRESS, "REPO_URL": REPOSITORY, "EDITION": EDITION, "DOI": DOI}
        result = build(ROOT, "--strict", "--site-dir", str(folder / "sub"), **settings)
        assert result.returncode == 0, result.stdout

    return _shared(tmp_path_factory, "built", fill) / "sub"


@pytest.fixture(scope="session")
def loaded() -> Site:
    """Return the whole site as it is read."""
    return load_site(ROOT)


@pytest.fixture(scope="session")
def loaded_sample(sample_root: Path) -> Site:
    """Return the sample as it is read."""
    return load_site(sample_root)


@pytest.fixture(scope="session")
def sample_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout of the sample, with its site built below ``site``."""

    def fill(folder: Path) -> None:
        root = copy_sample(folder / "checkout")
        result = build(root, "--strict")
        assert result.returncode == 0, result.stdout

    return _shared(tmp_path_factory, "sample", fill) / "checkout"


@pytest.fixture(scope="session")
def sample(sample_root: Path) -> Iterator[str]:
    """The address of the built sample on this machine."""
    with served(sample_root / "site") as address:
        yield address


@pytest.fixture(scope="session")
def public_sample(sample_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as it is published."""

    def fill(folder: Path) -> None:
        public = {"SITE_URL": ADDRESS, "REPO_URL": REPOSITORY, "EDIT_URI": "edit/main/docs/"}
        settings = {**public, "EDITION": EDITION, "DOI": DOI}
        result = build(sample_root, "--strict", "--site-dir", str(folder / "site"), **settings)
        assert result.returncode == 0, result.stdout

    return _shared(tmp_path_factory, "public-sample", fill) / "site"


def _shell(root: Path, commands: str, **environment: str) -> None:
    """Run commands as somebody in a shell; what they print is kept beside the checkout."""
    with (root.parent / "output").open("a", encoding="utf-8") as output:
        command = ["bash", "-e", "-c", commands]
        env = {**os.environ, **environment}
        done = subprocess.run(command, cwd=root, env=env, stdout=output, stderr=output, check=False)
    assert done.returncode == 0, (root.parent / "output").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout of the sample in which the recipe for an edition was followed; ``dist`` holds what it made.

    It has a DOI, and one package was kept for it.

    It is set up as a clone is: its programs are those that run here, but for the linters and the tests.
    """

    def fill(folder: Path) -> None:
        root = copy_sample(folder / "checkout")
        for name in (
            "Makefile",
            "pyproject.toml",
            "README.md",
            "CHANGELOG.md",
            "CITATION.cff",
            "requirements",
            "tests/find_browser.py",
        ):
            (root / name).parent.mkdir(exist_ok=True)
            is_written = name in ("CHANGELOG.md", "CITATION.cff")
            shutil.copy(ROOT / name, root) if is_written else (root / name).symlink_to(ROOT / name)
        (root / "dist/wheels").mkdir(parents=True)
        (root / "dist/wheels/one-1.0-py3-none-any.whl").write_bytes(b"a package")
        programs = set_up(root)
        for name in ("pytest", "ruff", "mypy", "deno"):
            (programs / name).symlink_to(str(shutil.which("true")))
        named = {"SITE_URL": ADDRESS, "REPO_URL": REPOSITORY, "DOI": DOI, "CONCEPT_DOI": CONCEPT_DOI}
        _shell(root, "git init --quiet; git add --all; git commit --quiet --message 'No edition'")
        for block in recipes(ROOT / "docs/about/recipes.md")["Release an edition"]:
            follow(root, block, lambda commands: _shell(root, commands, **named))

    return _shared(tmp_path_factory, "released", fill) / "checkout"


@pytest.fixture(scope="session")
def bundle(released: Path) -> Path:
    """Return the offline bundle of the sample, as an edition has it."""
    return released / "dist" / "from-0-to-1-offline.zip"


@pytest.fixture(scope="session")
def disk_site(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one folder in the bundle, unpacked at a place with signs that addresses have to escape."""

    def fill(folder: Path) -> None:
        with zipfile.ZipFile(bundle) as archive:
            archive.extractall(folder)

    return _shared(tmp_path_factory, "a place 地方 #1", fill) / "from-0-to-1-offline"


@pytest.fixture(scope="session")
def served_site(built_site: Path) -> Iterator[str]:
    """Yield the address of the whole site on this machine, below the path that it is built for."""
    with served(built_site.parent) as address:
        yield f"{address}{built_site.name}/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser."""
    path = find()
    assert path, "no browser: run `make test`, which finds or installs one"
    with launched(path) as chromium:
        yield chromium


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Yield what opens a page in a window with settings of its own.

    It comes without the worker, which would load the whole site once more for each.
    """
    contexts: list[BrowserContext] = []

    def opened(**settings: Any) -> Page:
        contexts.append(browser.new_context(service_workers="block", reduced_motion="reduce", **settings))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def _only_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, service_workers="block", reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def page(_only_page: Page) -> Page:
    """A page at desktop size that all tests of a worker use one after the other: a fresh one takes three times as long.

    A test that needs other settings, stored data or listeners takes ``new_page``.
    """
    _only_page.goto("about:blank")
    _only_page.set_viewport_size(DESKTOP)
    _only_page.emulate_media(media="null", color_scheme="light", forced_colors="none", reduced_motion="reduce")
    _only_page.mouse.move(0, 0)
    return _only_page


def resize(page: Page, width: int) -> None:
    """Make a page as wide as that, and wait until it is and its scripts have been told."""
    page.set_viewport_size({"width": width, "height": DESKTOP["height"]})
    wait_until(page, "width => window.innerWidth === width", width)
    page.evaluate("new Promise(requestAnimationFrame)")  # a frame begins with the event of the new size
