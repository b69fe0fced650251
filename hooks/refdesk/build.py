"""One build of the site by an engine: what the engine is given, in the order in which it asks.

An adapter translates the events of an engine into these calls; nothing here knows an engine. While a writer is watching
a preview, what only readers need is not made: downloads, pictures, plain texts, feeds, the service worker; and a page
that comes out as in the build before need not be built again.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError
from markdown.extensions import Extension

from refdesk.blocks.expand import expand
from refdesk.blocks.shown import holder
from refdesk.charts.colours import page_sheet
from refdesk.charts.drawings import drawings_of, with_drawings
from refdesk.check import check, check_root
from refdesk.data.plain_text import plain_text
from refdesk.files.checkout import CONFIG, UnusableSiteError
from refdesk.files.docs_tree import is_own_file, relative_url
from refdesk.files.progress import progress
from refdesk.files.writing import write_whole
from refdesk.html.finish import set_type, valid_html, without_indents
from refdesk.html.language import mark_languages
from refdesk.pages.collector import Collector
from refdesk.pages.expanded import Expanded
from refdesk.pages.markdown_tables import MarkdownTables
from refdesk.pages.rendered import Rendered
from refdesk.problems.notices import SCRIPT, problems_script
from refdesk.problems.problem import Problem
from refdesk.problems.report import Report, line_of, summary
from refdesk.publish.added_files import added_files
from refdesk.publish.assets import WORKER, is_changed, published_files, write_worker
from refdesk.publish.cards import cards
from refdesk.publish.downloads import drawn_pictures, texts_and_archive
from refdesk.publish.metadata import head
from refdesk.publish.outside_links import mark_outside
from refdesk.publish.page_facts import page_facts
from refdesk.publish.policy import theme_scripts, with_policy
from refdesk.publish.publication import Publication
from refdesk.publish.site_folder import SiteFolder
from refdesk.rules.run import load_rules
from refdesk.search.index import search_index
from refdesk.search.records import PageHtml
from refdesk.site.assets import published_paths
from refdesk.site.generated import CHART_STYLES, ROOT_FILES
from refdesk.site.site import load_site

_LEVELS = {"error": logging.ERROR, "notice": logging.INFO}


def guarded(
    build: Callable[[], None], warn: Callable[..., None], failed: Callable[[BaseException], None]
) -> Callable[[], None]:
    """The build of a preview, where one that fails leaves the last pages: else requests wait for one that does not."""

    def build_or_warn() -> None:
        try:
            build()
        except (Exception, SystemExit) as error:  # an engine ends with a SystemExit
            warn("%s; the pages are those of the last build", str(error) or type(error).__name__)
            failed(error)

    return build_or_warn


class Build:
    """The site of one build, and what its pages came to so far."""

    def __init__(
        self, settings: MutableMapping[str, Any], *, preview: bool, before: Iterable[Build] = (), is_whole: bool = False
    ) -> None:
        """Read the site; UnusableSiteError when it cannot be read at all.

        ``settings`` are those of mkdocs.yml as the engine has them; of a build that is to be whole or not there, the
        folder of the site is changed. ``before`` are builds of the same preview: what the last one whose pages are all
        written came to stays.
        """
        load_rules()  # a page shows them
        urls, url = settings["use_directory_urls"], settings["site_url"] or ""
        self.site = load_site(Path(settings["config_file_path"]).parent, use_directory_urls=urls, site_url=url)
        self.preview = preview
        self.report: Report | None = None
        self.is_written = False
        self._folder = SiteFolder(settings) if is_whole else None
        self.publication = Publication(self.site)
        self._collector = Collector(self._collect, mark_languages)
        # What the site adds to the Markdown extensions of mkdocs.yml; the style sheets and scripts that pages load.
        self.extensions: list[Extension] = [self._collector, MarkdownTables(self._collector.restored)]
        named = self.site.config.lists
        self.styles = published_paths(style.name for style in named["extra_css"])
        self.scripts = published_paths(script.name for script in named["extra_javascript"])
        # Readers can keep a site for the web, not one that is being written or read from the disk.
        self.is_installable = bool(url) and not preview
        self._rendered: dict[str, Rendered] = {}
        self._html: dict[str, PageHtml] = {}
        self._added: dict[str, str | bytes] = {}
        self._scripts = theme_scripts(self.site.config.theme_folders)
        self._current = ""
        labels = ("Converting pages", "Finishing pages")
        self._converting, self._finishing = (progress([] if preview else self.site.pages, label) for label in labels)
        self._made_from = {uri: (expand(self.site, page), page.text) for uri, page in self.site.pages.items()}
        self._around = self._surroundings()
        self._index: tuple[str, str] | None = None
        self._unchanged: set[str] = set()  # the pages that come out as in the build before
        for last in before:
            if preview and last.is_written and last._around == self._around:
                self._unchanged = {uri for uri, one in self._made_from.items() if one == last._made_from[uri]}
                self._rendered = {uri: last._rendered[uri] for uri in self._unchanged}
                self._html, self._index = dict(last._html), last._index

    def _surroundings(self) -> object:
        """What pages show besides their own text: data, settings, titles, the theme."""
        theme = self.site.config.theme_dir
        files = [(path, path.stat().st_mtime_ns) for path in sorted(theme.rglob("*"))]
        titles = {uri: page.title for uri, page in self.site.pages.items()}
        return self.site.library, self.site.config.yaml.file.text, titles, files

    def _collect(self, rendered: Rendered) -> None:
        """Keep what the page now being converted came to."""
        if self._current:
            self._rendered[self._current] = rendered

    def mark_outdated(self, written: Mapping[str, str]) -> None:
        """Make the HTML files of a preview look old whose pages have changed, so that the engine builds these again.

        ``written`` holds the paths of the HTML files. The engine builds what is older than its source, not what changes
        with the data; the old file stays in case that the build fails.
        """
        for uri in written.keys() & (self.site.pages.keys() - self._unchanged) if self.preview else ():
            if Path(written[uri]).exists():
                os.utime(written[uri], (0, 0))

    def title(self, uri: str) -> str | None:
        """The title of a page of the site."""
        return self.site.pages[uri].title if uri in self.site.pages else None

    def files(self, known: Iterable[str], text_of: Callable[[str], str]) -> Mapping[str, str | bytes | None]:
        """Path -> content of the files that an engine adds to those it knows, or None for one that it takes away.

        Added is what is made from data; style sheets and scripts are replaced by what readers get of them. What stands
        behind a symbolic link is taken away before anything reads it.
        ``text_of`` gives the text of a file that the engine knows.
        """
        docs_dir, ours = self.site.config.docs_dir, self.site.tree.files
        links = [path for path in known if path in ours and not is_own_file(docs_dir, path)]
        written = {path: text_of(path) for path in known if is_changed(path) and path not in links}
        made = {CHART_STYLES: page_sheet()} if self.preview else texts_and_archive(self.site)
        made |= dict.fromkeys(ROOT_FILES, "")  # written at the end; known now, so that links lead there
        texts = {path: str(made[path]) for path in made if is_changed(path)} | written
        assets = published_files(texts, (asset.name for asset in self.site.config.assets))
        return {**made, **dict.fromkeys([*texts, *links]), **assets}

    def markdown(self, uri: str, markdown: str) -> str:
        """The Markdown of a page with references and markers expanded; as it is for a page that is not of the site."""
        next(self._converting, None)
        self._current = uri if uri in self.site.pages else ""
        return self._collector.begin(self._made_from[uri][0] if self._current else Expanded(markdown))

    def html(self, uri: str, html: str, url: str, titles: Sequence[str]) -> str:
        """The HTML of a page with its links to other sites marked.

        ``titles`` are those of the navigation, from the section around the page outwards, its own first.
        """
        html = mark_outside(self.site.library, html)
        # The title of the home page is the name of the site: it would answer whoever looks for what the site is about.
        title = self.site.pages[uri].title if url else titles[0]
        self._html[uri] = PageHtml(url, title, tuple(titles[:0:-1]), html)
        return html

    def check(self) -> tuple[Report, list[tuple[int, str]]]:
        """Check the site with what its pages rendered to: the report, and its lines for people with their level."""
        next(self._converting, None)
        self._current = ""
        self.report = report = check(self.site, self._rendered)
        lines = [(_LEVELS[problem.severity], line_of(problem)) for problem in report.problems]
        if not self.publication.base and not self.preview:
            lines.append((logging.INFO, "no address is set (SITE_URL): citations, exports and the feed name none"))
        return report, [*lines, (logging.ERROR if report.failed else logging.INFO, summary(report))]

    def close(self) -> str:
        """Put the site in its place, if it is whole; what a full disk says, in one line."""
        return self._folder.close() if self._folder is not None else ""

    def template_values(self) -> dict[str, str]:
        """What every template may show: public address, paths of search index and service worker ('' if none)."""
        self._index = self._index or search_index(self.site, self._html)
        path, self._added[path] = self._index
        worker = WORKER if self.is_installable else ""
        return {"base": self.publication.base, "search_index": path, "service_worker": worker}

    def page_values(self, uri: str) -> dict[str, object]:
        """What the template of one page shows: its facts, metadata as HTML, public address and last change."""
        base, change = self.publication.base, self.publication.last_change(uri)
        return {
            "facts": page_facts(self.site, self.site.pages[uri]),
            "metadata": "" if self.preview else head(self.publication, uri),
            "address": self.publication.address(uri) if base else "",
            "last_change": {**change.model_dump(), "text": plain_text(change.text)} if change else None,
        }

    def finished(self, html: str, uri: str = "") -> str:
        """A whole page as readers get it; in a preview, with the script that lists the problems of the site."""
        if uri:
            next(self._finishing, None)
        html = without_indents(set_type(valid_html(html)))
        if not self.preview:  # while writing, the server adds a script
            html = with_policy(html, self._scripts, from_disk=not self.site.config.site_url)
        html = with_drawings(html, drawings_of(self.site).pages)
        if self.preview and uri:
            script, shown = relative_url(SCRIPT, self.site.tree.url(uri)), self.site.shown(uri)
            html = html.replace("<article", f'<script src="{script}" data-path="{shown}"></script><article', 1)
        return html

    def finished_template(self, text: str, name: str) -> str:
        """A page that is no document, or another file made from a template, as readers get it.

        A sitemap without whole addresses would be of no use: '' keeps it from being written.
        """
        if name == "sitemap.xml" and not self.publication.base:
            return ""
        return self.finished(text) if name.endswith(".html") else text

    def finish(self, site_dir: str) -> None:
        """Write into the built site what is no page: the search index, pictures, texts, feeds, the service worker."""
        next(self._finishing, None)
        folder = Path(site_dir)
        if self.preview:
            self._show(folder, self.report.problems if self.report else ())
        else:
            self._added |= added_files(self.publication, self._html)
            self._added |= drawn_pictures(self.site) | cards(self.publication)
        for path, content in self._added.items():
            write_whole(folder / path, content)
        if self.is_installable:
            write_worker(folder)
        self.is_written = True

    def fail(self, site_dir: str, reason: BaseException) -> None:
        """Show on the pages of the last build of a preview why this one, or one that did not begin, has failed."""
        try:
            problems = check_root(self.site.config.root).problems
        except UnusableSiteError as error:
            problems = (error.problem,) if error.problem is not None else ()
        path, line = CONFIG, 1
        if isinstance(reason, TemplateSyntaxError):
            path, line = self.site.config.shown(Path(reason.filename or "")), reason.lineno
        if not any(problem.path == path for problem in problems):
            message = f"the site cannot be built: {reason}"
            problems = (Problem(path, line, 1, "configuration", message, "The terminal says more"), *problems)
        self._show(Path(site_dir), problems)

    def _show(self, folder: Path, problems: Sequence[Problem]) -> None:
        """Write the script that shows problems on every page of a preview."""
        explained = holder(self.site, "problems")
        script = problems_script(problems, self.site.tree.url(explained) if explained else "")
        write_whole(folder / SCRIPT, script)
