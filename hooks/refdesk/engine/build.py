"""What an engine is given, in the order in which it asks. Nothing here knows an engine.

In a preview, while a writer is watching, what only readers need is not made, and a page that comes
out as in the build before need not be built again (engine/made_pages.py).
"""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any

from markdown.extensions import Extension
from markupsafe import escape

from refdesk.blocks.changes import recent_changes
from refdesk.blocks.form import MISTAKE
from refdesk.blocks.shown import blocks_of, holder
from refdesk.charts.colours import page_sheet
from refdesk.charts.drawings import drawings_of, with_drawings
from refdesk.check import check
from refdesk.data.models import Change
from refdesk.engine.language import in_chinese, led_to_site, translate_settings, with_labels
from refdesk.engine.made_pages import MadePages, expand_changed_pages, expand_pages
from refdesk.engine.preview import mark_outdated, show_problems, with_problems
from refdesk.files.catalog import po_path
from refdesk.files.checkout import CONFIG, UnusableSiteError
from refdesk.files.docs_tree import relative_url
from refdesk.files.progress import progress
from refdesk.files.writing import write_whole
from refdesk.html.finish import set_type, valid_html, without_indents
from refdesk.html.text import mark_languages, parse, with_language
from refdesk.html.vetting import foreign, theme_scripts, with_policy
from refdesk.pages.markdown_tables import MarkdownTables
from refdesk.pages.render import Collector
from refdesk.problems.problem import Place, Slip, problem_at
from refdesk.problems.report import Report, line_of
from refdesk.publish.added_files import added_files
from refdesk.publish.assets import (
    EXPLORER_DATA,
    KNOWN_DATA,
    WORKER,
    is_changed,
    published_files,
    published_paths,
    write_worker,
)
from refdesk.publish.cards import cards
from refdesk.publish.downloads import drawn_pictures, texts_and_archive
from refdesk.publish.explorer import explorer_script
from refdesk.publish.faults import told_at
from refdesk.publish.head import head
from refdesk.publish.known import known_script
from refdesk.publish.outside_links import mark_outside
from refdesk.publish.page_facts import page_facts, related_pages
from refdesk.publish.publication import Publication
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
        before: MadePages | None = None,
    ) -> None:
        """Begin a build; ``before`` is what the build of a preview before this has left.

        ``settings`` are those of mkdocs.yml as the engine has them, and become those of the
        language of the site.
        """
        load_rules()  # a page shows them
        if (problem := forbidden(site)) is not None:
            raise UnusableSiteError(problem)
        self.site = site
        if site.is_translated:
            settings["theme"]["language"] = site.language.code
            translate_settings(settings, self.site.published, site.language)
        self.preview = preview
        self.publication = Publication(self.site)
        self._collector = Collector(mark_languages)
        # What the site adds to the Markdown extensions of mkdocs.yml; the scripts that pages load.
        self.extensions: list[Extension] = [
            self._collector,
            MarkdownTables(),
        ]
        named = self.site.config.lists
        settings["extra_css"] = published_paths(style.name for style in named["extra_css"])
        self.scripts = published_paths(script.name for script in named["extra_javascript"])
        # Readers can keep a site for the web, not one that is being written or read from the disk.
        self.is_installable = bool(site.config.site_url) and not preview
        self.report = Report((), pages=0, references=0)
        # of an edition in another language, its root and the addresses of its files
        self._own: set[str] = set()
        self._scripts = theme_scripts(self.site.config.theme_folders)
        shown = [] if preview or site.is_translated else site.pages
        self._converting = progress(shown, "Converting pages")
        self._finishing = progress(shown, "Finishing pages")
        self.pages = expand_changed_pages(site, before) if preview else expand_pages(site)

    def made_of(self, language: str) -> object:
        """Return all that an edition in another language is made of."""
        translations = self.site.translations[language]
        return (
            self.pages.around,
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
            outdated = site.pages.keys() - self.pages.unchanged
            mark_outdated(known[uri] for uri in known.keys() & outdated)
        # what is not published is taken away before anything reads it
        kept_out = self._kept_out(known)
        changed = (uri for uri in known.keys() - kept_out if is_changed(uri))
        texts = self._asset_texts({uri: text_of(uri) for uri in changed})
        assets = published_files(texts, (asset.name for asset in site.config.assets))
        if site.is_translated:  # what is the same in each language stands there once
            scripts = {uri: text for uri, text in assets.items() if uri.endswith(".js")}
            self._own = {"", *scripts, *map(site.tree.url, site.published)}
            return dict.fromkeys(known.keys() - site.published) | scripts
        made = dict.fromkeys((files_of_data(site) | {*ROOT_FILES}) - known.keys(), "")
        return {**made, **dict.fromkeys([*texts, *kept_out]), **assets}

    def _kept_out(self, known: Mapping[str, str]) -> set[str]:
        """Return the files that are not published, and those that the engine takes for pages."""
        site = self.site
        others = known.keys() - site.pages.keys()
        taken_for_pages = {
            uri for uri in others & site.tree.files.keys() if known[uri].endswith(".html")
        }
        private = {
            uri
            for uri in others
            if not site.tree.files.get(uri, True) or not may_be_published(site, uri)
        }
        return taken_for_pages | private

    def _asset_texts(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Return style sheets and scripts in the language of the site, with those made from
        data.
        """
        site = self.site
        made = {
            CHART_STYLES: page_sheet(),
            EXPLORER_DATA: explorer_script(site.library),
            KNOWN_DATA: known_script(site.library),
        }
        whole = {**texts, **made}
        labelled = {uri: with_labels(text, site.language) for uri, text in whole.items()}
        if site.config.site_url:
            return labelled
        # letters on the disk are there at once: no page need do without
        waits, at_once = "font-display: optional", "font-display: block"
        return {uri: text.replace(waits, at_once) for uri, text in labelled.items()}

    def markdown(self, uri: str, meta: MutableMapping[str, Any]) -> str:
        """Return the Markdown of a page with references and markers expanded.

        ``meta``, its front matter, becomes that of this language.
        """
        next(self._converting, None)
        meta.update(self.site.pages[uri].meta)
        return self._collector.begin(self.pages.expanded[uri][0])

    def html(self, uri: str, html: str, url: str, titles: Sequence[str]) -> str:
        """Return the HTML of a page with its links to other sites marked.

        ``titles`` are those of the navigation, from the section around the page outwards, its own
        first.
        """
        self.pages.rendered[uri] = self._collector.rendered
        html = mark_outside(self.site.library, html)
        # The title of the home page is the name of the site: it would answer whoever looks for what
        # the site is about.
        title = self.site.pages[uri].title if url else titles[0]
        self.pages.html[uri] = PageHtml(url, title, tuple(titles[:0:-1]), parse(html))
        return html

    def check(self) -> Report:
        """Check the site with what its pages rendered to."""
        next(self._converting, None)
        if self.site.is_translated:  # the check holds the messages equal to those of the site
            found = [
                problem
                for expanded, _text in self.pages.expanded.values()
                for problem in expanded.problems
            ]
            self.report = Report(tuple(found), pages=0, references=0)
        else:
            self.report = check(self.site, self.pages.rendered)
        return self.report

    def template_values(self) -> dict[str, object]:
        """Return what every template may show: public addresses, index, service worker ('' if
        none), labels.
        """
        self.pages.index = self.pages.index or search_index(self.site, self.pages.html)
        self._own.add(self.pages.index[0])
        language = self.site.language
        return {
            "base": self.publication.base,
            "root": self.publication.root,
            "language": self.publication.language,
            "languages": [] if self.site.is_translated else [*self.site.translations],
            "editions_of": self.publication.editions,
            "search_index": self.pages.index[0],
            "service_worker": WORKER if self.is_installable else "",
            "date_text": language.date,
            "_": language.gettext,
            "_n": language.ngettext,
        }

    def _shown_change(self, change: Change) -> dict[str, object]:
        """Return a change as a page shows it, and whether the list of changes has it.

        An edition in another language says nothing of it, since the list is not translated.
        """
        return {
            **change.model_dump(),
            "text": "" if self.site.is_translated else with_language(change.lead),
            "is_listed": change in recent_changes(self.site.library),
        }

    def page_values(self, uri: str) -> dict[str, object]:
        """Return what the template of a page shows: its facts, metadata as HTML, public address and
        last change.
        """
        site, publication = self.site, self.publication
        page, change = site.pages[uri], publication.last_change(uri)
        here = site.folder + site.tree.url(uri)
        above, changes = site.page_above(uri), holder(site, "changes")
        forms = holder(site, "send-form", MISTAKE)
        scripts = [block.script for _, block in blocks_of(site, page) if block.script]
        others = (
            edition for edition in publication.editions(uri) if edition.code != publication.language
        )
        return {
            "scripts": [*dict.fromkeys(scripts)],
            "facts": page_facts(site, page),
            "metadata": "" if self.preview else head(publication, uri),
            "address": publication.address(uri) if publication.base else "",
            "above": above and {"title": above.title, "url": site.tree.url(above.uri)},
            "last_change": change and self._shown_change(change),
            "editions": [one._replace(url=relative_url(one.url, here)) for one in others],
            "related": related_pages(site, uri),
            "changes": site.tree.url(changes) if changes else "",
            "forms": site.tree.url(forms) if forms else "",
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
            slip = Slip("unsafe-file", message, "Its template or a block has made it")
            problem = problem_at(Place(path), slip)
            if not self.preview:
                raise UnusableSiteError(problem)
            html = (
                "<!doctype html><title>Not "
                f"shown</title><article>{escape(line_of(problem))}</article>"
            )
        if self.site.language.is_chinese:
            html = in_chinese(html)
        if self.site.is_translated:
            html = led_to_site(html, self.site, uri or "404.html", self._own)
        return with_problems(html, self.site, uri) if self.preview and uri else html

    def finished_template(self, text: str, name: str) -> str:
        """Return a page that is no document, or another file made from a template, as readers get
        it.
        """
        if self.site.is_translated and not name.endswith(".html"):
            return ""  # it stands beside the site
        if name == "sitemap.xml" and not self.publication.base:
            return ""  # without whole addresses it is of no use, and is not written
        return self.finished(text) if name.endswith(".html") else text

    def finish(self, folder: Path) -> None:
        """Write into the built site what is no page."""
        next(self._finishing, None)
        files: dict[str, str | bytes] = dict([self.pages.index] if self.pages.index else [])
        if not self.preview and not self.site.is_translated:
            with told_at(self.site.library):
                files |= added_files(self.publication, self.pages.html) | texts_and_archive(
                    self.site
                )
                files |= drawn_pictures(self.site) | cards(self.publication)
        for path, content in files.items():
            write_whole(folder / path, content)
        if self.is_installable and not self.site.is_translated:
            write_worker(folder)
        if self.preview:
            show_problems(folder, self.site, self.report.problems)
