"""Problems and the closed catalogue of their codes.

A check yields ``Problem`` records and never prints; a report prints and never checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Severity = Literal["error", "notice"]

# What is said of extensions that are not there: their absence changes what pages come to.
HALF_CHECKED = "Until it is there, only the paths of links are checked, not anchors and the form of pages"


class Rule(NamedTuple):
    """What a problem code means: the rule in one sentence, and whether breaking it fails a build."""

    summary: str
    severity: Severity = "error"


class Problem(NamedTuple):
    """One broken rule at one place.

    ``path`` is relative to the root of the checkout, with forward slashes; ``line`` and ``column`` count from 1 in the
    file on disk. ``message`` states what is wrong, ``hint`` the likely fix (or is empty).
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""

    @property
    def severity(self) -> Severity:
        """The severity that the catalogue gives to this code."""
        return CATALOGUE[self.code].severity


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without repeats, sorted by path and place."""
    return sorted(set(problems))


CATALOGUE: dict[str, Rule] = {
    # pages, headings, images, files
    "missing-page": Rule("A link leads to a page that exists."),
    "missing-file": Rule("A link or image leads to a file that exists."),
    "missing-anchor": Rule("A link to a heading or row names an id that the page has."),
    "outside-docs": Rule("A link stays inside the documentation folder."),
    "unpublished-target": Rule("A link does not lead to a page that is left out of the published site."),
    "output-path": Rule("A link names the Markdown file of a page, not the address it is published at."),
    "empty-link": Rule("A link has a target."),
    "empty-link-text": Rule("A link has a text."),
    "missing-alt": Rule('An image has a text alternative (or an empty alt="" in HTML where it only decorates).'),
    "malformed-link": Rule("A link is written [text](target), with nothing between the two."),
    "malformed-address": Rule("An outside address is complete and well formed."),
    "duplicate-id": Rule("An id stands once on a page."),
    "numbered-anchor": Rule("A link does not rely on an anchor that was numbered because two headings are alike."),
    # sources
    "unknown-source": Rule("A citation names a source in docs/data/sources.yml."),
    "malformed-citation": Rule("A citation is written [@key], [@key, p. 4] or [@a; @b]."),
    "uncited-source": Rule("Every source in docs/data/sources.yml is cited somewhere."),
    "uncited-claim": Rule("A paragraph with a figure, a date or a quotation carries a citation."),
    # terms
    "unknown-term": Rule("A term link names an entry of docs/data/glossary.yml."),
    "unused-term": Rule("Every term of the glossary is linked from somewhere."),
    # values
    "unknown-value": Rule("A value link names a series, row and column that exist."),
    "empty-value": Rule("A value link leads to a cell that holds a number."),
    "unreadable-value": Rule("The text of a value link holds exactly one number."),
    "value-mismatch": Rule("A number in the text equals its data, to the digits shown."),
    "value-unit": Rule("A number in the text has the unit of its data."),
    "unlinked-value": Rule("A number that stands in the data is written as a checked value.", "notice"),
    # blocks
    "unknown-block": Rule("A block marker names a kind of block that exists."),
    "unknown-block-name": Rule("A block marker names a table, series or list that exists."),
    "empty-table": Rule("A table shows at least one row of its data."),
    "unused-block": Rule("Every table, chart, diagram and series is shown on a page."),
    "misplaced-block": Rule("A block marker stands alone on its line, at the left margin."),
    # pages as a whole
    "front-matter": Rule("A page begins with readable front matter: title, description, reviewed."),
    "review-due": Rule("The facts of a page were checked within the last year.", "notice"),
    "duplicate-title": Rule("No two pages have the same title."),
    "heading-order": Rule("Headings have words and go down one level at a time, and one is of the first level."),
    "unclosed-fence": Rule("A code fence is closed."),
    "lost-fence": Rule("The first line of a code fence names a language, and options that there are."),
    "unclosed-comment": Rule("A comment begins with <!-- and ends with --> before the next one begins."),
    "lost-box": Rule("A box begins with !!! or ???, a kind that the theme draws, and a title in double quotes."),
    "unindented-body": Rule("A box has a text, indented by four spaces."),
    "ragged-table": Rule("Every row of a table has as many cells as its head."),
    "lost-table": Rule("A table has a blank line before and behind it, and a line of dashes below its head."),
    "lost-list": Rule("A list has a blank line before it, marks such as - or 1., and four spaces before inner items."),
    "undefined-label": Rule("A reference-style link or a footnote has a definition."),
    "unused-label": Rule("The definition of a link or a footnote is used."),
    "duplicate-label": Rule("A link or a footnote is defined once."),
    "stray-mark": Rule("A mark of emphasis or code is opened and closed in one paragraph, cell or item."),
    "malformed-html": Rule(
        "An HTML element is one that pages hold, with attributes that they know, and is opened and closed."
    ),
    "malformed-attributes": Rule('An attribute list is written {#id .class key="value"}, right behind what it is for.'),
    "missing-snippet": Rule("A page includes no other file: its text is written out."),
    "markdown-form": Rule("A heading begins at the margin, with a space behind its signs."),
    "unreachable-page": Rule("A page is in the navigation or linked from another page."),
    # navigation, redirects, configuration
    "nav": Rule("An entry of the navigation leads to a page that exists, once."),
    "redirect": Rule("A redirect leads from an old page to one that exists."),
    "lost-address": Rule("An address that was published leads somewhere for good."),
    "configuration": Rule("mkdocs.yml is readable and names things that exist."),
    # data files
    "encoding": Rule("A file is UTF-8 text."),
    "unreadable-file": Rule("A file can be read."),
    "yaml-syntax": Rule("A YAML file is well formed, with each key once and without aliases."),
    "csv-syntax": Rule("A CSV file is well formed: one header, and as many cells in every row."),
    "missing-field": Rule("An entry or row has every field it needs."),
    "unknown-field": Rule("An entry or row has no field that the format does not know."),
    "wrong-type": Rule("A field holds the type that the format asks for."),
    "markup-in-data": Rule("A text of the data holds no markup but references: it comes out as it is typed.", "notice"),
    "duplicate-entry": Rule("An id or key stands once in its file."),
    # allowed exceptions
    "exception": Rule("An allowed exception is well formed, in date, and still needed."),
}
