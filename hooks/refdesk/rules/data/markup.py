"""Markup in texts of data, which readers would see as it is typed.

Text fields may hold references and plain links, plain fields and cells of a series not even those.
Emphasis, code and HTML are read in none of them.
"""

import html
import re
from collections.abc import Iterator

from yaml import ScalarNode

from refdesk.data.entries import E, EntryFile, marked_texts
from refdesk.data.fields import Mark, marked_fields
from refdesk.data.library import Library
from refdesk.data.series import Series
from refdesk.files.references import PLAIN_LINK, REFERENCE, without_references
from refdesk.files.text import blanked
from refdesk.files.yaml import InlineText, YamlFile
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.rules.links.form import misshapen

RULES = (
    Rule(
        "markup-in-data",
        explanation="Texts of data know references and links, some not even those. Other markup "
        "comes out as typed.",
        example='- id: bottleneck\n  en: "**bottleneck** technology"',
        fix="write the words alone, and the sign itself: `R&D`, not `R&amp;D`. A sign that is "
        "meant may stay.",
        file="docs/data/glossary.yml",
        severity="notice",
    ),
)

_CODE_SPAN = r"(`+|｀+)(?![`｀'])(?:[^\n]*?[^`｀\n]\1(?![`｀]))?"
_ELEMENT = r"<(?P<name>[A-Za-z][\w-]*)(?:\s[^<>]*)?>[^<>]*</(?P=name)\s*>"
_COMMENT = r"<!--(?s:(?!<!--|-->).)*-->"
_TAG = r"</?[A-Za-z][^\s<>]*(?:\s[^<>]*=[^<>]*|\s*/?)>"
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,30});"
_EMPHASIS = (
    r"(?<![A-Za-z0-9*_~=^\\])(?P<mark>\*{1,3}|__?|~~|==|\^\^|＊＊)(?![\s*_~=^＊])"
    r"(?:(?!(?P=mark))[^\n])*"
    r"(?<![\s*_~=^])(?P=mark)(?![A-Za-z0-9*_~=^])"
)
_OPENED = r"(?<![A-Za-z0-9*_\\])(?:\*\*|__)(?=[\w(“\"'])(?!\w*_\w)"  # and not closed
_CLOSED = r"(?<=[^\W\d_])\*\*(?![\w*])"
_FORMS = (_CODE_SPAN, _ELEMENT, _COMMENT, _TAG, _ENTITY, _EMPHASIS, _OPENED, _CLOSED)
_MARKUP = re.compile("|".join(_FORMS))
# a footnote; the sign that makes a link an image
_ELSEWHERE = re.compile(r"\[\^[^\[\]\s]+\]|!(?=\[[^\[\]]+\]\()")
_SIGNS = re.compile(r"[*`<&_~=^＊｀]")  # any markup contains one of these
# A value without quotation marks and what stands behind a blank and # on its line, which YAML reads
# as a comment: here comments have lines of their own.
_CUT = re.compile(
    r"^[ \t]*(?:- +)*(?:[\w-]+: +)?(?P<value>[^\s#\"'|>][^\n]*?)(?P<cut>[ \t]+#[^\n]*)$",
    re.MULTILINE,
)
_SHOWN = 40  # characters of the markup in a message


def check_data(library: Library) -> Iterator[Problem]:
    """Report markup in the fields of the data and in the cells of series, and values that end in a
    comment.
    """
    for inline in library.inlines():
        for slip in _in_inline(inline.text):
            yield inline.problem(slip.offset, slip)
    for file in library.entry_files():
        yield from _plain_fields(file)
        for yaml in (file.yaml, *file.others.values()):
            yield from cut_off(yaml, "yaml-syntax")
    for series in library.written_series():
        yield from _cells(series)


def _plain_fields(file: EntryFile[E]) -> Iterator[Problem]:
    fields = marked_fields(file.model, Mark.INLINE)
    elsewhere = f"References stand in {' or '.join(fields)}" if fields else "Remove the reference"
    for base, item in file.items:
        for path, text in marked_texts(item, file.model, base, Mark.PLAIN):
            name = next(part for part in reversed(path) if isinstance(part, str))
            for slip in in_plain(text, f"'{name}' is plain text", elsewhere):
                yield InlineText(file.yaml_at(path), path, text).problem(slip.offset, slip)


def _cells(series: Series) -> Iterator[Problem]:
    """Report markup and references in cells of text."""
    elsewhere = (
        "Write it into the notes of the YAML beside it; sources of a row stand in its "
        "column of sources"
    )
    columns = [name for name, column in series.spec.columns.items() if column.unit == "text"]
    for key, row in series.rows.items():
        for name in columns:
            for slip in in_plain(
                row[name].text, f"the cells of '{name}' are plain text", elsewhere
            ):
                yield series.problem((key, name), slip)


def _in_inline(text: str) -> Iterator[Slip]:
    """Yield markup in a text that may hold references and plain links."""
    rest = without_references(text)
    for match in _ELSEWHERE.finditer(rest):
        message = (
            f"'{match.group()}' comes out as typed: texts of data have no footnotes and no images"
        )
        yield Slip("malformed-link", message, "Write it into the text", offset=match.start())
    yield from _in_text(
        text,
        PLAIN_LINK.sub(blanked, rest),
        "texts of data know references and links, no other markup",
    )


def in_plain(text: str, rule: str, elsewhere: str) -> Iterator[Slip]:
    """Yield markup and references in a plain text; ``elsewhere`` is the hint where references may
    stand.
    """
    for match in REFERENCE.finditer(text):
        yield Slip(
            "wrong-type",
            f"'{match.group()}' comes out as typed: {rule}",
            elsewhere,
            offset=match.start(),
        )
    rest = REFERENCE.sub(blanked, text)
    for slip in misshapen(rest):
        yield Slip(
            "wrong-type", f"this link comes out as typed: {rule}", elsewhere, offset=slip.offset
        )
    yield from _in_text(text, rest, rule)


def _in_text(text: str, rest: str, rule: str) -> Iterator[Slip]:
    """Yield emphasis, code and HTML in a text; in its ``rest``, what is known besides is
    blanked.
    """
    for match in _MARKUP.finditer(rest) if _SIGNS.search(rest) else ():
        written = text[slice(*match.span())]
        meant = html.unescape(written) if written[0] == "&" else ""
        if meant == written:
            continue  # no entity, as in R&D;
        shown = written if len(written) <= _SHOWN else f"{written[:_SHOWN]}…"
        hint = f"Write '{meant}'" if meant else "Write the words alone"
        yield Slip(
            "markup-in-data", f"'{shown}' comes out as typed: {rule}", hint, offset=match.start()
        )


def cut_off(yaml: YamlFile, code: str) -> Iterator[Problem]:
    """Report values whose last words YAML reads as a comment."""
    if re.search(r"\S[ \t]#", yaml.file.text) is None:
        return
    ends = {
        node.end_mark.index
        for node in yaml.nodes.values()
        if isinstance(node, ScalarNode) and not node.style
    }
    for match in _CUT.finditer(yaml.file.text):
        if match.end("value") in ends:  # otherwise it is part of a quoted text
            at = match.end("cut") - len(match["cut"].lstrip())
            message = f"'{match['cut'].strip()}' is read as a comment, and the value ends before it"
            hint = "Put the whole value between double quotes, or the comment on a line of its own"
            yield yaml.file.problem(at, Slip(code, message, hint))
