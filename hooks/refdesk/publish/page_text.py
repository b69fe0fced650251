"""Plain Markdown of a page, for programs and for readers who copy it."""

import re
from collections.abc import Collection, Iterator
from urllib.parse import urljoin

from lxml.html import HtmlElement as Element

from refdesk.publish.publication import AUTHOR, LICENCE, Publication

_SKIPPED_TAGS = frozenset({"script", "style", "svg", "template", "button", "input", "nav"})
# Classes of elements that are of use on the screen only.
SCREEN_ONLY = frozenset({"headerlink", "rd-anchor", "rd-archive", "rd-back", "rd-signs"})
_LABELS = frozenset({"rd-term", "rd-value"})  # classes of links that are written without their target
_LISTS = frozenset({"ul", "ol"})
_BLOCKS = _LISTS | {"p", "div", "section", "figure", "figcaption", "blockquote", "dl", "dt", "dd", "details", "summary"}
# Tag -> what stands before and behind its content.
_AROUND = {"br": ("\n", "")} | {f"h{level}": (f"\n\n{'#' * level} ", "\n\n") for level in range(1, 7)}
_AROUND |= {"strong": ("**", "**"), "em": ("*", "*"), "cite": ("*", "*"), "code": ("`", "`")}
_AROUND |= {"pre": ("\n\n```\n", "\n```\n\n"), "table": ("\n\n", "\n")}
_BLANKS = re.compile(r"\s{2,}|[^\S ]")  # all but single blanks


def page_text(publication: Publication, uri: str, content: Element) -> str:
    """Return a page as Markdown, below a header that names its origin."""
    address = publication.address(uri) if publication.base else ""
    facts = {"From": f"{publication.name}, {AUTHOR}, {LICENCE}", "Address": address}
    page = publication.site.pages[uri]
    facts |= {"Reviewed": page.reviewed, "Edition": publication.edition}
    about = [f"{name}: {value}" for name, value in facts.items() if value]
    head = "\n".join(f"> {line}" for line in (page.description, *about) if line)
    text = "\n".join(line.rstrip(" \t") for line in _text(content, address).split("\n"))
    text = re.sub(r"\n\n\n+", "\n\n", text).strip() + "\n"
    title, _, rest = text.partition("\n")
    return f"{title}\n\n{head}\n{rest}"


def _text(element: Element, base: str) -> str:
    """Return the content of an element as Markdown; ``base`` makes its links absolute."""
    parts: list[str] = []
    _write(element, base, 0, parts)
    return "".join(parts)


def _write(element: Element, base: str, depth: int, parts: list[str]) -> None:
    """Add the content of an element, which stands in so many lists, to the parts of a text; none of them is empty."""
    _write_words(element.text, parts)
    for child in element:
        tag, classes = child.tag, child.get("class", "").split()
        # What is hidden needs a script that shows it.
        if tag not in _SKIPPED_TAGS and child.get("hidden") is None and SCREEN_ONLY.isdisjoint(classes):
            before, after = _around(child, tag, classes, base, depth)
            parts += [before] if before else []
            if tag == "table":
                parts += _table(child, base)
            elif tag == "pre":
                parts.append(child.text_content().strip())
            else:
                _write(child, base, depth + (tag in _LISTS), parts)
            parts += [after] if after else []
        _write_words(child.tail, parts)


def _write_words(text: str | None, parts: list[str]) -> None:
    if text:
        words = _BLANKS.sub(" ", text)
        if parts and parts[-1].endswith("\n"):
            words = words.lstrip()
        if words:
            parts.append(words)


def _around(element: Element, tag: str, classes: Collection[str], base: str, depth: int) -> tuple[str, str]:
    """Return the Markdown before and behind the content of an element."""
    match tag:
        case "a":
            target = element.get("href", "")
            is_label = target[:1] in {"", "#"} or not _LABELS.isdisjoint(classes)
            return ("", "") if is_label else ("[", f"]({urljoin(base, target)})")
        case "img":
            address = urljoin(base, element.get("src", ""))
            return (f"![{element.get('alt')}]({address})" if element.get("alt") else "", "")
        case "li":
            listed = element.getparent()
            sign = f"[{listed.index(element) + 1}]" if "rd-references" in listed.classes else "-"
            return f"\n{'  ' * (depth - 1)}{sign} ", "\n"
        case _:
            gap = "" if tag not in _BLOCKS else "\n" if depth else "\n\n"
            return _AROUND.get(tag, (gap, gap))


def _table(element: Element, base: str) -> Iterator[str]:
    """Yield the lines of a table below its caption."""
    for caption in element.iterchildren("caption"):
        yield f"{_text(caption, base)}\n\n"
    for number, row in enumerate(element.iter("tr")):
        texts = (_text(cell, base) for cell in row.iterchildren("td", "th"))
        cells = [" ".join(text.split()).replace("|", "\\|") for text in texts]
        yield f"| {' | '.join(cells)} |\n"
        if number == 0:
            yield f"|{' --- |' * len(cells)}\n"
