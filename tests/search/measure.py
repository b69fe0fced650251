"""Asks the search of the built site what people type, and measures what comes first.

``measure`` prints, by kind of query: success at 1, success at 3, mean reciprocal rank; then the size of the index, the
time from a key to its results and the processor time until the search is ready. ``make bench`` calls it.
"""

from __future__ import annotations

import gzip
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from playwright.sync_api import Browser, CDPSession, Page

from find_browser import find, launched
from refdesk.site.site import led_on
from site_server import served
from waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
QUERIES = Path(__file__).with_name("queries.yml")
BOX = ".rd-search-input"
SHOWN = 8  # how many results are read
Places = tuple[str, ...]

# Notes the time from each key to the next change of the list, to the frame in which it can be seen.
_CLOCK = """() => {
  const list = document.querySelector(".rd-hits");
  let typed = 0;
  window.searchTimes = [];
  document.addEventListener("input", () => { typed = performance.now(); }, true);
  new MutationObserver(() => {
    const from = typed;
    typed = 0;
    if (from) requestAnimationFrame(() => window.searchTimes.push(performance.now() - from));
  }).observe(list, { childList: true });
}"""
_READ = """() => [...document.querySelectorAll("a.rd-hit")].map((a) => a.href)"""
_SETTLED = """typed => document.querySelector(".rd-search-output").dataset.query === typed"""
# What the box shows for each of the queries, without showing it.
_ASK = """([queries, shown]) => {
  const { engine } = window.refdeskSearch;
  const base = new URL(`${document.querySelector("[data-rd-search]").dataset.base}/`, document.baseURI);
  const address = (doc) => Object.assign(new URL(engine.pages[doc.page].url, base), { hash: doc.anchor }).href;
  return queries.map((query) => engine.search(query).hits.slice(0, shown).map(address));
}"""


@dataclass(frozen=True)
class Query:
    """One thing that people type, its kind, and every place that answers it."""

    query: str
    kind: str
    want: Places


@dataclass(frozen=True)
class Answer:
    """What the search answered: the places in order."""

    query: Query
    places: Places

    @property
    def rank(self) -> int:
        """The place of the first right answer, counted from 1; 0 when it is not among those shown."""
        return next((rank for rank, place in enumerate(self.places, 1) if is_one_of(place, self.query.want)), 0)


def is_one_of(place: str, wanted: Places) -> bool:
    """Whether a place is wanted: a page stands for all its places, ``page.md#`` for its top alone."""
    top = place if "#" in place else f"{place}#"
    return top in wanted or place.partition("#")[0] in wanted


def load_queries(entries: Iterable[Mapping[str, Any]]) -> list[Query]:
    """Queries from entries of a YAML file. What has moved is looked for where it is now."""
    redirects = yaml.safe_load((ROOT / "docs" / "data" / "redirects.yml").read_text(encoding="utf-8"))
    now = {entry["from"]: entry["to"] for entry in redirects or ()}
    return [
        Query(entry["query"], entry["kind"], tuple(led_on(place, now) for place in entry["want"])) for entry in entries
    ]


def unseen_queries() -> list[Query]:
    """The queries of queries.yml, by which nothing was made."""
    return load_queries(yaml.safe_load(QUERIES.read_text(encoding="utf-8")))


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


def open_search(page: Page, address: str) -> None:
    """Open a page of the site and its search box by the keyboard, and wait until the search is there."""
    page.goto(address)
    page.keyboard.press("/")
    page.locator(f"{BOX}:focus").wait_for()
    wait_until(page, "() => Boolean(window.refdeskSearch?.engine)")


def type_query(page: Page, typed: str, base: str, *, by_key: bool = False) -> Places:
    """Type a query into the open search box, key by key or at one go, and read the places that it shows."""
    box = page.locator(BOX)
    box.fill("")
    if by_key:
        box.press_sequentially(typed)
    else:
        box.fill(typed)
    wait_until(page, _SETTLED, typed)
    return tuple(source_path(address, base) for address in page.evaluate(_READ)[:SHOWN])


def ask(page: Page, queries: Iterable[Query], base: str) -> list[Answer]:
    """Ask the search of an open page all queries at once."""
    asked = list(queries)
    answers: list[list[str]] = page.evaluate(_ASK, [[query.query for query in asked], SHOWN])
    return [
        Answer(query, tuple(source_path(address, base) for address in addresses))
        for query, addresses in zip(asked, answers, strict=True)
    ]


def times_from_key_to_results(page: Page, queries: Iterable[Query], base: str) -> list[float]:
    """The milliseconds from each key to its results, while queries are typed into the open search box."""
    page.evaluate(_CLOCK)
    for query in queries:
        type_query(page, query.query, base, by_key=True)
    times: list[float] = page.evaluate("window.searchTimes")
    return times


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


def report(browser: Browser, site: Path) -> None:
    """Measure a built site and print the figures."""
    queries = unseen_queries()
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    with served(site) as base:
        page.goto(base, wait_until="networkidle")
        before = _task_time(session)
        open_search(page, base)
        ready = _task_time(session) - before
        answers = ask(page, queries, base)
        times = times_from_key_to_results(page, queries[::20], base)
    page.close()
    print(f"Search, what nobody saw who made it\n{table(answers)}\n")
    raw, packed = index_size(site)
    print(f"index: {raw / 1000:.0f} kB, {packed / 1000:.0f} kB compressed")
    slow = sorted(times)[int(len(times) * 0.95)]
    middle = statistics.median(times)
    print(f"from a key to its results: {middle:.0f} ms in the median, {slow:.0f} ms for one in twenty")
    print(f"ready after {ready:.2f} s of processor time")


def _task_time(session: CDPSession) -> float:
    """The seconds for which the page has kept the processor busy."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(metric["value"]) for metric in metrics if metric["name"] == "TaskDuration")


def measure(site: Path) -> None:
    """Measure a built site in a browser of its own and print the figures."""
    path = find()
    assert path, "no browser: run `make test`, which finds or installs one"
    with launched(path) as browser:
        report(browser, site)
