"""Block markers: each names a block and an entry that exist, and stands alone on a line."""

import re
from collections.abc import Iterator, Mapping

from refdesk.blocks import BLOCKS
from refdesk.blocks.base import Block
from refdesk.blocks.shown import holder
from refdesk.data.library import Library
from refdesk.pages.page import Page
from refdesk.pages.render import Rendered
from refdesk.pages.scan import Marker, without_code
from refdesk.problems import things
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.problems.suggest import suggest_name
from refdesk.rules.data.files import LOADING_ERRORS
from refdesk.site.site import Site

# Codes of problems that keep a block from showing all of its entries.
BLOCK_ERRORS = (*LOADING_ERRORS, "unknown-block", "unknown-block-name")
RULES = (
    Rule(
        "unknown-block",
        explanation="A marker names no kind of block that exists, or is not written `<!-- kind: "
        "name -->` alone on a "
        "line, at the left margin; it shows nothing.",
        example="<!-- tabel: paradigms -->",
        fix="write one of the "
        "[kinds of "
        "block](contributing-reference.md#show-a-table-or-a-list-that-is-built-from-data).",
    ),
    Rule(
        "unknown-block-name",
        explanation="A marker, or a table in `docs/data/tables.yml`, names nothing that exists "
        "or can be shown: under "
        "`only:`, a value that no row has.",
        example="<!-- table: paradigm -->",
        fix="write a name that exists; the hint gives the nearest.",
    ),
    Rule(
        "unused-block",
        explanation="No page shows this table, chart, diagram or series.",
        example=(
            "- id: modes-in-short\n  data: paradigms\n  caption: The modes in short\n  "
            "columns:\n  - field: feature\n  "
            "  title: Feature\n    row_header: true\n  - field: basic\n    title: Basic research"
        ),
        fix="write its marker on a page, `<!-- table: modes-in-short -->`, or remove the entry.",
        file="docs/data/tables.yml",
        after=(*BLOCK_ERRORS, "nav"),
    ),
)

# Comments of this form that are for other tools.
_FOREIGN = re.compile(
    r"^(todo|fixme|note|more|toc|vale|(prettier-ignore|markdownlint|c?spell|lint)\S*)$"
)
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]*$")


def check_page(site: Site, page: Page, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Report markers with unknown names, not alone on a line or twice on a page, and blocks that
    could not be made.
    """
    shown: set[tuple[str, str]] = set()
    for marker in page.scan.markers:
        yield from _marker(site.library, page, marker)
        if marker.is_alone and marker.kind in BLOCKS:
            if (marker.kind, marker.name) in shown:
                yield page.problem(
                    marker.kind_offset,
                    Slip("duplicate-id", "this block stands on this page already"),
                )
            shown.add((marker.kind, marker.name))
    yield from _mistyped(site.library, page)
    yield from rendered[page.uri].problems


def check_site(site: Site) -> Iterator[Problem]:
    """Report entries that are there to be shown and that no page shows."""
    for kind, block in BLOCKS.items():
        for name in block.names(site.library) if block.must_show else ():
            if holder(site, kind, name) is None:
                message = f"no page shows the {kind} '{name}'"
                hint = f"Write <!-- {kind}: {name} --> on a page"
                yield block.file(site.library, name).problem(
                    (name, "id"), Slip("unused-block", message, hint)
                )


# A line that begins like a marker, in a comment, in other brackets or in none.
_OPENS = rf"^[ ]{{0,3}}(?P<comment>(?:<|&lt;)!--+\s*)?\W{{0,4}}?(?P<kind>{'|'.join(BLOCKS)})\b"
_LIKE_MARKER = re.compile(
    rf"{_OPENS}[ \t]*(?P<sign>[:：=]?)[ \t]*(?P<name>(?:[\w./-]*\w)?)(?P<end>\s*-->)?",
    re.MULTILINE | re.IGNORECASE,
)


def _mistyped(library: Library, page: Page) -> Iterator[Problem]:
    """Report what is meant as a marker: in capitals, without colon or comment, with several
    names.
    """
    markers = {marker.start for marker in page.scan.markers}
    for match in _LIKE_MARKER.finditer(without_code(page.text), page.body_start):
        kind, name = match["kind"].casefold(), match["name"]
        is_meant = match["comment"] or (match["sign"] and name)
        if is_meant and name in BLOCKS[kind].names(library) and match.start() not in markers:
            yield page.problem(match.start("kind"), _no_marker(page, match))


def _no_marker(page: Page, match: re.Match[str]) -> Slip:
    """Return that what is meant as a marker is none."""
    kind, name = match["kind"].casefold(), match["name"]
    message = (
        "this reads like a marker and is none: a marker is a comment and names one thing to show"
    )
    shown = f"{kind}: {name}" if name else kind
    is_comment = match["comment"] and match["sign"] and match["end"]
    swap = (page.text[match.start("kind") : match.end("name")], shown) if is_comment else None
    return Slip("unknown-block", message, f"Write <!-- {shown} -->", swap)


def _marker(library: Library, page: Page, marker: Marker) -> Iterator[Problem]:
    block = BLOCKS.get(marker.kind)
    if block is None:
        if (slip := _unknown_kind(marker)) is not None:
            yield page.problem(marker.kind_offset, slip)
    elif not marker.is_alone:
        message = f"the marker of '{marker.kind}' must stand alone on its line, at the left margin"
        yield page.problem(marker.kind_offset, Slip("unknown-block", message))
    elif not _can_be_shown(library, block, marker.name):
        is_series = block.data == "series"
        named = [things.series(marker.name), things.entries(marker.name)] if is_series else []
        yield page.problem(
            marker.name_offset,
            _unknown_name(library, block, marker),
            rests_on=[*named, things.entries("tables"), things.DATA],
            explains=[*named, things.ids_on(page.file.path)],
        )


def _unknown_kind(marker: Marker) -> Slip | None:
    """Return that no block is called so, unless the comment is for something else."""
    if not marker.is_alone or _FOREIGN.match(marker.kind):
        return None
    hint, swap = suggest_name(marker.kind, BLOCKS)
    if not hint and not _NAME.match(marker.name):
        return None
    message = f"no block is called '{marker.kind}'"
    return Slip("unknown-block", message, hint or f"Blocks: {', '.join(BLOCKS)}", swap)


def _can_be_shown(library: Library, block: Block, name: str) -> bool:
    """Return whether a block has something of a name to show, or would but for a mistake, which is
    told there.
    """
    if name in block.names(library):
        return True
    if not library.is_known(block.data, name):
        return False
    sound = library.series if block.data == "series" else library.files[block.data].entries
    return name not in sound


def _unknown_name(library: Library, block: Block, marker: Marker) -> Slip:
    """Return that a marker names nothing that its block can show."""
    kind, name = marker.kind, marker.name
    names = list(block.names(library))
    known = f"Names: {', '.join(names[:12])}"
    hint, swap = suggest_name(name, names)
    message = f"no {kind} is called '{name}'"
    if not name:
        message, hint = f"the marker '{kind}' names nothing to show", known
    elif names == [""]:
        message, hint = f"the marker '{kind}' takes no name", f"Write <!-- {kind} -->"
    elif library.is_known(block.data, name):
        message, hint = f"the marker '{kind}' cannot show '{name}'", known
    return Slip("unknown-block-name", message, hint, swap)
