"""HTML of a chapter as Typst code: calls of the functions in book.typ, and quoted strings alone (no
text is markup).
"""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import groupby, takewhile
from operator import itemgetter

from lxml.html import HtmlElement as Element

_INLINE = {
    "a",
    "br",
    "cite",
    "code",
    "del",
    "em",
    "kbd",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
}
_SLANTED = {"em": "emph", "cite": "emph"}
_CALLS = {"strong": "strong", "sub": "sub", "sup": "super", "del": "strike"}
_WITHOUT_PAGE_NUMBERS = frozenset({"td", "th", "figcaption", "rd-cited"})
# in letters: the width of a table, the gap between columns, a long text
_LINE, _PADDING, _LONG = 118.0, 2.0, 70.0
_ENTRIES = frozenset({"rd-timeline", "rd-sources"})


def quoted(text: str) -> str:
    """Return a text as a string of Typst."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def block(parts: Iterable[str]) -> str:
    """Return code that joins its parts to one content; nothing at all is empty content."""
    return "{" + "; ".join([*parts, "[]"]) + "}"


@dataclass(frozen=True)
class Writer:
    """Writes a chapter, its title at ``level``. ``wanted`` are the ids that links lead to: only
    those become labels.
    """

    chapter: str
    wanted: Set[str]
    level: int

    def flow(self, element: Element) -> str:
        """Return what an element holds: runs of text become paragraphs where blocks stand beside
        them.
        """
        pieces = list(self._pieces(element))
        if not any(is_block for is_block, _ in pieces):
            return block(self._label(element) + _trimmed([code for _, code in pieces]))
        parts: list[str] = self._label(element)
        for is_block, run in groupby(pieces, itemgetter(0)):
            codes = [code for _, code in run]
            if is_block:
                parts += filter(None, codes)
            elif words := _trimmed(codes):
                parts.append(f"par({block(words)})")
        return block(parts)

    def _pieces(self, element: Element) -> Iterator[tuple[bool, str]]:
        """Yield (is it a block, its code) of the texts and elements in an element, in order."""
        if element.text:
            yield False, _text(element.text)
        for child in element:
            is_block = child.tag not in _INLINE
            yield is_block, self._block(child) if is_block else self._inline(child)
            if child.tail:
                yield False, _text(child.tail)

    def _label(self, element: Element) -> list[str]:
        name = element.get("id") or ""
        return [f"target({quoted(name)})"] if name in self.wanted else []

    def _words(self, element: Element) -> str:
        """Return the content of an element that holds no blocks."""
        return block([*self._label(element), *(code for _, code in self._pieces(element))])

    def _inline(self, element: Element) -> str:
        tag = str(element.tag)
        if tag == "br":
            return "linebreak()"
        if tag in {"code", "kbd"}:
            return block([*self._label(element), f"raw({quoted(element.text_content())})"])
        if tag == "a":
            return self._link(element, self._words(element))
        calls = _CALLS if (element.get("lang") or "").startswith("zh") else _CALLS | _SLANTED
        inner = self._words(element)
        return self._styled(element, f"{calls[tag]}({inner})" if tag in calls else inner)

    def _link(self, element: Element, inner: str) -> str:
        href = element.get("href") or ""
        name = href.removeprefix("#")
        if not href:
            return inner
        if href == name:
            return self._styled(element, f"outside({quoted(href)}, {inner})")
        if "rd-cited" in element.classes:
            return f"elsewhere({quoted(name)})"
        leads_away = element.get("class") is None and not name.startswith(self.chapter)
        # A link in the text gets the number of its page, except where there are many links.
        above = {name for one in element.iterancestors() for name in (str(one.tag), *one.classes)}
        in_text = leads_away and _WITHOUT_PAGE_NUMBERS.isdisjoint(above)
        return self._styled(element, f"{'see' if in_text else 'inside'}({quoted(name)}, {inner})")

    def _styled(self, element: Element, inner: str) -> str:
        """Return the content in the language and the looks of its classes."""
        language = element.get("lang")
        if language:
            inner = f"text(lang: {quoted(language.partition('-')[0])}, {inner})"
        names = [name for name in element.classes if name.startswith("rd-")]
        return f"styled({', '.join(map(quoted, names))}, {inner})" if names else inner

    def _block(self, element: Element) -> str:
        tag = str(element.tag)
        makers = {"ul": self._list, "ol": self._list, "dl": self._record, "table": self._table}
        if tag in makers:
            return self._styled(element, makers[tag](element))
        match tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                return self._heading(element, int(tag[1]))
            case "pre":
                return f"raw({quoted(element.text_content().strip(chr(10)))}, block: true)"
            case "blockquote":
                return f"quote(block: true, {self.flow(element)})"
            case "img":
                file, words = element.get("src"), quoted(element.get("alt") or "")
                return f"drawing({quoted(file)}, {words})" if file else f"emph({words})"
            case "summary" | "figcaption":
                return f"{tag}({self.flow(element)})"
        inner = self.flow(element)
        if tag == "p" and all(child.tag in _INLINE for child in element):
            inner = f"par({inner})"
        return self._styled(
            element, f"admonition({inner})" if "admonition" in element.classes else inner
        )

    def _heading(self, element: Element, level: int) -> str:
        """Return a heading; that of a chapter stands in the table of contents, with its label."""
        inner, chapter = self._words(element), element.get("data-chapter")
        if not chapter:
            return f"heading(level: {level + self.level - 1}, {inner})"
        heading = f"heading(level: {self.level}, outlined: true, {inner})"
        return f"[#{heading}#label({quoted(chapter)})]"

    def _list(self, element: Element) -> str:
        kind = "list" if element.tag == "ul" else "enum"
        if not _ENTRIES.isdisjoint(element.classes):
            kind = "entries"
        return f"{kind}({''.join(self.flow(item) + ', ' for item in element.iterchildren('li'))})"

    def _record(self, element: Element) -> str:
        """Return the terms of a list of definitions, each with its definitions behind it,
        as pairs.
        """
        terms = (
            (term, takewhile(lambda one: one.tag == "dd", term.itersiblings()))
            for term in element.iter("dt")
        )
        pairs = (
            f"({self.flow(term)}, {block(map(self.flow, meanings))})" for term, meanings in terms
        )
        return f"record({', '.join(pairs)})"

    def _table(self, element: Element) -> str:
        rows = list(element.iter("tr"))
        cells = [list(row.iterchildren("td", "th")) for row in rows]
        widths, scale = _widths(cells, max(map(len, cells)))
        head = "".join(self._cells(row) for row in rows if row.getparent().tag == "thead")
        body = "".join(self._cells(row) for row in rows if row.getparent().tag != "thead")
        caption = element.find("caption")
        shown = f", caption: {self.flow(caption)}" if caption is not None else ""
        shares = "".join(f"{share}, " for share in widths)
        return f"data-table(widths: ({shares}), scale: {scale}, head: ({head}){shown}, {body})"

    def _cells(self, row: Element) -> str:
        parts: list[str] = []
        for cell in row.iterchildren("td", "th"):
            inner = block([*([] if parts else self._label(row)), self.flow(cell)])
            right = "align: right, " if "rd-number" in cell.classes else ""
            parts.append(
                f"table.cell({right}{f'strong({inner})' if cell.tag == 'th' else inner}), "
            )
        return "".join(parts)


def _widths(cells: list[list[Element]], columns: int) -> tuple[list[float], float]:
    """Return the width of each column in letters, at least its longest word, and the scale at which
    all fit.
    """
    least, wanted = [3.0] * columns, [3.0] * columns
    for row in cells:
        if len(row) == columns:
            for at, cell in enumerate(row):
                text = cell.text_content()
                least[at] = max([least[at], *map(_signs, re.split(r"[\s/–-]", text))])
                wanted[at] = max(wanted[at], min(_signs(text), _LONG))
    least = [signs + _PADDING for signs in least]
    wanted = [max(pair) for pair in zip(wanted, least, strict=True)]
    left, more = _LINE - sum(least), sum(wanted) - sum(least)
    if left > 0 and more > 0:
        least = [
            have + (want - have) * left / more for have, want in zip(least, wanted, strict=True)
        ]
    return [round(signs, 1) for signs in least], round(min(1.0, _LINE / sum(least)), 3)


def _signs(word: str) -> float:
    """Return the width of a word in ordinary letters; a Chinese character takes two."""
    return sum(2.0 if sign >= "\u2e80" else 1.0 for sign in word)


def _text(text: str) -> str:
    return quoted(re.sub(r"\s+", " ", text))


def _trimmed(codes: list[str]) -> list[str]:
    """Return the codes without blank texts at either end."""
    words = [at for at, code in enumerate(codes) if code not in {'" "', '""'}]
    kept = codes[words[0] : words[-1] + 1] if words else []
    if kept:
        kept[0] = re.sub('^" ', '"', kept[0])
        kept[-1] = re.sub('^(".*) "$', r'\1"', kept[-1])
    return kept
