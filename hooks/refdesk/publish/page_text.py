"""Plain Markdown of a page, for programs and for readers who copy it."""

import re
from collections.abc import Collection, Iterator
from urllib.parse import urljoin

from lxml.html import HtmlElement as Element

from refdesk.publish.publication import AUTHOR, LICENCE, Publication, doi_address

_SKIPPED_TAGS = frozenset({"script", "style", "svg", "template", "button", "input", "nav"})
# Classes of elements that are of use on the screen only.
SCREEN_ONLY = frozenset({"headerlink", "rd-anchor", "rd-archive", "rd-back"})
# classes of links that are written without their target
_LABELS = frozenset({"rd-term", "rd-value"})
_LISTS = frozenset({"ul", "ol"})
# class of a list -> how its items begin
_NUMBERED = {"rd-references": "[{}]", "rd-cell-notes": "- note {}:"}
_BLOCKS = _LISTS | {
    "p",
    "div",
    "section",
    "figure",
    "figcaption",
    "blockquote",
    "dl",
    "dt",
    "dd",
    "details",
    "summary",
}
# What is written as a line break and a blank: those between the words of a page are one blank,
# wherever they stand.
_BREAK, _BLANK = "\ue002", "\ue003"
_WRITTEN = str.maketrans({_BREAK: "\n", _BLANK: " "})
# Tag -> what stands before and behind its content.
_AROUND = {"br": (_BREAK, "")} | {
    f"h{level}": (f"{_BREAK * 2}{'#' * level} ", _BREAK * 2) for level in range(1, 7)
}
_AROUND |= {"strong": ("**", "**"), "em": ("*", "*"), "cite": ("*", "*"), "code": ("`", "`")}
_AROUND |= {"sup": (" (note ", ")")}  # of a cell
_AROUND |= {
    "pre": (f"{_BREAK * 2}```{_BREAK}", f"{_BREAK}```{_BREAK * 2}"),
    "table": (_BREAK * 2, _BREAK),
}
_BLANKS = re.compile(r"\s{2,}|[^\S ]")  # all but single blanks


def page_text(publication: Publication, uri: str, content: Element) -> str:
    """Return a page as Markdown, below a header that names its origin."""
    address = publication.address(uri) if publication.base else ""
    facts = {"From": f"{publication.name}, {AUTHOR}, {LICENCE}", "Address": address}
    page = publication.site.pages[uri]
    facts |= {"Reviewed": page.reviewed, "Edition": publication.edition}
    facts |= {"DOI of the edition": doi_address(publication.doi)}
    about = [f"{name}: {value}" for name, value in facts.items() if value]
    head = "\n".join(f"> {line}" for line in (page.description, *about) if line)
    text = (
        _BLANKS.sub(" ", _text(content, address)).replace(f"{_BREAK} ", _BREAK).translate(_WRITTEN)
    )
    text = re.sub(r"\n\n\n+", "\n\n", re.sub(" +\n", "\n", text)).strip() + "\n"
    title, _, rest = text.partition("\n")
    return f"{title}\n\n{head}\n{rest}"


def _text(element: Element, base: str) -> str:
    """Return the content of an element as Markdown; ``base`` makes its links absolute."""
    parts: list[str] = []
    _write(element, base, 0, parts)
    return "".join(parts)


def _write(element: Element, base: str, depth: int, parts: list[str]) -> None:
    """Add the content of an element, which stands in so many lists, to the parts of a text."""
    parts.append(element.text or "")
    for child in element:
        tag, classes = child.tag, child.get("class", "").split()
        # What is hidden needs a script that shows it.
        if (
            tag not in _SKIPPED_TAGS
            and child.get("hidden") is None
            and SCREEN_ONLY.isdisjoint(classes)
        ):
            before, after = _around(child, tag, classes, base, depth)
            parts.append(before)
            if tag == "table":
                parts += _table(child, base)
            elif tag == "pre":
                parts.append(
                    child.text_content().strip().replace("\n", _BREAK).replace(" ", _BLANK)
                )
            else:
                _write(child, base, depth + (tag in _LISTS), parts)
            parts.append(after)
        parts.append(child.tail or "")


def _around(
    element: Element, tag: str, classes: Collection[str], base: str, depth: int
) -> tuple[str, str]:
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
            kind = listed.get("class")
            sign = _NUMBERED[kind].format(listed.index(element) + 1) if kind in _NUMBERED else "-"
            return f"{_BREAK}{_BLANK * 2 * (depth - 1)}{sign} ", _BREAK
        case _:
            gap = "" if tag not in _BLOCKS else _BREAK if depth else _BREAK * 2
            return _AROUND.get(tag, (gap, gap))


def _table(element: Element, base: str) -> Iterator[str]:
    """Yield the lines of a table below its caption."""
    for caption in element.iterchildren("caption"):
        yield f"{_text(caption, base)}{_BREAK * 2}"
    for number, row in enumerate(element.iter("tr")):
        texts = (_text(cell, base) for cell in row.iterchildren("td", "th"))
        cells = [" ".join(text.replace(_BREAK, " ").split()).replace("|", "\\|") for text in texts]
        yield f"| {' | '.join(cells)} |{_BREAK}"
        if number == 0:
            yield f"|{' --- |' * len(cells)}{_BREAK}"
