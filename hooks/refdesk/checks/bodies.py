"""Bodies of boxes and tabs: indented under the line that opens them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from refdesk.checks.suspicion import Suspicion, word_end
from refdesk.pages.page import Page
from refdesk.probe import Trace

_CONTAINER = re.compile(
    r"^(?P<lead>[ \t>]*)(?:(?P<box>!!!|\?\?\?\+?)[ \t]*|(?P<tab>===[!+]{0,2})[ \t]+)(?P<rest>[^\s!?=][^\n]*)$"
)
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]")
_SENTENCE = 6  # words
_LABEL = re.compile(r"[^\W\d_a-z]\S*(?: [^\W\d_a-z]\S*){2,}")  # "Dynamic Configuration Parameter"
_VERSION = re.compile(r"\d\.\d")  # "Added in version 1.2"
# The extension that reads each kind of box, by the first sign of its first line.
EXTENSION_OF = {"!": "admonition", "?": "pymdownx.details", "=": "pymdownx.tabbed"}
_OTHER_BLOCK = re.compile(r"\s*(?:#|[-*+][ \t]|\d+[.)][ \t]|<|\||```|~~~|---|\[)")


def check_page(page: Page, extensions: Set[str], *, strict: bool) -> Iterator[Suspicion]:
    """Admonitions, details and tabs whose next line of text is not indented under them.

    Where it is not ``strict``, a title as long as a sentence, or with each word in capitals as labels have it, is taken
    for all that a box is meant to say.
    """
    masked = page.scan.masked[page.body_start :].split("\n")
    real = page.text[page.body_start :].split("\n")
    at = page.body_start
    for number, line in enumerate(masked):
        width = indentation(line)
        match = _CONTAINER.match(line)
        if match is not None and EXTENSION_OF[_mark(match)[0]] in extensions:
            below = next((n for n in range(number + 1, len(real)) if _says_something(masked[n], real[n], width)), None)
            before = next((text for text in reversed(real[:number]) if text.strip()), "")
            alone = _CONTAINER.match(before) is not None  # titles without bodies in a row are meant so
            # A title that recurs without a body, as '!!! tip "Needs a restart"' below many headings, says it all.
            alone = alone or (not strict and '"' in match["rest"] and page.text.count(f"{line.strip()}\n\n") > 1)
            if (
                below is not None
                and not alone
                and _is_forgotten(match, real[below], apart=below > number + 1, strict=strict)
            ):
                start = at + sum(len(text) + 1 for text in real[number:below])
                if strict and below > number + 1 and _HEADING.match(real[below]):  # which is no body
                    yield from _bare(match, at)
                else:
                    yield _outdented(page, _mark(match), start, start + len(real[below]))
            elif strict and not page.file.problems and _is_last(match, real[number + 1 :]):
                yield from _bare(match, at)
        at += len(line) + 1


def _mark(match: re.Match[str]) -> str:
    """The sign that begins a box or a tab."""
    return str(match["box"] or match["tab"])


def _is_last(match: re.Match[str], lines: Sequence[str]) -> bool:
    """Whether the page ends here, or the next line begins a box or a tab that does not stand in this one."""
    body = next((line for line in lines if line.strip(" \t>")), None)
    if body is None:
        return True
    return _CONTAINER.match(body) is not None and indentation(body) < indentation(match["lead"] + "x") + 4


def _bare(match: re.Match[str], at: int) -> Iterator[Suspicion]:
    """A tab or a fold-out below whose title nothing stands, or a box that has neither a title nor a body."""
    titled = re.search(r'"[^"\n]*\S(?P<end>)[^"\n]*"', match["rest"])
    if titled is not None and match["box"] == "!!!":
        return  # a title can be all that a box is meant to say
    word = titled or re.compile(r"[\w-]+(?P<end>)").match(match["rest"])
    if word is not None:
        message = f"the block '{_mark(match)}' has no body"
        hint = "Write its text below it, indented by four spaces, or remove it"
        probe = at + match.start("rest") + word.start("end")
        yield Suspicion("unindented-body", at + len(match["lead"]), message, hint, probe, _is_block)


def _is_block(trace: Trace, number: int) -> bool:
    """Whether a probe in the title (or the kind, which stands for it) came out as that of a box or a tab."""
    return trace.inside(number, ".admonition", "details", ".tabbed-set")


def _says_something(masked: str, real: str, width: int) -> bool:
    """Whether a line holds more than a comment; a marker in the body of a box is reported by itself."""
    if masked.strip(" \t>") or (real.strip(" \t>") and not real.lstrip(" \t>").startswith("<!--")):
        return True
    return _MARKER.match(real) is not None and indentation(real) >= width + 4


_MARKER = re.compile(r"[ \t>]*<!--[ \t]*[a-z]+(?:[ \t]*:[ \t]*[\w./-]+)?[ \t]*-->[ \t]*$")


def indentation(text: str) -> int:
    """How far a line is indented, in columns."""
    expanded = text.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" >"))


def _is_forgotten(match: re.Match[str], body: str, *, apart: bool, strict: bool) -> bool:
    """Whether a line may be a body that lacks its indentation (a title alone can be meant so)."""
    if indentation(body) >= indentation(match["lead"] + "x") + 4 or _CONTAINER.match(body):
        return False
    may_stand_alone = _mark(match)[0] in ("!" if strict else "!?")
    titled = re.search(r'"(?P<title>.*\S.*)"', match["rest"]) if may_stand_alone else None
    if titled is None:
        return True
    if _HEADING.match(body):
        return False
    title = titled["title"].strip()
    says_it_all = re.search(r"[.!?。！？…][)”’）]*$", title) or (
        not strict and (len(title.split()) >= _SENTENCE or _VERSION.search(title) or _LABEL.fullmatch(title))
    )
    return not (apart and (says_it_all or _OTHER_BLOCK.match(body)))


def _outdented(page: Page, mark: str, start: int, end: int) -> Suspicion:
    body = page.text[start:end]
    offset = start + len(body) - len(body.lstrip(" \t>"))
    message = f"this line is meant as the body of the block '{mark}' above and is not indented by four spaces"

    return Suspicion("unindented-body", offset, message, "", word_end(page.text, offset, end), _is_outside)


def _is_outside(trace: Trace, number: int) -> bool:
    """Whether a probe is not in the body of the box: that would begin with it."""
    return number not in trace.code and not (number in trace.text and trace.text[number].first)
