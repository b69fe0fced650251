"""Ids: each stands once on its page, and a link to a heading or a row names one of the page that it
leads to.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from refdesk.html.text import slug
from refdesk.pages.page import Page
from refdesk.pages.render import Rendered
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.problems.suggest import certain_swap, nearest
from refdesk.site.site import Site

RULES = (
    Rule(
        "duplicate-id",
        explanation="An id stands twice on a page, and links lead to the first. A heading makes "
        "one from its words.",
        example="## Laboratories {#labs}\n\n## Companies {#labs}",
        fix="give one of the two another id.",
        after=("configuration",),
    ),
    Rule(
        "missing-anchor",
        explanation="The page exists, but nothing on it has the id behind the `#`, or the one "
        "that an attribute names.",
        example="[Laboratories](../hubs/shandong.md#laboratory)",
        fix="write the id of the heading as it is now: its words in lower case with hyphens, "
        "`#laboratories`.",
        after=("configuration", "unreadable-file"),
    ),
    Rule(
        "numbered-anchor",
        explanation="Two headings read alike, and a link relies on the number that the second "
        "got, which may change.",
        example="## Who pays\n\n## Who pays\n\n[Who pays in the second case](#who-pays_1)",
        fix="give the heading an id of its own, `## Funding {#funding-hefei}`, and link to that.",
    ),
)

_ID = re.compile(r"\{ ?(?P<at>#)(?P<id>[^\s{}]+) ?\}$", re.MULTILINE)
_NUMBERED = re.compile(r"^(?P<base>.*)_\d+$")
_OF_BROWSERS = frozenset({"", "top"})
# What scripts ask the document for; a name that an element had would hide it. Ids made of words of
# headings may stay.
_OF_SCRIPTS = frozenset(
    {"getElementById", "fonts", "currentScript", "cookie", "body", "head", "forms"}
)


def _explicit(page: Page) -> dict[str, list[int]]:
    """Map the ids of headings that are written to the offsets at which they are."""
    found: dict[str, list[int]] = {}
    for match in _ID.finditer(page.scan.masked, page.body_start):
        found.setdefault(match["id"], []).append(match.start("at"))
    return found


def check_page(site: Site, page: Page, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Report ids that stand several times on a page, and those under which scripts look for
    something else.
    """
    moved, explicit = site.moved_from(page.uri), _explicit(page)
    for element_id, count in Counter(rendered[page.uri].ids).items():
        is_of_theme = element_id.startswith("__")
        if is_of_theme or element_id in _OF_SCRIPTS:
            for place in explicit.get(element_id, [])[:1] or [page.body_start] * is_of_theme:
                message = f"scripts look for something else under the id '{element_id}'"
                yield page.problem(
                    "duplicate-id", place, message, "Write ## Words {#id} with another id"
                )
        elif count > 1 and element_id not in moved:
            # that it is redirected and still exists is another problem
            places = explicit.get(element_id, [])
            for offset in places[1:] if len(places) >= count else places:
                yield page.problem(
                    "duplicate-id",
                    offset,
                    f"the id '{element_id}' stands {count} times on this page",
                )
    texts = {heading.id: heading.text for heading in rendered[page.uri].headings}
    for element_id, text in texts.items():
        words, _, number = element_id.rpartition("_")
        if (
            number.isdigit()
            and words == slug(text)
            and texts.get(words) != text
            and element_id not in explicit
        ):
            for offset in explicit.get(words, [])[:1]:
                message = (
                    f"'{words}' is also the automatic id of the heading '{text}', which "
                    "gets a number"
                )
                yield page.problem(
                    "duplicate-id", offset, message, "Give one of the two another id"
                )


def anchor_slip(
    site: Site, here: str, target: str, uri: str, fragment: str, rendered: Mapping[str, Rendered]
) -> Slip | None:
    """Return what is wrong with an address that leads to a page and a fragment of it, or None."""
    found = rendered.get(uri)
    if found is None or fragment in _OF_BROWSERS:
        return None
    if fragment in found.ids:
        return _numbered(fragment, found)
    if site.may_lack_rows(uri):
        return None
    where = "this page" if uri == here else f"'{site.shown(uri)}'"
    known = {slug(one.text): one.id for one in found.headings if one.id} | {
        one: one for one in found.ids
    }
    near = known.get(nearest(fragment, known) or "")
    message = f"no heading or row '#{fragment}' on {where}"
    if near is None:
        return Slip("missing-anchor", message)
    address = f"{target.partition('#')[0]}#{near}"
    swap = (target, address) if certain_swap(fragment, known) == (fragment, near) else None
    return Slip("missing-anchor", message, f"Did you mean '{address}'?", swap)


def _numbered(fragment: str, found: Rendered) -> Slip | None:
    match = _NUMBERED.match(fragment)
    if match is None:
        return None
    headings = {heading.id: heading.text for heading in found.headings}
    text = headings.get(fragment)
    if not text or text != headings.get(match["base"]):
        return None
    message = f"'#{fragment}' was numbered because two headings read '{text}'"
    return Slip("numbered-anchor", message, "Give the heading an id of its own: ## Heading {#id}")
