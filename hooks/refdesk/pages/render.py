"""Renders pages with Python-Markdown, alone or under an engine, and learns which links, ids and
texts come out.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from pymdownx.superfences import SuperFencesCodeExtension
from typing_extensions import override

from refdesk.files.mkdocs_yml import Listed, SiteConfig
from refdesk.files.text import first_line
from refdesk.files.yaml import YamlFile
from refdesk.html.text import parse
from refdesk.pages.expanded import TOKEN, Expanded
from refdesk.pages.grammar import close_grammar, step, texts_of
from refdesk.problems.problem import Problem, Slip

_TAG = re.compile("(<[^<>]*>)")  # what Markdown makes has no such sign in its text and attributes
# The attribute with an address as it is written; nobody can type it.
_MARK = f"data-refdesk-{secrets.token_hex(8)}"
_MARK_IN_HTML = re.compile(rf' {_MARK}="[^"]*"')
# what the table of contents puts into headings, so that readers can copy their address
_HEADING_LINK = "headerlink"


class Link(NamedTuple):
    """A link (``a``) or an image (``img``) of a page, with its address before an engine rewrites
    it.
    """

    tag: str
    target: str


class Heading(NamedTuple):
    """A heading of the rendered page."""

    id: str
    text: str


class Rendered(NamedTuple):
    """What a page's HTML holds: its links, every id in order (repeats included), its headings.

    ``texts`` are what its writer typed and readers see: the text of each element, in which a
    ``GAP`` (``pages/grammar.py``) stands for code, images and generated parts, and around elements
    within. Of what is generated, only the ids count, and the ``problems`` of what could not be.
    """

    links: tuple[Link, ...] = ()
    ids: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    texts: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class Collector(Extension):
    """A Python-Markdown extension that reads the grammar of pages, and learns what each page comes
    to.

    What comes from Markdown it marks just before an engine would rewrite addresses, reads the
    finished HTML, takes its marks out again and puts generated HTML in the place of its tokens: the
    same under an engine and alone. The links of generated HTML are right by construction (a test of
    the built site follows them).
    """

    def __init__(self, finish: Callable[[str], str] = lambda text: text) -> None:
        """Replace each text between tags by what ``finish`` gives for it."""
        super().__init__()
        self.rendered = Rendered()
        self._finish = finish
        self._page = Expanded("")
        self._texts: tuple[str, ...] = ()
        # What is postprocessed is the page: before that, the table of contents has single headings
        # postprocessed.
        self._whole = False

    def begin(self, page: Expanded) -> str:
        """Return the Markdown of a page, which must be what is converted next; ``rendered`` is then
        what it came to.
        """
        self._page, self._whole = page, False
        # all of an empty page, which is not converted
        self.rendered = Rendered(problems=page.problems)
        return page.markdown

    def restored(self, text: str) -> str:
        """Return a part of the page now converted with the generated HTML in place of its
        tokens.
        """
        return self._page.restored(text)

    @override
    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Register its parts: before MkDocs' link processor (priority 0), after everything."""
        close_grammar(md)
        md.treeprocessors.register(step(self._look), "refdesk_look", 7)
        md.treeprocessors.register(step(self._mark), "refdesk_mark", 0.5)
        md.postprocessors.register(step(self._read), "refdesk_read", -1000)

    def _look(self, root: Element) -> None:
        """Keep the text of the page before other extensions add to it."""
        self._texts = tuple(texts_of(root))

    def _mark(self, root: Element) -> None:
        """Note at every element that has an address how it is written."""
        self._whole = True
        for element in root.iter():
            target = element.get("href", element.get("src"))
            if target is not None:
                element.set(_MARK, escape(target))

    def _read(self, text: str) -> str:
        """Read the finished HTML, then put the generated HTML in its places."""
        if not self._whole:
            return self.restored(text)
        parts = _TAG.split(text)  # text, tag, text …; in an attribute, no token can become HTML
        parts[1::2] = [TOKEN.sub("", tag) for tag in parts[1::2]]
        links, ids, headings = _held(self._page.words("".join(parts)))
        self.rendered = Rendered(
            links, (*ids, *self._page.ids()), headings, self._texts, self._page.problems
        )
        parts[::2] = map(self._finish, parts[::2])
        return self.restored(_MARK_IN_HTML.sub("", "".join(parts)))


def _held(html: str) -> tuple[tuple[Link, ...], list[str], tuple[Heading, ...]]:
    """Return the links, ids and headings of the HTML of a page that is marked."""
    links: list[Link] = []
    ids: list[str] = []
    headings: list[Heading] = []
    for element in parse(html).iterdescendants("*"):
        tag, element_id, target = str(element.tag), element.get("id", ""), element.get(_MARK)
        if element_id:
            ids.append(element_id)
        if target is not None and tag in {"a", "img"}:
            if _HEADING_LINK not in element.get("class", ""):
                links.append(Link(tag, target.strip()))
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            # the sign is the link to it
            words = str(element.text_content()).replace("¶", "").strip()
            headings.append(Heading(element_id, words))
    return tuple(links), ids, tuple(headings)


class RenderError(Exception):
    """A page that the site's Markdown extensions cannot convert, with the reason in one line."""


class Renderer:
    """Converts pages with the extensions of the site.

    ``problems`` lists extensions that cannot be loaded or refuse their options; pages are rendered
    without them.
    """

    def __init__(self, config: SiteConfig) -> None:
        self._collector = Collector()
        self._md = markdown.Markdown(extensions=[self._collector])
        extensions = config.lists["markdown_extensions"]
        self.problems = [
            problem for extension in extensions for problem in self._load(config.yaml, extension)
        ]
        for loaded in self._md.registeredExtensions:
            if isinstance(loaded, SuperFencesCodeExtension):
                loaded.superfences[0]["formatter"] = _plain_code

    def _load(self, yaml: YamlFile, extension: Listed) -> Iterator[Problem]:
        """Load an extension; yield what is wrong with it."""
        # left empty, refused
        options = {name: value for name, value in extension.options.items() if value is not None}
        try:
            self._md.registerExtensions([extension.name], {extension.name: options})
        except Exception as error:
            # what a module raises that is no extension, or is given other options than its own
            message = (
                f"the Markdown extension '{extension.name}' cannot be loaded: "
                f"{first_line(str(error))}"
            )
            hint = "Until it is there, only the paths of links are checked, not their anchors"
            yield yaml.problem(extension.path, Slip("configuration", message, hint), at_key=True)

    def render(self, page: Expanded) -> Rendered:
        """Return the links, ids and headings of one page; raise RenderError when it cannot be
        converted.
        """
        self.convert(page)
        return self._collector.rendered

    def convert(self, page: Expanded) -> str:
        """Return the HTML of one page as readers get it; raise RenderError when it cannot be
        converted.
        """
        self._md.reset()
        try:
            return self._md.convert(self._collector.begin(page))
        except RecursionError:
            raise RenderError("is nested too deeply") from None
        except Exception as error:  # what an extension raises
            raise RenderError(first_line(str(error))) from error


def _plain_code(src: str, *_: object, id_value: str = "", **__: object) -> str:
    """Return a fenced code block without colours: these change no link or id, and cost a tenth of a
    check.
    """
    element_id = f' id="{escape(id_value)}"' if id_value else ""
    return f"<pre{element_id}><code>{escape(src)}</code></pre>"
