"""Code fences: a first line that names the language, and a last line that closes the fence."""

import re
from collections.abc import Iterator

from refdesk.files.text import indentation
from refdesk.pages.page import Page
from refdesk.problems.problem import Problem, Rule

RULES = (
    Rule(
        "unclosed-fence",
        explanation="A block of code begins and never ends, so the rest of the page is shown as code.",
        example="```sh\nmake check\n\nThe text goes on here.",
        fix="put a line with the same signs, ```` ``` ````, behind the code.",
    ),
    Rule(
        "lost-fence",
        explanation="The first line of a code fence names no language, or holds something that is not understood.",
        example='```python titel="A script"\nprint("0 to 1")\n```',
        fix='write the language (`text` where there is none). Options are `title="…"`, `linenums="…"`, `hl_lines="…"`.',
    ),
)

_FENCE = re.compile(r"^(?P<lead>[> \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*?)[ \t]*$", re.MULTILINE)
_INFO = re.compile(r'[\w+#.-]+(?: (?:title|hl_lines|linenums)="[^"\n]*")*')


def check_text(page: Page) -> Iterator[Problem]:
    """Reports fences whose first line names no language, or that no line with the same fence and indentation closes."""
    opening: re.Match[str] | None = None
    for match in _FENCE.finditer(page.text, page.body_start):
        if opening is None or _begins_another(match, opening):
            yield from _unclosed(page, opening)
            opening = match
            if _INFO.fullmatch(match["info"]) is None:
                message = "the first line of this code fence does not name a language with the options that there are"
                hint = 'Write ```text, or another language; options are title="…", hl_lines="…", linenums="…"'
                yield page.problem("lost-fence", match.start("fence"), message, hint)
        elif match.group().rstrip() == opening["lead"] + opening["fence"]:
            opening = None
    yield from _unclosed(page, opening)


def _begins_another(match: re.Match[str], opening: re.Match[str]) -> bool:
    """Whether a line with a language opens a fence although another one is still open."""
    is_inside = indentation(match.group()) > indentation(opening.group())
    return bool(match["info"]) and match["fence"] == opening["fence"] and not is_inside


def _unclosed(page: Page, opening: re.Match[str] | None) -> Iterator[Problem]:
    if opening is not None:
        hint = f"Write {opening['fence']} alone on a line behind the code, indented alike"
        yield page.problem("unclosed-fence", opening.start("fence"), "this code fence is never closed", hint)
