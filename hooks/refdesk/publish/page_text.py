"""Converts a page to plain Markdown, for programs and for readers who copy it."""

import re
from urllib.parse import urljoin

from lxml.html import HtmlElement as Element

from refdesk.html.text import parse
from refdesk.publish.publication import AUTHOR, LICENCE, Publication

_SKIPPED_TAGS = frozenset({"script", "style", "svg", "template", "button", "input", "nav"})
# Classes of elements that are of use on the screen only.
SCREEN_ONLY = frozenset({"headerlink", "rd-anchor", "rd-archive", "rd-back", "rd-filter", "rd-jumps", "rd-signs"})
_LABELS = frozenset({"rd-term", "rd-value"})  # classes of links that are written without their target
_LISTS = frozenset({"ul", "ol"})
_BLOCKS = _LISTS | {"p", "div", "section", "figure", "figcaption", "blockquote", "dl", "dt", "dd", "details", "summary"}
# Tag -> what stands before and behind its content.
_AROUND = {"br": ("\n", "")} | {f"h{level}": (f"\n\n{'#' * level} ", "\n\n") for level in range(1, 7)}
_AROUND |= dict.fromkeys(("strong", "b"), ("**", "**")) | dict.fromkeys(("em", "i", "cite"), ("*", "*"))
_AROUND |= dict.fromkeys(("code", "kbd"), ("`", "`"))


def page_text(publication: Publication, uri: str, html: str) -> str:
    """Returns a page as Markdown, below a header that names its origin."""
    address = publication.address(uri) if publication.base else ""
    facts = {"From": f"{publication.name}, {AUTHOR}, {LICENCE}", "Address": address}
    page = publication.site.pages[uri]
    facts |= {"Reviewed": page.reviewed, "Edition": publication.edition}
    about = [f"{name}: {value}" for name, value in facts.items() if value]
    head = "\n".join(f"> {line}" for line in (page.description, *about) if line)
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", _text(parse(html), address))).strip() + "\n"
    title, _, rest = text.partition("\n")
    return f"{title}\n\n{head}\n{rest}" if title.startswith("# ") else f"{head}\n\n{title}\n{rest}"


def _text(element: Element, base: str) -> str:
    """Returns the content of an element as Markdown; ``base`` makes its links absolute."""
    writer = _Writer(base)
    writer.children(element)
    return "".join(writer.parts)


class _Writer:
    """Converts elements to Markdown."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.parts: list[str] = []
        self.depth = 0  # of lists

    def put(self, text: str) -> None:
        self.parts += [text] if text else []

    def words(self, text: str | None) -> None:
        joined = re.sub(r"\s+", " ", text or "")
        self.put(joined.lstrip() if self.parts and self.parts[-1].endswith("\n") else joined)

    def children(self, element: Element) -> None:
        self.words(element.text)
        for child in element:
            is_read = isinstance(child.tag, str) and child.tag not in _SKIPPED_TAGS
            if is_read and SCREEN_ONLY.isdisjoint(child.classes):
                self.element(child)
            self.words(child.tail)

    def element(self, element: Element) -> None:
        match element.tag:
            case "table":
                self.table(element)
            case "pre":
                self.put(f"\n\n```\n{element.text_content().strip()}\n```\n\n")
            case "img":
                picture = f"![{element.get('alt')}]({urljoin(self.base, element.get('src', ''))})"
                self.put(picture if element.get("alt") else "")
            case tag:
                before, after = self.around(element)
                self.put(before)
                self.depth += tag in _LISTS
                self.children(element)
                self.depth -= tag in _LISTS
                self.put(after)

    def around(self, element: Element) -> tuple[str, str]:
        """Returns the Markdown before and behind the content of an element."""
        target = element.get("href", "")
        if element.tag == "a" and target and not target.startswith("#") and _LABELS.isdisjoint(element.classes):
            return "[", f"]({urljoin(self.base, target)})"
        if element.tag == "li":
            listed = element.getparent()
            is_reference = listed is not None and "rd-references" in listed.classes
            sign = f"[{listed.index(element) + 1}]" if is_reference else "-"
            return f"\n{'  ' * (self.depth - 1)}{sign} ", "\n"
        gap = "" if element.tag not in _BLOCKS else "\n" if self.depth else "\n\n"
        return _AROUND.get(str(element.tag), (gap, gap))

    def table(self, element: Element) -> None:
        self.put("\n\n")
        for caption in element.iterchildren("caption"):
            self.children(caption)
            self.put("\n\n")
        for number, row in enumerate(element.iter("tr")):
            texts = (_text(cell, self.base) for cell in row.iterchildren("td", "th"))
            cells = [" ".join(text.split()).replace("|", "\\|") for text in texts]
            self.put(f"| {' | '.join(cells)} |\n")
            if number == 0:
                self.put(f"|{' --- |' * len(cells)}\n")
        self.put("\n")
