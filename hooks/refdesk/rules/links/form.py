"""The form of links: text and target side by side, in their brackets, not within another link."""

import re
from collections.abc import Iterator

from refdesk.pages.page import Page
from refdesk.problems.problem import Problem, Rule, Slip

RULES = (
    Rule(
        "malformed-link",
        explanation="A link comes out as text: its brackets are missing or of another kind, or text and target apart.",
        example="[Funding] (../pillars/funding.md)\n(Funding)[../pillars/funding.md]",
        fix="write `[text](target)` with nothing between the two.",
    ),
)


def check_text(page: Page) -> Iterator[Problem]:
    """Reports links of a page that are malformed, incomplete, or at a place where no link is possible."""
    for slip in (*form_slips(page.text, page.scan.masked), *_in_attributes(page.scan.masked)):
        yield page.problem(*slip)


def form_slips(text: str, masked: str) -> Iterator[Slip]:
    """Yields links of a text that are malformed or incomplete; in ``masked`` its code is blanked out."""
    yield from misshapen(masked)
    yield from _within_links(masked)
    yield from _lacking(text, masked)


# --- links that are not written as links ----------------------------------------------------------------------------

_PATH = (
    r"(?:[^()（）\[\]\s]*\.(?:md|markdown|html?|png|svg|jpe?g|gif|webp|pdf|csv)(?:#[^()（）\[\]\s]*)?"
    r"|#[\w-]+|https?://[^()（）\[\]\s]+)"
)
_ANY = rf"(?P<target>{_PATH}|(?:term|value)[:：][^()（）\[\]\s]+)"
# Patterns begin with a literal character and look behind afterwards, which makes searches fast.
_OPEN = r"\[(?<![\\\w\]]\[)"
_TEXT = r"(?P<text>[^\[\]\n@^][^\[\]\n]*)"
_MISSHAPEN = tuple(
    (re.compile(pattern, re.MULTILINE), message)
    for pattern, message in (
        (
            rf"{_OPEN}{_TEXT}(?:\][ \t]+\(|\](?::|\n)\(|\]\{{(?!#)|\\\]\(|\]\\\(|\]\]\(){_ANY}[)}}]",
            "text and target of this link are not joined as ](",
        ),
        (
            rf"{_OPEN}(?P<text>[^\[\]()（）【】［］〔〕〖〗「」『』\n@^]+)\({_ANY}\)(?![^\[\n]*\])",
            "the text of this link is never closed",
        ),
        (
            r"\((?<![\\\w\])]\()(?P<text>[^()\n]+)\)\[" + _ANY + r"\](?![(\[:])",
            "text and target of this link stand the wrong way round",
        ),
        (
            r"(?:[［【〔〖「『](?P<text>[^\[\]【】［］〔〕〖〗「」『』\n]+)(?:[\]］】〕〗][(（]|[」』]\((?!https?:))"
            rf"|{_OPEN}(?P<closed>[^\[\]［］【】「」『』\n]+)(?:[］】〕〗」』][(（]|\]（)){_ANY}[)）]",
            "a link is written with the brackets [] and () of Latin text",
        ),
    )
)
# A page in two pairs of brackets, as in wikis, but no index of an array.
_WIKI = re.compile(
    r"\[\[(?<![\w\]\)\\\[!]\[\[)(?P<page>(?![\s@-])[^\[\]\n|]*[^\W\d_][^\[\]\n|]*?)(?<!\s)(?:\|(?P<text>[^\[\]\n]+))?\]\](?![\[(])"
)
_BEGUN = re.compile(  # with no closing parenthesis behind it in its paragraph
    rf"{_OPEN}(?P<text>[^\[\]\n]+)\]\([ \t]*(?P<target>[^\s()<>（）]++)"
    r"(?!(?:[^()\n]|\n(?![ \t]*\n)|\([^()\n]*\))*+\))"
)


def misshapen(text: str) -> Iterator[Slip]:
    """Yields links that readers would see as text; the code in ``text`` is blanked out."""
    for pattern, message in _MISSHAPEN:
        for match in pattern.finditer(text):
            before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            if before.count("[") <= before.count("]"):  # otherwise it closes outer brackets
                yield _slip(text, match, f"{message}, and it comes out as text")
    for match in _BEGUN.finditer(text):
        yield _slip(text, match, "the target of this link is never closed")
    for match in _WIKI.finditer(text):
        path = match["page"] if re.search(r"\.\w+(?:#|$)", match["page"]) else f"{match['page']}.md"
        hint = f"Write [{(match['text'] or 'text').strip()}]({path})"
        message = "a link is written [text](path): this page knows no [[page]]"
        yield Slip("malformed-link", match.start(), message, hint)


def _slip(text: str, match: re.Match[str], message: str) -> Slip:
    """Returns the mistake for a match that was meant as a link or, with an exclamation mark, as an image."""
    groups = match.groupdict()
    words = " ".join((groups.get("text") or groups.get("closed") or "text").split())
    has_mark = text.startswith("!", match.start() - 1) and match.start() > 0
    sign = "!" if has_mark or match.group()[0] in "!！" else ""
    target = groups["target"].rstrip(".,;").replace("：", ":")
    link, written = f"{sign}[{words}]({target})", text[match.start() - has_mark : match.end()]
    is_certain = written == f"{sign}({words})[{target}]" or re.sub(r"\][ \t]+\(", "](", written) == link
    swap = (written, link) if is_certain else None
    return Slip("malformed-link", match.start() - has_mark, message, f"Write {link}", swap)


# --- links and images without text or target ------------------------------------------------------------------------

_WORDLESS = re.compile(
    r"(?<![\\!\]])(?P<image>!?)\[\s*\]\([ ]*<?(?=[^ >)])(?!value:)(?P<target>[^()\s<>\]]*)"
    r"(?P<attributes>[^()\n]*\)\{[^{}\n]*\})?"
)
_EMPTY = re.compile(r"\]\((?=\s*(?:[\"'][^\"'\n]*[\"']\s*)?\)(?!\{))|\]\(\s*<(?=\s*>)")


def _lacking(text: str, masked: str) -> Iterator[Slip]:
    """Yields images without alternative text, links without text or target."""
    for match in _WORDLESS.finditer(masked):
        has_words = "alt=" in (match["attributes"] or "") or not _WORDLESS.match(
            text, match.start()
        )  # its text is code
        target = match["target"][:80]
        if not has_words and match["image"]:
            message = f"the image '{target}' has no text alternative"
            yield Slip("missing-alt", match.start(), message, "Write what it shows: ![text](file)")
        elif not has_words:
            yield Slip("empty-link-text", match.start(), f"the link to '{target}' has no text", "Write its words")
    for match in _EMPTY.finditer(masked):
        yield Slip("empty-link", match.end(), "this link has no target")


# --- links where none can be ----------------------------------------------------------------------------------------

_WORDS = r"(?:[^\[\]\n]|\n(?![ \t]*\n))*+"
_OUTER = re.compile(rf"(?<![\\\w\]!])\[(?P<text>{_WORDS}(?:!?\[[^\[\]\n]*\](?:\([^()\n]*\))?{_WORDS})*+)\]\(")
_INNER = re.compile(r"(?<![!\\])\[[^\[\]\n]+\]\([^()\n]*\)|\[(?:-?@|\^)[^\[\]\n]+\]|<https?://[^<>]*>")


def _within_links(text: str) -> Iterator[Slip]:
    """Yields links, citations and footnotes within the text of a link."""
    for match in _OUTER.finditer(text):
        for inner in _INNER.finditer(text, *match.span("text")):
            message = "this link stands within the text of another, where there can be none"
            yield Slip("malformed-link", inner.start(), message, "End the one before the other begins")


_REFERENCE = re.compile(r"\[(?:(?P<citation>-?@[A-Za-z0-9])|[^\[\]\n]*\]\((?:term|value):)")
_NO_TEXT = re.compile(  # alternative texts, titles of links, tags with attributes
    r"!\[(?:[^\[\]\n]|\[[^\[\]\n]*\](?:\((?:term|value):[^()\n]*\))?)*\]\([^()\n]*\)"
    r"|(?<=\])\([^\s()\"']+[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*')\)"
    r"|<[A-Za-z](?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*>"
)


def _in_attributes(text: str) -> Iterator[Slip]:
    """Yields citations, terms and values in attributes of images, links and elements."""
    for match in _NO_TEXT.finditer(text):
        for inner in _REFERENCE.finditer(text, match.start() + 1, match.end()):
            code = "malformed-citation" if inner["citation"] else "malformed-link"
            message = "this reference stands in the words for an image, in a title or in an attribute"
            yield Slip(code, inner.start(), message, "Write it in the text")
