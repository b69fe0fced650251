"""HTML of a chapter as Typst code. The looks of it stand in book.typ, whose functions the code calls.

The code is made of calls and quoted strings alone, so that no sign of a text can be taken for markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Set

from lxml.html import HtmlElement as Element

_INLINE = frozenset({"a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "kbd", "mark", "q", "s"})
_INLINE |= {"small", "span", "strong", "sub", "sup", "time", "u"}
_SLANTED = dict.fromkeys(("em", "i", "cite"), "emph")
_CALLS = {"b": "strong", "strong": "strong", "sub": "sub", "sup": "super", "q": "quote", "del": "strike", "s": "strike"}
_WITHOUT_PAGE_NUMBERS = frozenset({"td", "th", "figcaption", "rd-cited"})
_LINE, _PADDING, _LONG = 118.0, 2.0, 70.0  # a line of a table in letters; the gap between columns; a long text
_ENTRIES = frozenset({"rd-timeline", "rd-sources"})


def quoted(text: str) -> str:
    """A text as a string of Typst."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def block(parts: Iterable[str]) -> str:
    """Code that joins its parts to one content; nothing at all is empty content."""
    return "{" + "; ".join([*parts, "[]"]) + "}"


def targets(root: Element) -> Iterator[str]:
    """The ids in the book that the links of a chapter lead to."""
    for link in root.iter("a"):
        href = link.get("href") or ""
        if href.startswith("#"):
            yield href[1:]


class Writer:
    """Writes a chapter, its title at ``level``. ``wanted`` are the ids that links lead to: only those become labels.

    ``picture`` gives the file of an ``img``, or None where its text alternative has to do.
    """

    def __init__(self, chapter: str, wanted: Set[str], picture: Callable[[Element], str | None], level: int) -> None:
        self.chapter = chapter
        self.wanted = wanted
        self.picture = picture
        self.level = level

    def flow(self, element: Element) -> str:
        """What an element holds: runs of text become paragraphs where blocks stand beside them."""
        pieces = list(self._pieces(element))
        if not any(is_block for is_block, _ in pieces):
            return block(self._label(element) + _trimmed([code for _, code in pieces]))
        parts: list[str] = self._label(element)
        run: list[str] = []
        for is_block, code in [*pieces, (True, "")]:
            if not is_block:
                run.append(code)
                continue
            words = _trimmed(run)
            if words:
                parts.append(f"par({block(words)})")
            run = []
            if code:
                parts.append(code)
        return block(parts)

    def _pieces(self, element: Element) -> Iterator[tuple[bool, str]]:
        """(is it a block, its code) of the texts and elements in an element, in order."""
        if element.text:
            yield False, _text(element.text)
        for child in element:
            if isinstance(child.tag, str):
                is_block = child.tag not in _INLINE
                yield is_block, self._block(child) if is_block else self._inline(child)
            if child.tail:
                yield False, _text(child.tail)

    def _label(self, element: Element) -> list[str]:
        name = element.get("id") or ""
        return [f"target({quoted(name)})"] if name in self.wanted else []

    def _inline(self, element: Element) -> str:
        tag = str(element.tag)
        if tag == "br":
            return "linebreak()"
        if tag in {"code", "kbd"}:
            return block([*self._label(element), f"raw({quoted(element.text_content())})"])
        inner = block([*self._label(element), *(code for _, code in self._pieces(element))])
        if tag == "a":
            return self._link(element, inner)
        calls = _CALLS if (element.get("lang") or "").startswith("zh") else _CALLS | _SLANTED
        return self._styled(element, f"{calls[tag]}({inner})" if tag in calls else inner)

    def _link(self, element: Element, inner: str) -> str:
        href = element.get("href") or ""
        if not href:
            return inner
        if not href.startswith("#"):
            return self._styled(element, f"outside({quoted(href)}, {inner})")
        name = href[1:]
        if "rd-cited" in element.classes:
            return f"elsewhere({quoted(name)})"
        leads_away = element.get("class") is None and not name.startswith(self.chapter)
        in_text = leads_away and not any(_takes_no_number(one) for one in element.iterancestors())
        return self._styled(element, f"{'see' if in_text else 'inside'}({quoted(name)}, {inner})")

    def _styled(self, element: Element, inner: str) -> str:
        """The content in the language and the looks of its classes."""
        language = element.get("lang")
        if language:
            inner = f"text(lang: {quoted(language.partition('-')[0])}, {inner})"
        names = [name for name in element.classes if name.startswith("rd-")]
        return f"styled({', '.join(map(quoted, names))}, {inner})" if names else inner

    def _block(self, element: Element) -> str:
        tag = str(element.tag)
        match tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                return self._heading(element, int(tag[1]))
            case "p":
                inner = self.flow(element)
                is_text = all(child.tag in _INLINE for child in element)
                return self._styled(element, f"par({inner})" if is_text else inner)
            case "ul" | "ol":
                return self._styled(element, self._list(element))
            case "dl":
                return self._styled(element, f"record({', '.join(self._record(element))})")
            case "table":
                return self._styled(element, self._table(element))
            case "pre":
                return f"raw({quoted(element.text_content().strip(chr(10)))}, block: true)"
            case "blockquote":
                return f"quote(block: true, {self.flow(element)})"
            case "img":
                file = self.picture(element)
                words = quoted(element.get("alt") or "")
                return f"drawing({quoted(file)}, {words})" if file else f"emph({words})"
            case "summary" | "figcaption":
                return f"{tag}({self.flow(element)})"
        inner = self.flow(element)
        return self._styled(element, f"admonition({inner})" if "admonition" in element.classes else inner)

    def _heading(self, element: Element, level: int) -> str:
        inner = block([*self._label(element), *(code for _, code in self._pieces(element))])
        chapter = element.get("data-chapter")
        if chapter:
            return f"[#heading(level: {self.level}, outlined: true, {inner})#label({quoted(chapter)})]"
        return f"heading(level: {level + self.level - 1}, {inner})"

    def _list(self, element: Element) -> str:
        items = list(element.iterchildren("li"))
        if not _ENTRIES.isdisjoint(element.classes):
            return f"entries({''.join(self.flow(item) + ', ' for item in items)})"
        if element.tag == "ul":
            return f"list({''.join(self.flow(item) + ', ' for item in items)})"
        start = int(element.get("start") or 1)
        numbers = [int(item.get("value") or start + at) for at, item in enumerate(items)]
        pairs = zip(numbers, items, strict=True)
        return f"enum({''.join(f'enum.item({number}, {self.flow(item)}), ' for number, item in pairs)})"

    def _record(self, element: Element) -> Iterator[str]:
        """The terms of a list of definitions, each with its definitions behind it, as pairs."""
        for term in element.iter("dt"):
            meanings = []
            for sibling in term.itersiblings():
                if sibling.tag != "dd":
                    break
                meanings.append(self.flow(sibling))
            yield f"({self.flow(term)}, {block(meanings)})"

    def _table(self, element: Element) -> str:
        head = list(element.iterfind("thead/tr"))
        body = [row for row in element.iter("tr") if row.getparent().tag != "thead"]
        caption = element.find("caption")
        cells = [list(row.iterchildren("td", "th")) for row in (*head, *body)]
        width = max((sum(int(cell.get("colspan") or 1) for cell in row) for row in cells), default=0)
        if not width:
            return "[]"
        widths, scale = _widths(cells, width)
        heads = "".join(self._cells(row) for row in head)
        rows = "".join(self._cells(row) for row in body)
        options = [f"widths: ({''.join(f'{share}, ' for share in widths)})", f"scale: {scale}", f"head: ({heads})"]
        if caption is not None:
            options.append(f"caption: {self.flow(caption)}")
        return f"data-table({', '.join(options)}, {rows})"

    def _cells(self, row: Element) -> str:
        parts: list[str] = []
        label = self._label(row)
        for cell in row.iterchildren("td", "th"):
            inner = block([*label, self.flow(cell)])
            label = []
            if cell.tag == "th":
                inner = f"strong({inner})"
            right = "align: right, " if "rd-number" in cell.classes else ""
            spans = "".join(f"{n}: {cell.get(n)}, " for n in ("colspan", "rowspan") if (cell.get(n) or "").isdigit())
            parts.append(f"table.cell({right}{spans}{inner}), ")
        return "".join(parts)


def _takes_no_number(element: Element) -> bool:
    """Whether links in an element stand without the number of the page that they lead to: there they are many."""
    return not _WITHOUT_PAGE_NUMBERS.isdisjoint({str(element.tag), *element.classes})


def _widths(cells: list[list[Element]], columns: int) -> tuple[list[float], float]:
    """For each column its share of the page in signs, and how much smaller the type must be for words to fit.

    A column gets its longest word; what is left goes to those with longer texts.
    """
    least = [3.0] * columns
    wanted = [3.0] * columns
    for row in cells:
        if len(row) == columns:
            for at, cell in enumerate(row):
                text = cell.text_content()
                least[at] = max(least[at], max((_signs(word) for word in re.split(r"[\s/–-]", text)), default=0.0))
                wanted[at] = max(wanted[at], min(_signs(text), _LONG))
    least = [signs + _PADDING for signs in least]
    wanted = [max(pair) for pair in zip(wanted, least, strict=True)]
    left = _LINE - sum(least)
    more = sum(wanted) - sum(least)
    if left > 0 and more > 0:
        least = [have + (want - have) * left / more for have, want in zip(least, wanted, strict=True)]
    return [round(signs, 1) for signs in least], round(min(1.0, _LINE / sum(least)), 3)


def _signs(word: str) -> float:
    """The width of a word in ordinary letters; a Chinese character takes two."""
    return sum(2.0 if sign >= "\u2e80" else 1.0 for sign in word)


def _text(text: str) -> str:
    return quoted(re.sub(r"\s+", " ", text))


def _trimmed(codes: list[str]) -> list[str]:
    """The codes without blank texts at either end."""
    kept = list(codes)
    while kept and kept[0] in {'" "', '""'}:
        kept.pop(0)
    while kept and kept[-1] in {'" "', '""'}:
        kept.pop()
    if kept:
        kept[0] = re.sub('^" ', '"', kept[0])
        kept[-1] = re.sub('^(".*) "$', r'\1"', kept[-1])
    return kept
