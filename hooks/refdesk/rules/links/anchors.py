"""Anchors: a link to a heading or a row names an id of the page it leads to."""

from collections.abc import Mapping

from refdesk.files.web_address import AddressSlip, meant
from refdesk.pages.rendered import Rendered
from refdesk.problems.problem import Rule
from refdesk.problems.suggest import certain_swap, nearest
from refdesk.rules.links.ids import NUMBERED
from refdesk.site.site import Site

RULES = (
    Rule(
        "missing-anchor",
        explanation="The page exists, but nothing on it has the id behind the `#`, or the one that an attribute names.",
        example="[Laboratories](../hubs/shandong.md#laboratory)",
        fix="write the id of the heading as it is now: its words in lower case with hyphens, `#laboratories`.",
        after=("configuration", "unreadable-file"),
    ),
    Rule(
        "numbered-anchor",
        explanation="Two headings read alike, and a link relies on the number that the second got, which may change.",
        example="## Who pays\n\n## Who pays\n\n[Who pays in the second case](#who-pays_1)",
        fix="give the heading an id of its own, `## Funding {#funding-hefei}`, and link to that.",
    ),
)

_OF_BROWSERS = frozenset({"", "top"})


def anchor_slip(
    site: Site, here: str, target: str, uri: str, fragment: str, rendered: Mapping[str, Rendered]
) -> AddressSlip | None:
    """Return what is wrong with an address that leads to a page and a fragment of it, or None."""
    if fragment in _OF_BROWSERS:
        return None
    found = rendered.get(uri)
    if found is None:
        return None
    if fragment in found.ids:
        return _numbered(fragment, found)
    if site.may_lack_rows(uri):
        return None
    where = "this page" if uri == here else f"'{site.shown(uri)}'"
    return _missing(fragment, where, target, found)


def _missing(fragment: str, where: str, target: str, found: Rendered) -> AddressSlip:
    """Return that a page lacks the id in an address."""
    known = found.named_ids()
    near = known.get(nearest(fragment, known) or "")
    address = f"{target.partition('#')[0]}#{near}" if near is not None else None
    is_certain = certain_swap(fragment, known) == (fragment, near)
    message = f"no heading or row '#{fragment}' on {where}"
    return meant(message, target, address, is_certain=is_certain)._replace(code="missing-anchor")


def _numbered(fragment: str, found: Rendered) -> AddressSlip | None:
    match = NUMBERED.match(fragment)
    if match is None:
        return None
    headings = {heading.id: heading.text for heading in found.headings}
    text = headings.get(fragment)
    if not text or text != headings.get(match["base"]):
        return None
    message = f"'#{fragment}' was numbered because two headings read '{text}'"
    return AddressSlip(message, "Give the heading an id of its own: ## Heading {#id}", code="numbered-anchor")
