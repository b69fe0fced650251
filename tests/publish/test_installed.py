"""The installed site in a real browser: read and searched with the server stopped, updated, switched off."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from refdesk.publish.assets import WORKER, write_worker
from site_server import Handler, Server, reserved_port
from waiting import wait_until

POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
POLICY += "; connect-src 'self'; worker-src 'self'; object-src 'none'"


class _Handler(Handler):
    def end_headers(self) -> None:
        """Under a strict policy, and without copies that the browser would keep by itself."""
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for a wrong address."""
        del message, explain
        self.send_page(code, "project/404.html")


class Host:
    """A server of a copy of a site under a folder, as a project's pages are; it can be stopped and started."""

    def __init__(self, folder: Path, port: int) -> None:
        self.site = folder / "project"
        self._folder, self._port = folder, port
        self.start()

    @property
    def address(self) -> str:
        """Where the site begins."""
        return f"{self._server.address}project/"

    def start(self) -> None:
        """Serve, at the port of before."""
        self._server = Server(self._folder, _Handler, self._port)
        self._server.start()

    def stop(self) -> None:
        """Answer nobody any more."""
        self._server.stop()


@pytest.fixture
def host(sample_root: Path, tmp_path: Path) -> Iterator[Host]:
    """The sample under a folder of a server of its own."""
    shutil.copytree(sample_root / "site", tmp_path / "project")
    with reserved_port() as port:
        host = Host(tmp_path, port)
        yield host
        host.stop()


@pytest.fixture
def page(browser: Browser, host: Host) -> Iterator[Page]:
    """A page of the site that the worker has taken charge of, by its keeping the page; complaints fail the test."""
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(host.address)
    wait_until_kept(page, "index.html")
    yield page
    context.close()
    assert complaints == []


def wait_until_kept(page: Page, path: str) -> None:
    """Wait until the worker controls the page and keeps a copy of the path (one under way is listed and not found)."""
    wait_until(
        page,
        """async path => {
          if (!navigator.serviceWorker.controller) return false;
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const one of await cache.keys())
              if (new URL(one.url).pathname.endsWith("/project/" + path)) return Boolean(await cache.match(one));
          }
          return false;
        }""",
        path,
    )


def look_for_updates(page: Page) -> Locator:
    """Look as browsers do now and then, until a new build is announced: a look that began before it finds nothing."""
    wait_until(
        page,
        """async () => {
          const one = await navigator.serviceWorker.getRegistration();
          await one.update().catch(() => "the new build was half there");
          return document.querySelector(".rd-update") !== null;
        }""",
    )
    return page.locator(".rd-update")


def change(site: Path) -> None:
    """Put a new build in place of the one before: other looks, and a worker that knows them."""
    looks = site / "assets" / "styles" / "site.css"
    looks.write_text(looks.read_text(encoding="utf-8") + "\nh1 { letter-spacing: 3px !important; }\n", encoding="utf-8")
    write_worker(site)


def lose_connection(page: Page, host: Host) -> None:
    """No network for the browser, and nobody who would answer."""
    host.stop()
    page.context.set_offline(True)


def test_pages_and_search_work_when_the_connection_is_lost(page: Page, host: Host) -> None:
    page.goto(host.address + "places/")
    wait_until_kept(page, "places/index.html")
    lose_connection(page, host)
    page.goto(host.address + "places/")
    expect(page.locator("h1")).to_contain_text("Places")
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Search").fill("卡脖子")
    expect(page.locator(".rd-hit").first).to_contain_text("ottleneck")
    page.goto(host.address + "topics/lenses/")
    expect(page.locator("h1")).to_have_text("This page is not kept for offline reading")
    page.get_by_role("link", name="Go to the start page").click()
    expect(page.locator("h1")).to_contain_text("Sample")
    host.start()
    page.context.set_offline(False)
    page.goto(host.address + "topics/lenses/")
    expect(page.locator("h1")).to_contain_text("Lenses")


def test_the_whole_site_is_kept_on_demand(page: Page, host: Host) -> None:
    page.goto(host.address + "about/offline/")
    page.get_by_role("button", name="Keep the whole site").click()
    expect(page.locator("[data-rd-installed] [role=status]")).to_contain_text("The whole site is kept")
    lose_connection(page, host)
    for path, title in {"topics/lenses/": "Lenses", "reference/data/fund/": "Science fund"}.items():
        page.goto(host.address + path)
        expect(page.locator("h1")).to_contain_text(title)
    assert page.evaluate("fetch('../../../data/series/fund.csv').then(answer => answer.status)") == 200


def test_a_new_build_is_read_at_once_and_announced(page: Page, host: Host) -> None:
    article = host.site / "index.html"
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("Leaders of Sampleland", "Leaders of Newland"), encoding="utf-8")
    page.reload()  # the network comes first: no old page while there is a connection
    expect(page.get_by_text("Leaders of Newland")).to_be_visible()
    change(host.site)
    bar = look_for_updates(page)
    expect(bar).to_contain_text("A newer version of this site is ready")
    with page.expect_navigation():
        bar.get_by_role("button", name="Reload").click()
    expect(bar).to_have_count(0)
    lose_connection(page, host)
    page.goto(host.address)
    expect(page.get_by_text("Leaders of Newland")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).letterSpacing") == "3px"


def test_a_page_of_a_new_build_that_waits_is_searched_when_the_connection_is_lost(page: Page, host: Host) -> None:
    [index] = host.site.glob("assets/search-index.*.js")
    renamed = index.rename(index.with_name("search-index.0123456789.js"))
    for path in host.site.rglob("index.html"):
        path.write_text(path.read_text(encoding="utf-8").replace(index.name, renamed.name), encoding="utf-8")
    change(host.site)
    look_for_updates(page)
    page.goto(host.address + "places/")  # not reloaded: the worker of the build before answers
    lose_connection(page, host)
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Search").fill("卡脖子")
    expect(page.locator(".rd-hit").first).to_contain_text("ottleneck")


def test_a_page_that_was_reloaded_past_the_worker_hears_of_a_new_build_too(page: Page, host: Host) -> None:
    with page.expect_navigation():
        page.context.new_cdp_session(page).send("Page.reload", {"ignoreCache": True})  # as Shift and the button do
    assert page.evaluate("navigator.serviceWorker.controller") is None
    change(host.site)
    bar = look_for_updates(page)
    with page.expect_navigation():
        bar.get_by_role("button", name="Reload").click()
    expect(bar).to_have_count(0)


def test_the_switch_removes_worker_and_copies_and_is_remembered(page: Page, host: Host) -> None:
    page.goto(host.address + "about/offline/")
    page.get_by_role("checkbox", name="Keep pages that I visit").uncheck()
    expect(page.locator("[data-rd-installed] [role=status]")).to_contain_text("Switched off")
    page.goto(host.address + "places/")
    page.goto(host.address + "about/offline/")
    expect(page.get_by_role("checkbox", name="Keep pages that I visit")).not_to_be_checked()
    wait_until(page, "async () => !(await navigator.serviceWorker.getRegistrations()).length")
    assert page.evaluate("caches.keys()") == []
    page.get_by_role("checkbox", name="Keep pages that I visit").check()
    wait_until_kept(page, "assets/scripts/search.js")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 1


def test_a_wrong_address_still_gets_the_page_for_it(page: Page, host: Host) -> None:
    answer = page.goto(host.address + "no/such/page/")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text("Page not found")


def test_without_support_the_switch_says_so(browser: Browser, host: Host) -> None:
    context = browser.new_context()
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    page = context.new_page()
    page.goto(host.address + "about/offline/")
    expect(page.locator("[data-rd-installed]")).to_contain_text("does not let a site keep pages")
    context.close()


def test_the_worker_changes_with_any_file_and_only_then(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "assets").mkdir(parents=True)
    (site / "index.html").write_text("one", encoding="utf-8")
    (site / "assets" / "site.css").write_text("two", encoding="utf-8")
    (site / "data.zip").write_bytes(b"three")

    def worker() -> str:
        write_worker(site)
        return (site / WORKER).read_text(encoding="utf-8")

    first = worker()
    assert worker() == first
    assert 'const SHELL = ["assets/site.css","index.html"]' in first
    assert "data.zip" not in first
    (site / "assets" / "site.css").write_text("changed", encoding="utf-8")
    assert worker() != first
