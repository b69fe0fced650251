"""Checked numbers: each equals its cell to the digits shown."""

from collections.abc import Iterator

from refdesk.data.values import Value, as_read, check_value, find_value, is_broken
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.rules.data.files import LOADING_ERRORS
from refdesk.site.site import Located, Site

RULES = (
    Rule(
        "unknown-value",
        explanation="A checked number names a series, a row or a column that does not exist.",
        example="[2.69%](value:rd_national/2042/intensity)",
        fix="correct the path: series, key of the row, column. The hint lists what there is.",
    ),
    Rule(
        "empty-value",
        explanation="A checked number leads to a cell that is empty.",
        example="[5.2%](value:rd_national/1995/basic_share)",
        fix="point to another cell, or fill in the cell with its source.",
    ),
    Rule(
        "unreadable-value",
        explanation="The text of a checked number holds no number, or more than one.",
        example="[between 2.6% and 2.7%](value:rd_national/2024/intensity)",
        fix="put exactly one number between the square brackets and leave the other words outside.",
    ),
    Rule(
        "value-mismatch",
        explanation="A number differs from the data, to the digits shown: 2.7% and 2.69% both agree with 2.69.",
        example="[2.65%](value:rd_national/2024/intensity)",
        fix="write the number that the message gives, or correct the cell and its source.",
    ),
    Rule(
        "value-unit",
        explanation="A number has another unit than its data. The unit is read within the link and right around it.",
        example="[2.69 billion yuan](value:rd_national/2024/intensity)",
        fix="write the unit that the message gives, or point to the column that you mean.",
    ),
    Rule(  # reported by data/computed.py
        "bad-formula",
        explanation="A formula of `computed.yml` is none, names no number, divides by zero or needs one below it.",
        example=(
            "- id: half\n  title: Half of the total, 2024\n  formula: value:rd_national/2042/total / 2\n"
            "  unit: billion CNY\n  digits: 1"
        ),
        fix="write numbers, signs with blanks around them, brackets and paths such as `value:rd_national/2024/total`.",
        file="docs/data/computed.yml",
        after=LOADING_ERRORS,
    ),
)


def _link(site: Site, link: Located) -> Iterator[Problem]:
    if is_broken(site.library, link.target.name):
        return
    value = find_value(site.library, link.target.name)
    if not isinstance(value, Value):
        yield link.problem(value.code, value.message, value.hint, value.swap)
        return
    slip = check_value(value, as_read(link.masked, link.span.start, link.span.label, link.span.end))
    if slip is not None:  # the text or the data may be wrong: nothing is replaced unasked
        everywhere = f"; refdesk fix --values '{link.target.name}' does so wherever it stands" if slip.swap else ""
        yield link.problem(slip.code, slip.message, slip.hint + everywhere)


def check_site(site: Site) -> Iterator[Problem]:
    """Report wrong value links in pages and data, and wrong value paths of hubs."""
    for link in site.references("value"):
        yield from _link(site, link)
    hubs = site.library.files.get("hubs")
    for where, item in hubs.items if hubs is not None else ():
        for field in ("intensity", "basic_share"):
            path = str(item.get(field))
            cell = find_value(site.library, path) if "/" in path else None
            if isinstance(cell, Slip) and not is_broken(site.library, path) and hubs is not None:
                yield hubs.yaml.problem(*cell.at((*where, field)))
