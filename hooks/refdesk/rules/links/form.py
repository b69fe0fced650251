"""The form of links: text and target side by side, in their brackets, not within another link."""

import re
from collections.abc import Iterator

from refdesk.files.references import PLAIN_LINK, without_references
from refdesk.files.text import blanked, taken
from refdesk.files.web_address import misleading
from refdesk.pages.page import Page
from refdesk.pages.scan import Scan
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.site.site import Site

RULES = (
    Rule(
        "malformed-link",
        explanation="A link comes out as text: its brackets are missing or of another kind, or "
        "text and target apart.",
        example="[Funding] (../pillars/funding.md)\n(Funding)[../pillars/funding.md]",
        fix="write `[text](target)` with nothing between the two.",
    ),
)

_ENDING = r"(?:md|markdown|html?|png|svg|jpe?g|gif|webp|pdf|csv)"
_PATH = rf"[^()（）\[\]\s]*\.{_ENDING}(?:#[^()（）\[\]\s]*)?|#[\w-]+"
_INSIDE = rf"(?:{_PATH}|(?:term|value)[:：][^()（）\[\]\s]+)"
_TARGET = rf"(?P<target>{_INSIDE}|https?://[^()（）\[\]\s]+)"
_TEXT = r"(?P<text>[^\[\]［］【】〔〕〖〗「」『』\n@^]+)"
_BRACKET = re.compile(r"[\[［【〔〖「『]")  # which all of these have
# What would be a link if it were written [text](target); a sign ￼ stands for an escaped one.
_MISSHAPEN = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        # [x] (page.md)
        rf"!?(?<!\w)[\[［【〔〖]{_TEXT}[\]］】〕〗」』]{{1,2}}[ \t:\n]?"
        rf"[({{（\ufffc]{_TARGET}[)}}）]?",
        rf"[「『]{_TEXT}[」』\]][(（](?P<target>{_INSIDE})[)）]",  # 「x」(page.md)
        rf"\[{_TEXT}\]\([ ]*(?P<target>[^\s()<>（）]+)",  # [x](target
        rf"\[(?P<text>[^\[\]()（）\n@^]+)\({_TARGET}\)(?![^\[\n]*\])",  # [x(page.md)
        rf"!?\((?<![\w)\]]\()(?P<text>[^()\n]+)\)\[{_TARGET}\](?![(\[:])",  # (x)[page.md]
        # [[page]]
        r"\[\[(?<![\w\])\ufffc]\[\[)(?P<target>(?![\s@-])[^\[\]\n|]*[^\W\d_][^\[\]\n|]*)"
        r"(?:\|(?P<text>[^\[\]\n]+))?\]\]",  # [[page|x]]
        r"\[(?<![\w\]]\[)[^\[\]\n^]*\]\[[^\[\]\n^]*\](?!\()|!\[[^\[\]\n]+\]",  # [x][label], ![x]
        r"^\[(?!\^)[^\]\n]+\][:：](?=[ \t]*[^\s:：])",  # [label]: page.md
    )
)


def misshapen(text: str) -> Iterator[Slip]:
    """Yield what was meant as a link in a text that holds none; the code in it is blanked out."""
    if _BRACKET.search(text) is None:
        return
    for pattern in _MISSHAPEN:
        found, text = taken(pattern, text)
        for match in found:
            groups = match.groupdict()
            words, target = (
                " ".join((groups.get(name) or "").split()) for name in ("text", "target")
            )
            target = (
                target.rstrip(".,;") if re.search(r"[.:/#]", target) else f"{target or 'page'}.md"
            )
            link = f"{'!' * match.group().startswith('!')}[{words or 'text'}]({target})"
            is_certain = match.group().removeprefix("!") in {
                f"[{words}] ({target})",
                f"({words})[{target}]",
            }
            swap = (match.group(), link) if is_certain else None
            message = "this link is not joined as [text](target), and it comes out as text"
            yield Slip("malformed-link", message, f"Write {link}", swap, match.start())


LINK_IN_DATA = re.compile(rf"(?<!\\){PLAIN_LINK.pattern}")
# A link or an image with what may stand in it: [text [more](target)](target "title").
_HELD = r"[^\[\]\n]|\n(?!\s*\n)|\[[^\[\]\n]*\](?:\([^()\n]*\))?"
_IN_BRACKETS = r"[^()\n]*(?:\([^()\n]*\)[^()\n]*)*"
_HOLDER = re.compile(rf"!?\[(?P<text>(?:{_HELD})*)\]\((?!term:|value:){_IN_BRACKETS}\)")
_ADDRESS = re.compile(r"<https?://[^<>]*>")
_EMPTY = r"(?:(?P<image>!(?<![\\!\]]!)\[)|\[(?<![\\!\]]\[))\s*\]"
_WORDLESS = re.compile(  # [](page.md)
    rf"{_EMPTY}\([ ]*<?(?=[^ >)])(?!value:)(?P<target>[^()\s<>\]]*)"
)
_NAMED = re.compile(r"\[(?P<text>[^\[\]]+)\]\(\s*<?(?P<target>https?://[^\s<>()]+)", re.IGNORECASE)
# [x](), [x](<>)
_TARGETLESS = re.compile(r"\]\((?:(?=\s*(?:[\"'][^\"'\n]*[\"']\s*)?\))|\s*<(?=\s*>))")


def check_text(page: Page) -> Iterator[Problem]:
    """Report links of a page without text or target, and what stands in a link or an image and
    cannot.
    """
    for slip in _slips(page.text, page.scan):
        yield page.problem(slip.offset, slip)


def check_site(site: Site) -> Iterator[Problem]:
    """Report the same in text fields of the data, and what comes out of them as text; the pages are
    read rendered.
    """
    for inline in site.library.inlines():
        found = site.scan_inline(inline)
        rest = LINK_IN_DATA.sub(blanked, without_references(found.masked))
        for slip in (*_slips(inline.text, found), *misshapen(rest)):
            yield inline.problem(slip.offset, slip)


def _slips(text: str, found: Scan) -> Iterator[Slip]:
    """Yield links and references within links, and links without text or target."""
    if "](" not in found.masked:
        return
    yield from _nested(found)
    yield from _misleading(text, found.masked)
    yield from _wordless(text, found.masked)
    for match in _TARGETLESS.finditer(found.masked):
        yield Slip("empty-link", "this link has no target", offset=match.end())


def _nested(found: Scan) -> Iterator[Slip]:
    """Yield references and addresses within the text of a link or an image."""
    for holder in _HOLDER.finditer(found.masked):
        for span in found.spans:
            if holder.start() < span.start < holder.end():
                code = "malformed-citation" if span.kind == "citation" else "malformed-link"
                message = "this reference stands within a link or an image"
                yield Slip(code, message, "Write it in the text", offset=span.start)
        if holder.group().startswith("!"):
            continue
        for inner in _ADDRESS.finditer(found.masked, *holder.span("text")):
            message = "this address stands within the text of a link, where there can be none"
            hint = "End the one before the other begins"
            yield Slip("malformed-link", message, hint, offset=inner.start())


def _misleading(text: str, masked: str) -> Iterator[Slip]:
    """Yield links whose text is another address than their target."""
    for match in _NAMED.finditer(masked):
        label = text[slice(*match.span("text"))].replace("`", "")
        if (slip := misleading(label, match["target"])) is not None:
            yield slip._replace(offset=match.start("text"))


def _wordless(text: str, masked: str) -> Iterator[Slip]:
    """Yield links and images without words."""
    for match in _WORDLESS.finditer(masked):
        if _WORDLESS.match(text, match.start()) is None:
            continue  # its text is code
        target, at = match["target"][:80], match.start()
        if match["image"]:
            message = f"the image '{target}' has no text alternative"
            hint = "Write what it shows: ![text](file)"
            yield Slip("missing-alt", message, hint, offset=at)
        else:
            message = f"the link to '{target}' has no text"
            yield Slip("empty-link", message, "Write its words", offset=at)
