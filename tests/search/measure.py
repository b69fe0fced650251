"""Types queries into the real search box of the built site and measures what comes first.

``python tests/search/measure.py`` builds the site, asks every query of queries.yml in a real browser and prints, by
kind of query: success at 1, success at 3, mean reciprocal rank; then the size of the index and the time from the last
key to the results.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
QUERIES = Path(__file__).with_name("queries.yml")
BOX = ".md-search__input"
SHOWN = 8  # how many results are read
SUCCESS_AT_1, SUCCESS_AT_3 = 0.95, 0.99
HALVES = ("tuning", "held-out", "fresh")  # what is fresh is measured and meets no bound
TIMEOUT = 15_000

# Notes the time from each key to the next change of the list, to the frame in which it can be seen.
_CLOCK = """
window.addEventListener("DOMContentLoaded", () => {
  const list = document.querySelector(".md-search-result__list");
  if (!list) return;
  let typed = 0;
  window.searchTimes = [];
  document.addEventListener("input", () => { typed = performance.now(); }, true);
  new MutationObserver(() => {
    const from = typed;
    typed = 0;
    if (from) requestAnimationFrame(() => window.searchTimes.push(performance.now() - from));
  }).observe(list, { childList: true });
});
"""
# The addresses of the results in order; each result is a list, since an engine may group headings under their page.
_READ = """() => [...document.querySelectorAll(".md-search-result__item")].map(item =>
  [...item.querySelectorAll("a.md-search-result__link")].filter(a => a.offsetParent).map(a => a.href))"""
_SETTLED = """typed => {
  const result = document.querySelector(".md-search-result");
  if (result.dataset.query !== undefined) return result.dataset.query === typed;
  const now = result.innerText;
  const state = (window.searchState ??= { text: "", since: 0 });
  if (now !== state.text) { state.text = now; state.since = performance.now(); }
  return performance.now() - state.since > 400;
}"""


@dataclass(frozen=True)
class Query:
    """One thing that people type, its kind and half, and every place that answers it."""

    query: str
    kind: str
    half: str
    want: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What the search answered: the places in order, and the rank of the first that was wanted (0: none)."""

    query: Query
    places: tuple[tuple[str, ...], ...]

    @property
    def rank(self) -> int:
        """The place of the first right answer, counted from 1; 0 when it is not among those shown."""
        return next((n for n, group in enumerate(self.places, 1) if any(self._right(place) for place in group)), 0)

    def _right(self, place: str) -> bool:
        top = place if "#" in place else f"{place}#"
        return top in self.query.want or place.partition("#")[0] in self.query.want


def load_queries(half: str = "all") -> list[Query]:
    """The queries of one half, or all."""
    entries = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))
    queries = [Query(e["query"], e["kind"], e["half"], tuple(e["want"])) for e in entries]
    return [query for query in queries if half in {"all", query.half}]


def source_path(address: str, base: str) -> str:
    """The page (and heading) of docs/ that an address of the built site belongs to."""
    parts = urlsplit(address)
    path = unquote(parts.path).removeprefix(unquote(urlsplit(base).path))
    if path.endswith(".html"):
        path = path.removesuffix(".html") + ".md"
    else:
        folder = path.strip("/")
        page = f"{folder}.md" if folder else "index.md"
        path = page if (ROOT / "docs" / page).is_file() else f"{folder}/index.md"
    return f"{path}#{unquote(parts.fragment)}" if parts.fragment else path


def ask(page: Page, typed: str, base: str, *, by_key: bool = False) -> tuple[tuple[str, ...], ...]:
    """Type a query into the search box, key by key or at one go, and read the places it leads to."""
    box = page.locator(BOX)
    box.fill("")
    page.evaluate("delete window.searchState")
    if by_key:
        box.press_sequentially(typed, timeout=TIMEOUT)
    else:
        box.fill(typed)
    page.wait_for_function(_SETTLED, arg=typed, timeout=TIMEOUT)
    groups: list[list[str]] = page.evaluate(_READ)
    return tuple(tuple(source_path(address, base) for address in group) for group in groups[:SHOWN])


def open_search(page: Page, base: str) -> None:
    """Open the site and its search box by the keyboard."""
    page.add_init_script(_CLOCK)
    page.goto(base, timeout=TIMEOUT)
    page.keyboard.press("/")
    page.locator(f"{BOX}:focus").wait_for(timeout=TIMEOUT)


def ask_all(
    browser: Browser, base: str, queries: Iterable[Query], engine: Path | None = None, *, by_key: bool = False
) -> tuple[list[Answer], list[float]]:
    """Ask every query on one page; the answers, and the milliseconds from a key to its results."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    if engine is not None:
        code = engine.read_text(encoding="utf-8")
        page.route("**/search-engine.js*", lambda route: route.fulfill(body=code, content_type="text/javascript"))
    open_search(page, base)
    answers = [Answer(query, ask(page, query.query, base, by_key=by_key)) for query in queries]
    times: list[float] = page.evaluate("window.searchTimes")
    page.close()
    return answers, times


def figures(answers: Iterable[Answer]) -> tuple[int, float, float, float]:
    """How many, success at 1, success at 3, mean reciprocal rank."""
    ranks = [answer.rank for answer in answers]
    count = len(ranks)
    at_1 = sum(rank == 1 for rank in ranks) / count
    at_3 = sum(1 <= rank <= 3 for rank in ranks) / count
    return count, at_1, at_3, sum(1 / rank for rank in ranks if rank) / count


def table(answers: list[Answer]) -> str:
    """The figures by kind, as lines of text."""
    lines = [f"{'kind':13}{'queries':>8}{'at 1':>7}{'at 3':>7}{'MRR':>7}"]
    kinds = list(dict.fromkeys(answer.query.kind for answer in answers))
    groups = [(kind, [a for a in answers if a.query.kind == kind]) for kind in kinds]
    for name, group in [*groups, ("all", answers)]:
        count, at_1, at_3, mrr = figures(group)
        lines.append(f"{name:13}{count:8}{at_1:7.2f}{at_3:7.2f}{mrr:7.3f}")
    return "\n".join(lines)


def index_size(site: Path) -> tuple[int, int]:
    """The bytes of the index of a built site, as they are and compressed."""
    found = [*site.glob("assets/search-index*.js"), *site.glob("search/search_index.json")]
    data = b"".join(path.read_bytes() for path in found)
    return len(data), len(gzip.compress(data, 9, mtime=0))


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard library's
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address at which a built site is served while the block runs."""
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def report(site: Path, half: str, *, failures: bool, engine: Path | None) -> None:
    """Measure a built site and print the figures."""
    sys.path.insert(0, str(ROOT / "tests"))
    from find_browser import FLAGS, find  # noqa: PLC0415 - a neighbour of this folder

    with served(site) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(FLAGS), timeout=60_000)
        queries = load_queries(half)
        answers, _ = ask_all(browser, base, queries, engine)
        _, times = ask_all(browser, base, queries[::10], engine, by_key=True)
        browser.close()
    if failures:
        for answer in answers:
            if answer.rank != 1:
                shown = ", ".join("+".join(group) for group in answer.places[:4]) or "nothing"
                print(f"{answer.rank} {answer.query.half} {answer.query.kind}: {answer.query.query}: {shown}")
    for name in HALVES if half == "all" else [half]:
        print(f"Search, {name}\n{table([a for a in answers if a.query.half == name])}\n")
    raw, packed = index_size(site)
    print(f"index: {raw / 1000:.0f} kB, {packed / 1000:.0f} kB compressed")
    if times:
        slow = sorted(times)[int(len(times) * 0.95)]
        middle = statistics.median(times)
        print(f"from a key to its results: {middle:.0f} ms in the median, {slow:.0f} ms for one in twenty")


def main() -> None:
    """Build the site unless one is named, and measure it."""
    parser = argparse.ArgumentParser(description="Measures the search of the built site.")
    parser.add_argument("--site", type=Path, help="a built site (default: build one)")
    parser.add_argument("--half", choices=["all", *HALVES], default="all")
    parser.add_argument("--failures", action="store_true", help="name every query whose answer does not come first")
    parser.add_argument("--engine", type=Path, help="another script in place of search-engine.js, to compare")
    options = parser.parse_args()
    if options.site is not None:
        report(options.site, options.half, failures=options.failures, engine=options.engine)
        return
    with tempfile.TemporaryDirectory() as work:
        site = Path(work) / "site"
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(site)]
        subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, timeout=600)
        report(site, options.half, failures=options.failures, engine=options.engine)


if __name__ == "__main__":
    main()
