"""What an engine is given, in the order in which it asks. Nothing here knows an engine.

In a preview, while a writer is watching, what only readers need is not made, and a page that comes
out as in the build before need not be built again (engine/preview.py).
"""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any, Self

from markdown.extensions import Extension
from markupsafe import escape

from refdesk.blocks.changes import recent_changes
from refdesk.blocks.expand import expand
from refdesk.blocks.shown import blocks_of, holder
from refdesk.charts.colours import page_sheet
from refdesk.charts.drawings import drawings_of, with_drawings
from refdesk.check import check
from refdesk.data.models import Change
from refdesk.data.wording import spoken_date
from refdesk.engine.language import in_chinese, led_to_site, translate_settings, with_labels
from refdesk.engine.preview import (
    mark_outdated,
    named_by_pages,
    show_problems,
    surroundings,
    with_problems,
)
from refdesk.files.catalog import po_path
from refdesk.files.checkout import CONFIG, UnusableSiteError
from refdesk.files.docs_tree import relative_url
from refdesk.files.labels import _, _n
from refdesk.files.progress import progress
from refdesk.files.writing import write_whole
from refdesk.html.finish import set_type, valid_html, without_indents
from refdesk.html.text import mark_languages, parse, with_language
from refdesk.html.vetting import foreign, theme_scripts, with_policy
from refdesk.pages.expanded import Expanded
from refdesk.pages.markdown_tables import MarkdownTables
from refdesk.pages.render import Collector, Rendered
from refdesk.problems.problem import Problem
from refdesk.problems.report import Report, line_of
from refdesk.publish.added_files import added_files
from refdesk.publish.assets import (
    EXPLORER_DATA,
    WORKER,
    is_changed,
    published_files,
    published_paths,
    write_worker,
)
from refdesk.publish.cards import cards
from refdesk.publish.downloads import drawn_pictures, texts_and_archive
from refdesk.publish.explorer import explorer_script
from refdesk.publish.head import head
from refdesk.publish.outside_links import mark_outside
from refdesk.publish.page_facts import page_facts, related_pages
from refdesk.publish.publication import Publication, told_at_entry
from refdesk.rules.run import load_rules
from refdesk.search.index import search_index
from refdesk.search.records import PageHtml
from refdesk.site.generated import CHART_STYLES, ROOT_FILES, files_of_data
from refdesk.site.own_files import forbidden, may_be_published
from refdesk.site.site import Site


class Build:
    """The site of one build, and what its pages came to so far."""

    def __init__(
        self,
        site: Site,
        settings: MutableMapping[str, Any],
        *,
        preview: bool,
        before: Self | None = None,
    ) -> None:
        """Begin a build; ``before`` is the build of a preview before this.

        ``settings`` are those of mkdocs.yml as the engine has them, and become those of the
        language of the site.
        """
        load_rules()  # a page shows them
        if (problem := forbidden(site)) is not None:
            raise UnusableSiteError(problem)
        self.site = site
        if site.language:
            settings["theme"]["language"] = site.language
            translate_settings(settings, self.site.published)
        self.preview = preview
        self.publication = Publication(self.site)
        self._collector = Collector(mark_languages)
        # What the site adds to the Markdown extensions of mkdocs.yml; the scripts that pages load.
        self.extensions: list[Extension] = [
            self._collector,
            MarkdownTables(self._collector.restored),
        ]
        named = self.site.config.lists
        settings["extra_css"] = published_paths(style.name for style in named["extra_css"])
        self.scripts = published_paths(script.name for script in named["extra_javascript"])
        # Readers can keep a site for the web, not one that is being written or read from the disk.
        self.is_installable = bool(site.config.site_url) and not preview
        self.report = Report((), pages=0, references=0)
        self._rendered: dict[str, Rendered] = {}
        self._html: dict[str, PageHtml] = {}
        self._index: tuple[str, str] | None = None
        # of an edition in another language, its root and the addresses of its files
        self._own: set[str] = set()
        self._scripts = theme_scripts(self.site.config.theme_folders)
        labels = ("Converting pages", "Finishing pages")
        self._converting, self._finishing = (
            progress([] if preview or site.language else site.pages, label) for label in labels
        )
        pages = {uri: self.site.pages[uri] for uri in self.site.published}
        self._around, self._named = (
            (surroundings(self.site), named_by_pages(self.site)) if preview else (None, None)
        )
        known: dict[str, tuple[Expanded, str]] = {}
        if before is not None and (before._around, before._named) == (self._around, self._named):
            known = {
                uri: one
                for uri, one in before._made_from.items()
                if before.site.pages[uri] is pages.get(uri)
            }
        self._made_from: dict[str, tuple[Expanded, str]]
        self._made_from = {
            uri: known.get(uri) or (expand(self.site, page), page.text)
            for uri, page in pages.items()
        }
        self._unchanged: set[str] = set()  # the pages that come out as in the build before
        if before is not None and before._around == self._around:
            self._unchanged = {
                uri for uri, one in self._made_from.items() if one == before._made_from[uri]
            }
            self._rendered = {uri: before._rendered[uri] for uri in self._unchanged}
            self._html, self._index = before._html, before._index

    def made_of(self, language: str) -> object:
        """Return all that an edition in another language is made of."""
        translations = self.site.translations[language]
        return (
            self._around,
            translations,
            [page for uri, page in self.site.pages.items() if po_path(uri) in translations],
        )

    def files(
        self, known: Mapping[str, str], text_of: Callable[[str], str]
    ) -> Mapping[str, str | None]:
        """Return path -> content of the files that an engine adds to those it knows, or None for
        one it takes away.

        ``known`` holds where the engine writes each file, ``text_of`` gives the text of one. Style
        sheets and scripts are replaced by what readers get of them. What is made from data is empty
        so far, but links lead to it.
        """
        site = self.site
        if self.preview:
            mark_outdated(
                known[uri] for uri in known.keys() & (site.pages.keys() - self._unchanged)
            )
        # What is not published is taken away before anything reads it, as is what the engine takes
        # for a page.
        others = known.keys() - site.pages.keys()
        kept_out = {uri for uri in others & site.tree.files.keys() if known[uri].endswith(".html")}
        kept_out |= {
            uri
            for uri in others
            if not site.tree.files.get(uri, True) or not may_be_published(site, uri)
        }
        texts = {uri: text_of(uri) for uri in known.keys() - kept_out if is_changed(uri)}
        # letters on the disk are there at once: no page need do without
        if not site.config.site_url:
            texts = {
                uri: text.replace("font-display: optional", "font-display: block")
                for uri, text in texts.items()
            }
        texts |= {CHART_STYLES: page_sheet(), EXPLORER_DATA: explorer_script(site.library)}
        assets = published_files(
            {uri: with_labels(text) for uri, text in texts.items()},
            (asset.name for asset in site.config.assets),
        )
        if site.language:  # what is the same in each language stands there once
            scripts = {uri: text for uri, text in assets.items() if uri.endswith(".js")}
            self._own = {"", *scripts, *map(site.tree.url, site.published)}
            return dict.fromkeys(known.keys() - site.published) | scripts
        made = dict.fromkeys((files_of_data(site) | {*ROOT_FILES}) - known.keys(), "")
        return {**made, **dict.fromkeys([*texts, *kept_out]), **assets}

    def markdown(self, uri: str, meta: MutableMapping[str, Any]) -> str:
        """Return the Markdown of a page with references and markers expanded.

        ``meta``, its front matter, becomes that of this language.
        """
        next(self._converting, None)
        meta.update(self.site.pages[uri].meta)
        return self._collector.begin(self._made_from[uri][0])

    def html(self, uri: str, html: str, url: str, titles: Sequence[str]) -> str:
        """Return the HTML of a page with its links to other sites marked.

        ``titles`` are those of the navigation, from the section around the page outwards, its own
        first.
        """
        self._rendered[uri] = self._collector.rendered
        html = mark_outside(self.site.library, html)
        # The title of the home page is the name of the site: it would answer whoever looks for what
        # the site is about.
        title = self.site.pages[uri].title if url else titles[0]
        self._html[uri] = PageHtml(url, title, tuple(titles[:0:-1]), parse(html))
        return html

    def check(self) -> Report:
        """Check the site with what its pages rendered to."""
        next(self._converting, None)
        if self.site.language:  # the check holds the messages equal to those of the site
            found = [
                problem
                for expanded, _text in self._made_from.values()
                for problem in expanded.problems
            ]
            self.report = Report(tuple(found), pages=0, references=0)
        else:
            self.report = check(self.site, self._rendered)
        return self.report

    def template_values(self) -> dict[str, object]:
        """Return what every template may show: public addresses, index, service worker ('' if
        none), labels.
        """
        self._index = self._index or search_index(self.site, self._html)
        self._own.add(self._index[0])
        return {
            "base": self.publication.base,
            "root": self.publication.root,
            "language": self.publication.language,
            "languages": [] if self.site.language else [*self.site.translations],
            "editions_of": self.publication.editions,
            "search_index": self._index[0],
            "service_worker": WORKER if self.is_installable else "",
            "date_text": spoken_date,
            "_": _,
            "_n": _n,
        }

    def _shown_change(self, change: Change) -> dict[str, object]:
        """Return a change as a page shows it, and whether the list of changes has it.

        An edition in another language says nothing of it, since the list is not translated.
        """
        return {
            **change.model_dump(),
            "text": "" if self.site.language else with_language(change.lead),
            "is_listed": change in recent_changes(self.site.library),
        }

    def page_values(self, uri: str) -> dict[str, object]:
        """Return what the template of a page shows: its facts, metadata as HTML, public address and
        last change.
        """
        base, change = self.publication.base, self.publication.last_change(uri)
        here = f"{self.site.language}/{self.site.tree.url(uri)}".lstrip("/")
        above = self.site.page_above(uri)
        editions = (
            one for one in self.publication.editions(uri) if one.code != self.publication.language
        )
        return {
            "scripts": [
                block.script
                for _, block in blocks_of(self.site, self.site.pages[uri])
                if block.script
            ],
            "facts": page_facts(self.site, self.site.pages[uri]),
            "metadata": "" if self.preview else head(self.publication, uri),
            "address": self.publication.address(uri) if base else "",
            "above": {"title": above.title, "url": self.site.tree.url(above.uri)}
            if above
            else None,
            "last_change": change and self._shown_change(change),
            "editions": [one._replace(url=relative_url(one.url, here)) for one in editions],
            "related": related_pages(self.site, uri),
            "changes": self.site.tree.url(changes)
            if (changes := holder(self.site, "changes"))
            else "",
        }

    def finished(self, html: str, uri: str = "") -> str:
        """Return a whole page as readers get it.

        When it holds what no page can hold, whoever made it: UnusableSiteError, or in a preview a
        page that says so.
        """
        if uri:
            next(self._finishing, None)
        html = without_indents(set_type(valid_html(html)))
        from_disk = not self.site.config.site_url
        html = with_policy(html, self._scripts, from_disk=from_disk, preview=self.preview)
        html = with_drawings(html, drawings_of(self.site).pages)
        if found := foreign(html, self._scripts):
            message = f"the finished page holds what no page can: {', '.join(found[:3])}"
            path = self.site.shown(uri) if uri else CONFIG
            problem = Problem(
                path, 1, 1, "unsafe-file", message, "Its template or a block has made it"
            )
            if not self.preview:
                raise UnusableSiteError(problem)
            html = (
                "<!doctype html><title>Not "
                f"shown</title><article>{escape(line_of(problem))}</article>"
            )
        if self.site.language == "zh":
            html = in_chinese(html)
        if self.site.language:
            html = led_to_site(html, self.site, uri or "404.html", self._own)
        return with_problems(html, self.site, uri) if self.preview and uri else html

    def finished_template(self, text: str, name: str) -> str:
        """Return a page that is no document, or another file made from a template, as readers get
        it.
        """
        if self.site.language and not name.endswith(".html"):
            return ""  # it stands beside the site
        if name == "sitemap.xml" and not self.publication.base:
            return ""  # without whole addresses it is of no use, and is not written
        return self.finished(text) if name.endswith(".html") else text

    def finish(self, folder: Path) -> None:
        """Write into the built site what is no page."""
        next(self._finishing, None)
        files: dict[str, str | bytes] = dict([self._index] if self._index else [])
        if not self.preview and not self.site.language:
            with told_at_entry(self.site):
                files |= added_files(self.publication, self._html) | texts_and_archive(self.site)
                files |= drawn_pictures(self.site) | cards(self.publication)
        for path, content in files.items():
            write_whole(folder / path, content)
        if self.is_installable and not self.site.language:
            write_worker(folder)
        if self.preview:
            show_problems(folder, self.site, self.report.problems)
