"""Ids: each stands once on its page, and a link to a heading or a row names one of the page that it
leads to.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

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
    explicit = _explicit(page)
    counted = Counter(rendered[page.uri].ids)
    yield from _of_scripts(page, explicit, counted)
    yield from _repeated(site, page, explicit, counted)
    yield from _also_automatic(page, explicit, rendered[page.uri])


def _of_scripts(
    page: Page, explicit: Mapping[str, list[int]], ids: Iterable[str]
) -> Iterator[Problem]:
    """Report ids under which scripts look for something else."""
    for element_id in ids:
        is_of_theme = element_id.startswith("__")
        if not is_of_theme and element_id not in _OF_SCRIPTS:
            continue
        for place in explicit.get(element_id, [])[:1] or [page.body_start] * is_of_theme:
            message = f"scripts look for something else under the id '{element_id}'"
            slip = Slip("duplicate-id", message, "Write ## Words {#id} with another id")
            yield page.problem(place, slip)


def _repeated(
    site: Site, page: Page, explicit: Mapping[str, list[int]], counted: Mapping[str, int]
) -> Iterator[Problem]:
    """Report ids that stand several times."""
    moved = site.moved_from(page.uri)  # one that still exists is another problem
    for element_id, count in counted.items():
        is_of_scripts = element_id.startswith("__") or element_id in _OF_SCRIPTS
        if count == 1 or is_of_scripts or element_id in moved:
            continue
        places = explicit.get(element_id, [])
        slip = Slip("duplicate-id", f"the id '{element_id}' stands {count} times on this page")
        for offset in places[1:] if len(places) >= count else places:
            yield page.problem(offset, slip)


def _also_automatic(
    page: Page, explicit: Mapping[str, list[int]], found: Rendered
) -> Iterator[Problem]:
    """Report ids that a heading elsewhere would have by itself, and gets with a number."""
    texts = {heading.id: heading.text for heading in found.headings}
    for element_id, text in texts.items():
        words, _, number = element_id.rpartition("_")
        is_numbered = number.isdigit() and words == slug(text) and element_id not in explicit
        if is_numbered and texts.get(words) != text:
            for offset in explicit.get(words, [])[:1]:
                message = (
                    f"'{words}' is also the automatic id of the heading '{text}', which "
                    "gets a number"
                )
                slip = Slip("duplicate-id", message, "Give one of the two another id")
                yield page.problem(offset, slip)


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
    message = f"no heading or row '#{fragment}' on {where}"
    known = {slug(one.text): one.id for one in found.headings if one.id}
    known |= {one: one for one in found.ids}
    near = known.get(nearest(fragment, known) or "")
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
