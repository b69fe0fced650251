"""Listens to Python-Markdown: what addresses a page has before an engine rewrites them, and what HTML comes out."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from typing_extensions import override

from refdesk.pages.expanded import TOKEN, Expanded
from refdesk.pages.grammar import texts_of
from refdesk.pages.rendered import MARK, Rendered, read_html

_TAG = re.compile("(<[^<>]*>)")  # what Markdown makes has no such sign in its text and attributes
_MARK_IN_HTML = re.compile(rf' {MARK}="\d+"')


def step(run: Callable[..., Any]) -> Any:
    """Return a processor of Python-Markdown that runs a function."""
    return SimpleNamespace(run=run)


class Collector(Extension):
    """A Python-Markdown extension that reports what each page that it sees converted comes to.

    What comes from Markdown it marks just before an engine would rewrite addresses, reads the finished HTML, takes its
    marks out again and puts generated HTML in the place of its tokens: the same under an engine and alone. The links of
    generated HTML are right by construction (a test of the built site follows them).
    """

    def __init__(self, report: Callable[[Rendered], None], finish: Callable[[str], str] = lambda text: text) -> None:
        """Report each page to ``report``; replace each text between tags by what ``finish`` gives for it."""
        super().__init__()
        self._report = report
        self._finish = finish
        self._page = Expanded("")
        self._targets: list[str] = []
        self._texts: tuple[str, ...] = ()
        # What is postprocessed is the page: before that, the table of contents has single headings postprocessed.
        self._whole = False

    def begin(self, page: Expanded) -> str:
        """Return the Markdown of a page, which must be what is converted next."""
        self._page, self._whole = page, False
        return page.markdown

    def restored(self, text: str) -> str:
        """Return a part of the page now converted with the generated HTML in place of its tokens."""
        return self._page.restored(text)

    @override
    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Register its parts: before MkDocs' link processor (priority 0), after everything."""
        md.treeprocessors.register(step(self._look), "refdesk_look", 7)
        md.treeprocessors.register(step(self._mark), "refdesk_mark", 0.5)
        md.postprocessors.register(step(self._read), "refdesk_read", -1000)

    def _look(self, root: Element) -> None:
        """Keep the text of the page before other extensions add to it."""
        self._texts = tuple(texts_of(root))

    def _mark(self, root: Element) -> None:
        """Number every element that has an address, and remember the address."""
        self._targets, self._whole = [], True
        for element in root.iter():
            target = element.get("href", element.get("src"))
            if target is not None:
                element.set(MARK, str(len(self._targets)))
                self._targets.append(target)

    def _read(self, text: str) -> str:
        """Report the finished HTML, then put the generated HTML in its places."""
        if not self._whole:
            return self.restored(text)
        parts = _TAG.split(text)  # text, tag, text …; in an attribute, no token can become HTML
        parts[1::2] = [TOKEN.sub("", tag) for tag in parts[1::2]]
        found = read_html(self._page.words("".join(parts)), self._targets, self._page.ids())
        self._report(found._replace(texts=self._texts, problems=self._page.problems))
        parts[::2] = map(self._finish, parts[::2])
        return self.restored(_MARK_IN_HTML.sub("", "".join(parts)))
