"""``make bench``: how large the code is and how fast things are, in one run of some minutes.

The code: how easily it reads (code_figures.py says where it does not). This site: the processor time of a build
without and with the cache, and of a check; the time until the preview shows a saved sentence. The search: what people
type into a real browser, by kind; the size of the index; the time from a key to the results. Generated sites: the time
of a check for each page must not grow with their number. The sense: how many years, places and subjects beside checked
numbers the check would tell, were they wrong.
"""

from __future__ import annotations

import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path

from code_figures import all_figures
from conftest import BIN, ROOT, append, copy_site
from refdesk.check import check
from refdesk.problems.decisions import tallies
from refdesk.site.site import load_site
from search.measure import measure
from sense import rate, readings

RUNS = 3
SENTENCES = 10
SIZES = (300, 1200)  # pages of generated sites


def told(name: str, figure: float | str) -> None:
    """Print a figure."""
    print(f"{name:56} {figure if isinstance(figure, int | str) else f'{figure:.2f}'}", flush=True)


def run(*command: str | Path, cwd: Path) -> None:
    """Run a command; end everything when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def processor_time(
    action: Callable[[], object],
    before: Callable[[], object] = lambda: None,
    pick: Callable[[list[float]], float] = statistics.median,
) -> float:
    """Return the processor time, in seconds, of the programs that an action runs; not of ``before``."""
    taken: list[float] = []
    for _ in range(RUNS):
        before()
        start = resource.getrusage(resource.RUSAGE_CHILDREN)
        action()
        end = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime)
    return pick(taken)


def of_the_code() -> None:
    """Print how easily the package reads."""
    for figure in all_figures():
        told(figure.name, figure.value)


def of_the_site(work: Path) -> None:
    """Print the processor time of builds and of a check, and the ratio of a check to a build."""
    root = copy_site(work / "site")
    build = [BIN / "mkdocs", "build", "--quiet", "--site-dir", work / "built"]
    cold = processor_time(lambda: run(*build, cwd=root), lambda: shutil.rmtree(root / ".cache", ignore_errors=True))
    warm = processor_time(lambda: run(*build, cwd=root))
    checked = processor_time(lambda: run(BIN / "refdesk", "check", cwd=root))
    told("processor time of a build without a cache, s", cold)
    told("processor time of a build, s", warm)
    told("processor time of a check, s", checked)
    told("a check, to a build", checked / warm)
    told("a saved sentence is seen after, s", seconds_to_a_saved_sentence(root))
    measure(work / "built")


def seconds_to_a_saved_sentence(root: Path) -> float:
    """Return the median time from saving a page until the preview serves it with its new sentence."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{found.getsockname()[1]}"
    page, url = root / "docs" / "pillars" / "funding.md", f"http://{address}/pillars/funding/"
    command = [str(BIN / "mkdocs"), "serve", "--livereload", "--dirty", "--quiet", "--dev-addr", address]
    taken: list[float] = []
    with subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        wait_for(url, "Funding")
        for number in range(SENTENCES):
            time.sleep(1)  # as long as somebody needs to go on
            append(page, f"\nThe sentence of number {number}.\n")
            start = time.perf_counter()
            wait_for(url, f"The sentence of number {number}.")
            taken.append(time.perf_counter() - start)
        server.terminate()
    return statistics.median(taken)


def wait_for(url: str, words: str) -> None:
    """Wait until a page is served and has the words; end everything when it takes too long."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - ours
                if words in str(answer.read(), "utf-8"):
                    return
        except OSError:  # it does not serve yet
            pass
        time.sleep(0.02)
    sys.exit(f"{url} does not show: {words}")


def of_the_rules() -> None:
    """Print how many things each rule decided on this site, of those that it met."""
    check(load_site(ROOT))
    for rule, counted in tallies().items():
        told(f"{rule}, decided of {counted.met}", counted.decided)


def of_the_sense() -> None:
    """Print which part of the years, places and subjects beside checked numbers would be told, were they wrong."""
    site = load_site(ROOT)
    for name, reading in readings(site).items():
        found, made = rate(site, reading)
        told(f"of {made} wrong {name}s beside checked numbers, told, %", 100 * found / made)


def generate(root: Path, pages: int) -> Path:
    """Write a site of as many pages, each with links to others, headings, a table and a list."""
    docs = root / "docs"
    (docs / "data").mkdir(parents=True)
    (docs / "data" / "sources.yml").write_text("references: []\n", encoding="utf-8")
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
    """Print the processor time of a check for each page of a large site, against that of a smaller one.

    It is the least of the runs: other programs only add to it, and a tenth of a second more for one of the sites would
    change the ratio by a tenth.
    """
    roots = [generate(work / f"g{pages}", pages) for pages in (1, *SIZES)]
    start, *times = (processor_time(partial(run, BIN / "refdesk", "check", cwd=root), pick=min) for root in roots)
    smaller, larger = ((taken - start) / pages for taken, pages in zip(times, SIZES, strict=True))
    told(f"a page of {SIZES[1]} in a check, to one of {SIZES[0]}", larger / smaller)


if __name__ == "__main__":
    print(f"Medians of {RUNS} runs, but for generated sites; Python {sys.version_info.major}.{sys.version_info.minor}")
    of_the_code()
    of_the_rules()
    of_the_sense()
    with tempfile.TemporaryDirectory() as folder:
        of_the_site(Path(folder))
        of_generated_sites(Path(folder))
