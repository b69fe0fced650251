"""Front matter: readable, with title, description and the date of the last review; titles
differ.
"""

import datetime
import re
from collections.abc import Iterator

from pydantic import ValidationError

from refdesk.data.models import FrontMatter
from refdesk.data.validation import apart, field_problem
from refdesk.files.yaml import InlineText, YamlFile
from refdesk.pages.page import Page
from refdesk.problems import things
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.rules.data.markup import cut_off, in_plain
from refdesk.site.site import Site

RULES = (
    Rule(
        "front-matter",
        explanation="The lines between two `---` lack a title, a description or day of the last "
        "check, or are wrong; "
        "another page has the same title, and nobody can tell them apart in a list of results.",
        example="---\ntitle: Funding\nreviewed: last spring\n---",
        fix="add what is missing. A day is written `2026-04-30`, and a text with a colon "
        "between double quotes.",
    ),
    Rule(
        "review-due",
        explanation="The facts of a page were last checked more than a year ago, or more days "
        "than its `review_days:`.",
        example="---\ntitle: Funding of science\ndescription: Who pays.\nreviewed: 2024-03-01\n---",
        fix="check the page against its sources and set `reviewed:` to today, not without reading.",
        severity="notice",
    ),
)

_OPENED = re.compile(r"---[ \t]*\n[A-Za-z_][\w-]*:[ \t\n]")


def check_text(page: Page) -> Iterator[Problem]:
    """Report mistakes of syntax, fields and plain texts, a review that is due."""
    front = page.front
    if front is None:
        message, hint = (
            "the page has no front matter",
            ("It needs a title, a description and the day of its review"),
        )
        if _OPENED.match(page.text):
            message, hint = (
                "the front matter is never closed",
                ("Close it with --- on a line of its own"),
            )
        if not any(problem.code == "unreadable-file" for problem in page.file.problems):
            yield page.problem(0, Slip("front-matter", message, hint))
        return
    for problem in front.problems:
        yield problem._replace(code="front-matter") if problem.code == "yaml-syntax" else problem
    yield from cut_off(front, "front-matter")
    yield from _plain(page, front)
    if isinstance(front.data, dict):
        yield from _fields(front)
    elif not front.problems:
        yield page.problem(
            0, Slip("front-matter", "the front matter must be a mapping of names to values")
        )


def check_site(site: Site) -> Iterator[Problem]:
    """Report titles that several pages have."""
    titles: dict[str, list[Page]] = {}
    for page in site.pages.values():
        titles.setdefault(page.title.casefold(), []).append(page)
    for alike in titles.values():
        for page, other in zip(alike, alike[1:] + alike[:1], strict=True):
            # at both: the writer knows which one is to change
            if page is not other and page.front is not None:
                message = f"the title '{page.title}' is also that of {other.file.path}"
                yield page.front.problem(("title",), Slip("front-matter", message))


def _fields(front: YamlFile) -> Iterator[Problem]:
    """Report what the model refuses, and a review that is due."""
    try:
        fields = FrontMatter.model_validate(front.data)
    except ValidationError as error:
        for one in apart(error.errors()):
            yield field_problem(front, (), one, front.data, FrontMatter)._replace(
                code="front-matter"
            )
        return
    day, days = fields.reviewed, fields.review_days
    if (
        datetime.datetime.now(tz=datetime.UTC).date() - datetime.date.fromisoformat(day)
    ).days > days:
        message = f"the facts of this page were last checked on {day}, more than {days} days ago"
        # once: in a year, all pages are due
        yield front.problem(
            ("reviewed",),
            Slip("review-due", message),
            rests_on=[things.REVIEWS],
            explains=[things.REVIEWS],
        )


def _plain(page: Page, front: YamlFile) -> Iterator[Problem]:
    """Report markup and references in title and description, which are shown as they are typed."""
    for name in ("title", "description"):
        if isinstance(text := page.meta.get(name), str):
            for slip in in_plain(text, f"'{name}' is plain text", "Write the words alone"):
                code = "front-matter" if slip.code == "wrong-type" else "stray-mark"
                yield InlineText(front, (name,), text).problem(
                    slip.offset, slip._replace(code=code)
                )
