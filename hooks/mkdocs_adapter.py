"""The only file that MkDocs loads: its events in, calls to refdesk out. No rule and no parsing live here."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File

from refdesk.blocks.expand import expand
from refdesk.charts.drawings import drawings_of

# MkDocs puts this folder on the import path only while this file is loaded; the package stays loaded afterwards.
from refdesk.charts.placed import with_drawings
from refdesk.charts.png import Pictures
from refdesk.check import check
from refdesk.files.checkout import UnusableSiteError
from refdesk.files.mkdocs_yml import SiteConfig
from refdesk.html.language import mark_languages
from refdesk.html.lines import without_indents
from refdesk.html.tidy import mend
from refdesk.html.typography import set_type
from refdesk.pages.collector import Collector, Marked
from refdesk.pages.markdown_tables import MarkdownTables
from refdesk.pages.rendered import Rendered
from refdesk.problems.notices import page_notice
from refdesk.problems.report import Report, line_of, total
from refdesk.publish.added_files import added_files
from refdesk.publish.assets import is_changed, published_files
from refdesk.publish.cards import begin_cards
from refdesk.publish.downloads import Downloads, begin_downloads
from refdesk.publish.metadata import head
from refdesk.publish.outside_links import mark_outside
from refdesk.publish.page_facts import page_facts
from refdesk.publish.policy import with_policy
from refdesk.publish.publication import Publication
from refdesk.publish.service_worker import WORKER, write_worker
from refdesk.search.index import search_index
from refdesk.search.records import PageHtml
from refdesk.site.assets import published_paths
from refdesk.site.site import Site, load_site

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

log = logging.getLogger("mkdocs.refdesk")

# What MkDocs itself says of links and navigation, refdesk says with a place.
_SAID_BY_REFDESK = (
    "Doc file '",
    "A reference to '",
    "The following pages exist in the docs directory, but are not included",
    "A relative path to '",
    "An absolute path to '",
)


class _Run:
    """What one build remembers between MkDocs' events."""

    def __init__(self) -> None:
        self.serving = False
        self.site: Site | None = None
        self.report: Report | None = None
        self.publication: Publication | None = None
        self.cards: Pictures | None = None
        self.rendered: dict[str, Rendered] = {}
        self.html: dict[str, PageHtml] = {}
        self.downloads: Downloads | None = None
        self.current = ""

    def collect(self, marked: Marked) -> None:
        """Keep what the page now being converted came to."""
        if self.current:
            self.rendered[self.current] = marked.read()


_run = _Run()


def _is_installable(config: MkDocsConfig) -> bool:
    """A site for the web: not one that is being written, nor the one to read from the disk."""
    return bool(config.site_url) and not _run.serving


def _not_said_twice(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith(_SAID_BY_REFDESK)


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether a writer is watching; silence what would be said twice."""
    del dirty
    _run.serving = command == "serve"
    for name in ("mkdocs.structure.pages", "mkdocs.structure.nav", "mkdocs.structure.files"):
        logger = logging.getLogger(name)
        if _not_said_twice not in logger.filters:
            logger.addFilter(_not_said_twice)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Listen to every page that MkDocs converts, mark what is Chinese in it; complete its tables."""
    config.markdown_extensions += [Collector(_run.collect, mark_languages), MarkdownTables()]  # type: ignore[list-item]
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Read the site; add the downloads made from its data."""

    def adjust(own: SiteConfig) -> SiteConfig:
        return own._replace(docs_dir=Path(config.docs_dir).resolve(), use_directory_urls=config.use_directory_urls)

    try:
        _run.site = load_site(Path(config.config_file_path).parent, adjust)
    except UnusableSiteError as error:
        raise Abort(str(error)) from None
    _run.rendered = {}
    _run.html = {}
    _run.downloads = begin_downloads(_run.site)
    _add(files, config, _run.downloads.ready)
    _publish_assets(files, config)
    _run.publication = Publication(
        site=_run.site,
        name=config.site_name,
        description=config.site_description or "",
        site_url=config.site_url or "",
        repo_url=config.repo_url or "",
        edition=str(config.extra.get("edition") or ""),
    )
    _run.cards = begin_cards(_run.publication)
    return files


def _publish_assets(files: Files, config: MkDocsConfig) -> None:
    """Replace style sheets and scripts by what readers get."""
    written = [file for file in files if is_changed(file.src_uri)]
    named = [str(path) for path in (*config.extra_css, *config.extra_javascript)]
    palettes = config.theme.get("palette") or []
    entries = palettes if isinstance(palettes, list) else [palettes]
    colours = {str(entry[part]) for entry in entries for part in ("primary", "accent") if part in entry}
    made = published_files({file.src_uri: file.content_string for file in written}, named, colours)
    for file in written:
        files.remove(file)
    _add(files, config, made)
    config.extra_css = published_paths(config.extra_css)
    config.extra_javascript = [_script(path) for path in published_paths(map(str, config.extra_javascript))]


def _script(path: str) -> ExtraScriptValue:
    """A script that runs when the page is read."""
    script = ExtraScriptValue(path)
    script.defer = True
    return script


def _add(files: Files, config: MkDocsConfig, made: Mapping[str, str | bytes]) -> None:
    for uri, content in made.items():
        if files.get_file_from_path(uri) is None:
            files.append(File.generated(config, uri, content=content))


def _add_as_it_is(files: Files, config: MkDocsConfig, path: str, content: str | bytes) -> None:
    """Add a file that is published as it is: under another name, MkDocs does not take Markdown for a page."""
    file = File.generated(config, f"{path}.txt", content=content)
    file.dest_uri = path
    files.append(file)


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give MkDocs the page with its references and markers expanded."""
    del config, files
    _run.current = page.file.src_uri
    site = _run.site
    if site is None or page.file.src_uri not in site.pages:
        return markdown
    return expand(site, site.pages[page.file.src_uri])


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Mark links that lead out; keep the page as readers see it, for the search index."""
    del config, files
    if _run.site is not None and _run.publication is not None and page.file.src_uri in _run.site.pages:
        html = mark_outside(_run.site.library, html)
        trail = tuple(str(section.title) for section in reversed(page.ancestors))
        uri = page.file.src_uri
        # The title of the home page is the name of the site: it would answer whoever looks for what the site is about.
        title = str(page.title) if page.is_homepage else _run.site.pages[uri].title
        _run.html[uri] = PageHtml(uri, page.url.removeprefix("./"), title, trail, html)
        page.update_date = _run.publication.changed(uri) or page.update_date
    return html


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """All pages are converted: check, report, and stop the build where it would publish a mistake; write the index."""
    _run.current = ""
    site = _run.site
    if site is None:
        return env
    report = _run.report = check(site, _run.rendered)
    for problem in report.problems:
        log.log(logging.ERROR if problem.severity == "error" else logging.INFO, line_of(problem))
    summary = total(report.problems, report.pages, report.references)
    if not report.failed:
        log.info(summary)
    elif _run.serving:
        log.error("%s; the site is served all the same", summary)
    else:
        raise Abort(summary)
    uri, text = search_index(site, _run.html)
    _add(files, config, {uri: text})
    env.globals["search_index"] = uri
    if _run.publication is not None:
        for path, content in added_files(_run.publication, _run.html).items():
            _add_as_it_is(files, config, path, content)
    env.globals["service_worker"] = WORKER if _is_installable(config) else ""
    return env


def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
    """Hand the template what the page says of itself, to readers and to machines."""
    del config, nav
    own: dict[str, object] = {}
    if _run.publication is not None and page.file.src_uri in _run.publication.site.pages:
        site = _run.publication.site
        own["facts"] = page_facts(site, site.pages[page.file.src_uri])
        own["metadata"] = head(_run.publication, page.file.src_uri)
    context.update(own)  # type: ignore[typeddict-item]
    return context


def _pictures() -> list[Pictures]:
    return [found for found in (_run.downloads and _run.downloads.pictures, _run.cards) if found is not None]


def on_build_error(*, error: Exception) -> None:
    """Draw no more pictures for a build that has failed."""
    del error
    for pictures in _pictures():
        pictures.give_up()


def on_post_build(*, config: MkDocsConfig) -> None:
    """Add the pictures, which were drawn while the pages were made; list everything for the service worker."""
    for pictures in _pictures():
        for uri, content in pictures.finish().items():
            File.generated(config, uri, content=content).copy_file()
    if _is_installable(config):  # every file is written: list them for the readers who keep the site
        write_worker(Path(config.site_dir))


def _finish(html: str, config: MkDocsConfig) -> str:
    """A page set, valid, short, with policy and drawings; while writing without one: the server adds a script."""
    html = without_indents(set_type(mend(html)))
    html = html if _run.serving else with_policy(html, from_disk=not config.site_url)
    return with_drawings(html, drawings_of(_run.site).pages) if _run.site is not None else html


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Mend the theme's HTML and give the page its policy; while writing, show the problems of a page on the page."""
    output = _finish(output, config)
    if not _run.serving or _run.report is None or _run.site is None:
        return output
    shown = _run.site.shown(page.file.src_uri)
    notice = page_notice([problem for problem in _run.report.problems if problem.path == shown])
    return output.replace("<article", f"{notice}<article", 1) if notice else output


def on_post_template(output: str, *, template_name: str, config: MkDocsConfig) -> str:
    """Finish the pages that are no documents; leave out a sitemap that would have no whole address in it."""
    if template_name == "sitemap.xml" and _run.publication is not None and not _run.publication.base:
        return ""
    return _finish(output, config) if template_name.endswith(".html") else output
