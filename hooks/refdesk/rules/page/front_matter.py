"""Front matter: readable, with title, description and the date of the last review; titles differ."""

import datetime
import re
from collections.abc import Iterator

from refdesk.data.models import FrontMatter
from refdesk.files.yaml import InlineText
from refdesk.pages.page import Page
from refdesk.problems.problem import Problem, Rule
from refdesk.problems.suggest import closest
from refdesk.rules.data import yaml_comments
from refdesk.rules.data.markup import in_plain
from refdesk.site.edition import is_day
from refdesk.site.references import field_problem
from refdesk.site.site import Site

RULES = (
    Rule(
        "front-matter",
        explanation="The lines between two `---` lack a title, a description or day of the last check, or are wrong.",
        example="---\ntitle: Funding\nreviewed: last spring\n---",
        fix="add what is missing. A day is written `2026-04-30`, and a text with a colon between double quotes.",
    ),
    Rule(
        "review-due",
        explanation="The facts of a page were last checked more than a year ago, or more days than its `review_days:`.",
        example="---\ntitle: Funding of science\ndescription: Who pays.\nreviewed: 2024-03-01\n---",
        fix="check the page against its sources and set `reviewed:` to today, not without reading.",
        severity="notice",
    ),
    Rule(
        "duplicate-title",
        explanation="Two pages have the same title; in a list of search results nobody can tell them apart.",
        example="---\ntitle: Funding\ndescription: Who pays.\nreviewed: 2026-11-01\n---",
        fix="give one of them a title that says what it is about.",
    ),
)

REQUIRED = ("title", "description", "reviewed")
REVIEW_DAYS = 365
FIELDS = tuple(FrontMatter.model_fields)
_OF_THEME = ("icon", "status", "subtitle", "tags")
_PLAIN_FIELDS = ("title", "description")
_OPENED = re.compile(r"---[ \t]*\n[A-Za-z_][\w-]*:[ \t\n]")


def check_page(_site: Site, page: Page) -> Iterator[Problem]:
    """Syntax, required fields, plain texts, the date of the last review."""
    if any(problem.code == "unreadable-file" for problem in page.file.problems):
        return  # what cannot be read has no front matter to judge
    if page.front is None and _OPENED.match(page.text):
        message = "the front matter is never closed"
        yield page.problem("front-matter", 0, message, "Close it with --- on a line of its own")
        return
    if page.front is not None:
        for problem in page.front.problems:
            yield problem._replace(code="front-matter")
        yield from yaml_comments.check(page.front, "front-matter")
    yield from _fields(page)
    yield from _plain(page)


def check_site(site: Site) -> Iterator[Problem]:
    """Titles that several pages have."""
    titles: dict[str, list[Page]] = {}
    for page in site.pages.values():
        title = page.meta.get("title")
        if isinstance(title, str):
            titles.setdefault(title.strip().casefold(), []).append(page)
    for alike in titles.values():
        for page in alike if len(alike) > 1 else ():  # which of them is to change, only its writer knows
            other = next(one for one in alike if one is not page)
            message = f"the title '{page.meta['title']}' is also that of {other.file.path}"
            if page.front is not None:
                yield page.front.problem("duplicate-title", ("title",), message)


def _fields(page: Page) -> Iterator[Problem]:
    front = page.front
    if front is None or front.data is None:
        if front is None or not front.problems:
            yield page.problem("front-matter", 0, "the page has no front matter", f"It needs {', '.join(REQUIRED)}")
        return
    if not isinstance(front.data, dict):
        yield page.problem("front-matter", 0, "the front matter must be a mapping of names to values")
        return
    misspelled: set[str] = set()
    for name in page.meta:
        if name in FIELDS:
            continue
        known = FIELDS if name in _OF_THEME else (*FIELDS, *_OF_THEME)
        meant = closest(name.casefold(), known, 0.8)
        if meant is not None and meant not in page.meta:
            misspelled.add(meant)
            hint = f"Did you mean '{meant}'?"
            yield front.problem("front-matter", (name,), f"unknown field '{name}'", hint, at_key=True)
    for name in REQUIRED:
        value = page.meta.get(name)
        if name not in page.meta:
            if name not in misspelled:
                yield page.problem("front-matter", 0, f"the front matter has no '{name}'")
        elif not isinstance(value, str) or not value.strip():
            yield front.problem("front-matter", (name,), f"'{name}' must be a text")
    days = page.meta.get("review_days", REVIEW_DAYS)
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        yield front.problem("front-matter", ("review_days",), "'review_days' must be a number of days")
    if "search" in page.meta:
        hint = "Words that lead to a page go into docs/data/search/words.yml"
        yield front.problem("front-matter", ("search",), "pages say nothing to the search", hint, at_key=True)
    if "template" in page.meta:
        yield front.problem("front-matter", ("template",), "pages choose no template", "Remove it", at_key=True)
    reviewed = page.meta.get("reviewed")
    if isinstance(reviewed, str) and reviewed.strip():
        yield from _reviewed(page, reviewed)


def _plain(page: Page) -> Iterator[Problem]:
    """Markup and references in the title and the description of a page, which are shown as they are typed."""
    for name in _PLAIN_FIELDS:
        if page.front is not None and isinstance(text := page.meta.get(name), str):
            for slip in in_plain(text, f"'{name}' is plain text", "Write the words alone"):
                code = "front-matter" if slip.code == "wrong-type" else "stray-mark"
                yield field_problem(InlineText(page.front, (name,), text), slip.start, code, slip.message, slip.hint)


def _reviewed(page: Page, reviewed: str) -> Iterator[Problem]:
    assert page.front is not None  # noqa: S101 - the caller read the field from it
    if not is_day(reviewed):
        yield page.front.problem("front-matter", ("reviewed",), f"'{reviewed}' is not a date", "Write 2026-04-30")
        return
    date = datetime.date.fromisoformat(reviewed)
    today = datetime.datetime.now(tz=datetime.UTC).date()
    limit = page.meta.get("review_days")
    days = limit if isinstance(limit, int) and limit > 0 else REVIEW_DAYS
    if (today - date).days > days:
        message = f"the facts of this page were last checked on {reviewed}, more than {days} days ago"
        yield page.front.problem("review-due", ("reviewed",), message)
    elif date > today + datetime.timedelta(days=1):
        yield page.front.problem("front-matter", ("reviewed",), f"the review date {reviewed} lies in the future")
