"""``make bench``: how fast things are, as ratios measured in one run (seconds differ from machine to machine).

The code: its lines, the modules that stand in no folder, imports inside functions, suppressions of a linter.
The site itself: a check against a build in the same state: with no cache, with one page changed, with nothing changed;
and the processor time of such a check.
The search: what people type into a real browser, by kind; the size of the index; the time from a key to the results.
Generated sites of 300 and 3,000 pages: the time of a check for each page must not grow.
"""

from __future__ import annotations

import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from conftest import BIN, ROOT, build, copy_site
from search.measure import measure

RUNS = 3
PAIRS = 7  # of runs side by side, where the ratio matters: a machine is now slower and now quicker
SIZES = (300, 3000)


def seconds(action: Callable[[], object], before: Callable[[], object] = lambda: None, runs: int = RUNS) -> float:
    """The median time of an action; ``before`` is not timed."""
    taken: list[float] = []
    for _ in range(runs):
        before()
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def ratio(
    one: Callable[[], object],
    other: Callable[[], object],
    before: Callable[[], object],
    before_other: Callable[[], object],
) -> float:
    """The time of one action to that of another: the median of pairs, each timed one right after the other."""
    return statistics.median(seconds(one, before, runs=1) / seconds(other, before_other, runs=1) for _ in range(PAIRS))


def check(root: Path) -> None:
    """``refdesk check`` as a whole process."""
    done = subprocess.run([str(BIN / "refdesk"), "check", "--root", str(root)], check=False, capture_output=True)
    if done.returncode:
        sys.exit(done.stdout.decode())


def forget(root: Path) -> None:
    """Delete the cache of checks."""
    shutil.rmtree(root / ".cache", ignore_errors=True)


def built(root: Path) -> Path:
    """Where a site is built."""
    return root.parent / f"{root.name}-out"


def build_once(root: Path) -> None:
    """A whole build."""
    done = build(root, "--quiet", "--site-dir", str(built(root)))
    if done.returncode:
        sys.exit(done.stdout)


def of_the_code() -> None:
    """Print how large the package is, and what in it asks for an exception."""
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "hooks").rglob("*.py")}
    lines = [line for text in texts.values() for line in text.splitlines()]
    figures = {
        "lines of Python in hooks/": len(lines),
        "modules in no folder of the package": len(list((ROOT / "hooks" / "refdesk").glob("*.py"))),
        "imports inside functions": sum("noqa: PLC0415" in line for line in lines),
        "suppressions": sum(re.search(r"# (?:noqa|type: ignore)", line) is not None for line in lines),
    }
    for name, count in figures.items():
        print(f"{name:42} {count}")


def processor_time(action: Callable[[], object]) -> float:
    """The processor time, in seconds, of the programs that an action runs."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    action()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def of_the_site(work: Path) -> None:
    """Print the ratios of checks to a build of this site, and their processor time."""
    root = copy_site(work / "site")
    page = root / "docs" / "pillars" / "funding.md"

    def change_a_page() -> None:
        page.write_text(page.read_text(encoding="utf-8") + "\nA line more.\n", encoding="utf-8")

    states: list[tuple[str, Callable[[], None]]] = [
        ("without a cache", lambda: forget(root)),
        ("with one page changed", change_a_page),
        ("with nothing changed", lambda: None),
    ]
    for state, bring_about in states:
        found = ratio(lambda: check(root), lambda: build_once(root), bring_about, bring_about)
        print(f"{f'a check {state}, to a build':42} {found:.3f}")
        bring_about()
        print(f"{f'processor time of a check {state}, s':42} {processor_time(lambda: check(root)):.2f}")


def of_the_search(work: Path) -> None:
    """Print the figures of the search of the site, as it was built last."""
    measure(built(work / "site"))


def generate(root: Path, pages: int) -> Path:
    """A site of as many pages, each with links to others, headings, a table and a list."""
    docs = root / "docs"
    docs.mkdir(parents=True)
    names = ["index.md", *(f"p{number}.md" for number in range(1, pages))]
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nmarkdown_extensions:")[2]
    extensions = f"markdown_extensions:{settings.partition('nav:')[0]}"
    nav = "".join(f"  - {name}\n" for name in names)
    head = "site_name: Generated\nplugins: []\ntheme: {name: material}\n"
    (root / "mkdocs.yml").write_text(f"{head}{extensions}nav:\n{nav}", encoding="utf-8")
    for number, name in enumerate(names):
        links = " ".join(f"[page]({names[n]}#part-two)" for n in ((number + k) % pages for k in (1, 7, 13)))
        text = (
            f"---\ntitle: Page {number}\ndescription: A page.\nreviewed: 2026-01-01\nreview_days: 36500\n---\n\n"
            f"# Page {number}\n\nText with {links}.\n\n## Part one\n\n- a\n- b\n\n## Part two\n\n| a | b |\n|---|---|\n"
        )
        text += "| x | y |\n" * 5 + "\nMore text, enough to read for a while. " * 10 + "\n"
        (docs / name).write_text(text, encoding="utf-8")
    return root


def of_generated_sites(work: Path) -> None:
    """Print the time of a check for each page, against that on the smallest site."""
    smallest = 0.0
    start = seconds(lambda: check(generate_once(work, 1)), lambda: forget(work / "g1"))
    for pages in SIZES:
        root = generate_once(work, pages)
        taken = seconds(lambda root=root: check(root), lambda root=root: forget(root), runs=1 if pages > 1000 else RUNS)  # type: ignore[misc]
        each = (taken - start) / pages
        smallest = smallest or each
        print(f"{f'time of a check a page, {pages} pages':42} {each / smallest:.2f}")


def generate_once(work: Path, pages: int) -> Path:
    """The generated site of that size."""
    root = work / f"g{pages}"
    return root if root.exists() else generate(root, pages)


if __name__ == "__main__":
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    print(f"Ratios, medians of {RUNS} to {PAIRS} runs; {ROOT.name} at Python {version}")
    of_the_code()
    with tempfile.TemporaryDirectory() as folder:
        of_the_site(Path(folder))
        of_the_search(Path(folder))
        of_generated_sites(Path(folder))
