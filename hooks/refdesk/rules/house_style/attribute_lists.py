"""Attribute lists: ``{ #id .class key="value" }`` right behind what they are for, or below a paragraph."""

import re
from collections.abc import Iterator

from refdesk.pages.page import Page
from refdesk.problems.problem import Problem, Rule

RULES = (
    Rule(
        "malformed-attributes",
        explanation="An attribute list is not understood, or stands where none is read.",
        example="## Key laboratories {#key laboratories}",
        fix='write `{#id}` with an id of one word, and more attributes as `{#id .class key="value"}`.',
    ),
)

_ITEM = r'(?:[#.][\w.:-]+|[\w-]+="[^"{}\n]*")'
_LIST = re.compile(rf"\{{(?![^}}]*#[^}}\"]*#):?[ ]*{_ITEM}(?:[ ]+{_ITEM})*[ ]*\}}")  # with one id at most
_IN_HEADING = re.compile(r"^[ \t>]*#{1,6}[^\n{｛]*(?P<list>[{｛][^\n]*?)[ \t]*$", re.MULTILINE)
_IN_TEXT = re.compile(r"(?<!\{)(?:(?<=\))[{｛]|[{｛](?=[ ]?:?[ ]?(?:[#.][A-Za-z]|[\w-]+=\")))[^\n}｝]*[}｝]?")
_ATTACHED = re.compile(r"[)\]>*`]\Z|\A[ \t>]*\Z")  # what stands before a list: an element, or nothing on the line


def check_text(page: Page) -> Iterator[Problem]:
    """Reports lists that are malformed, or that stand in running text, where none is read."""
    text = page.scan.masked
    written = {match.start("list"): match["list"] for match in _IN_HEADING.finditer(text, page.body_start)}
    wrong = [at for at, found in written.items() if not _LIST.fullmatch(found)]
    for match in _IN_TEXT.finditer(text, page.body_start):
        at = match.start()
        before = page.text[page.text.rfind("\n", 0, at) + 1 : at]
        if at not in written and not (_LIST.fullmatch(match.group()) and _ATTACHED.search(before)):
            wrong.append(at)
    for at in wrong:
        message = "this is no attribute list, or it stands where none is read"
        hint = 'Write {#id .class key="value"} right behind what it is for, or below a paragraph on a line of its own'
        yield page.problem("malformed-attributes", at, message, hint)
