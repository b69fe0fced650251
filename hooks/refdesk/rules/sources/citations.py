"""Citations: each names a source; each source is cited."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise

from refdesk.blocks.shown import citing_pages
from refdesk.data.library import Library
from refdesk.data.models import Entry
from refdesk.html.text import HAN
from refdesk.pages.scan import Scan
from refdesk.problems import things
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.problems.suggest import closest, nearest
from refdesk.problems.things import Thing
from refdesk.rules.blocks import BLOCK_ERRORS
from refdesk.search.sources import suggest_source
from refdesk.site.site import Located, Site

RULES = (
    Rule(
        "unknown-source",
        explanation="A citation names a source that is not in `docs/data/sources.yml`, nor "
        "has a file in `docs/data/sources/`.",
        example="Spending rose [@nbs-2042-bulletin].",
        fix="correct the key, or [add the source](recipes.md#add-a-source).",
    ),
    Rule(
        "malformed-citation",
        explanation="A citation lacks a bracket, an `@` or a semicolon, names a source twice or "
        "has a misspelt remark.",
        example="Spending rose @nbs-2024-bulletin.\nSpending rose [@nbs-2024-bulletin "
        "@xinhua-2024-report].",
        fix='write `[@key]`, `[@key, p. 4]`, `[@key, "words"]` or `[@a; @b]`. The one remark is '
        "`conflicting`.",
    ),
    Rule(
        "uncited-source",
        explanation="A source stands in `docs/data/sources.yml` and no page and no data row "
        "cites it.",
        example=(
            "- id: nobody-reads-this\n  type: report\n  title: A report\n  publisher: A "
            'publisher\n  issued: "2026"\n'
            '  accessed: "2026-11-24"\n  language: en\n  custom:\n    kind: analysis\n    read: '
            "original"
        ),
        fix="cite it where it belongs, or remove the entry.",
        file="docs/data/sources.yml",
        after=(*BLOCK_ERRORS, "unknown-source", "malformed-citation", "nav"),
    ),
)

# the one locator that is a remark on the evidence; others are places: p. 4, article 20
_CONFLICTING = "conflicting"
_LONGEST_QUOTE = 160  # signs, with what the words mean
# Patterns begin with a literal character, which makes searches fast.
_BRACKETS = re.compile(
    r"\[(?<![\!\]]\[)(?P<key>[A-Za-z0-9][\w.:-]*)(?:[,;][^\[\]\n]*)?\](?![(\[:])"
)
_ROUND = re.compile(r"\((?<!\]\()(?P<key>[a-z0-9]+(?:-[a-z0-9]+){2,})\)")


def check_site(site: Site) -> Iterator[Problem]:
    """Report unknown sources, malformed citations, and sources that nothing cites."""
    for citation in site.references("citation"):
        yield from _citation(site, citation)
    known = site.library.known("sources")
    for origin, found in site.scans():
        for slip in _slips(found, known):
            yield origin.problem(slip.offset, slip)
        for one, other in pairwise(found.spans):
            is_row = (
                one.kind == other.kind == "citation"
                and not found.masked[one.end : other.start].strip()
            )
            for last, again in (
                zip(one.targets[-1:], other.targets[:1], strict=False) if is_row else ()
            ):
                if (last.name, last.locator) == (again.name, again.locator):
                    message = f"'@{again.name}' is cited twice in a row"
                    yield origin.problem(
                        again.offset, Slip("malformed-citation", message, "Remove one of the two")
                    )
    # an entry that is not sound cites nothing
    yield from _uncited(site) if not site.library.problems else ()


def _slips(found: Scan, known: Collection[str]) -> Iterator[Slip]:
    """Yield what was meant as a citation and is none, and ids of sources in brackets without their
    @.
    """
    # a key without brackets is certainly a citation if there is such a source
    for slip in found.slips:
        yield slip if slip.swap and slip.swap[0][1:] in known else slip._replace(swap=None)
    for match in (*_BRACKETS.finditer(found.masked), *_ROUND.finditer(found.masked)):
        key = match["key"]
        if key in known:
            message = f"'{key}' is a source and stands here without its @"
            yield Slip("malformed-citation", message, f"Write [@{key}]", offset=match.start() + 1)


def _citation(site: Site, citation: Located) -> Iterator[Problem]:
    target, others = citation.target, citation.span.targets
    name, locator = target.name, target.locator
    tally("unknown-source")
    if (slip := unknown_source(site.library, name)) is not None:
        yield citation.problem(slip, rests_on=[entry_of_source(name)])
    if locator != _CONFLICTING and closest(locator.casefold(), [_CONFLICTING], 0.75):
        message = f"'{locator}' is not a mark of evidence"
        yield citation.problem(
            Slip("malformed-citation", message, f"Did you mean '{_CONFLICTING}'?")
        )
    if any(
        (other.name, other.locator) == (name, locator) for other in others[: others.index(target)]
    ):
        message = f"'@{name}' stands twice in these brackets"
        yield citation.problem(Slip("malformed-citation", message, "Remove one of the two"))
    signs = len(target.words) + len(target.meaning)
    if signs > _LONGEST_QUOTE:
        message = f"the quotation has {signs} signs, more than {_LONGEST_QUOTE}"
        yield citation.problem(
            Slip("malformed-citation", message, "Quote the decisive words alone")
        )
    if HAN.search(target.words) and not target.meaning:
        message = "the quotation is in Chinese, and nothing says what it means"
        yield citation.problem(
            Slip("malformed-citation", message, 'Write [@key, "原文" (what it means)]')
        )
    if locator == _CONFLICTING and len(others) == 1:
        message = "one source cannot be conflicting"
        yield citation.problem(
            Slip(
                "malformed-citation",
                message,
                "Name in the same brackets the source it conflicts with",
            )
        )


def unknown_source(library: Library, key: str) -> Slip | None:
    """Return that no source has a key, or None."""
    if library.is_known("sources", key):
        return None
    return Slip("unknown-source", f"no source '{key}'", *suggest_source(library, key))


def entry_of_source(key: str) -> Thing:
    """Return the entry of a source, or of one with such a key, on the page of the sources."""
    return things.id_anywhere(f"source-{key}")


def _uncited(site: Site) -> Iterator[Problem]:
    """Report sources that nothing cites, and those that were likely renamed."""
    of_rows = [key for series in site.library.series.values() for key in series.sources()]
    known = {*citing_pages(site), *of_rows}
    uncited = [source for source in site.library.sources.values() if source.id not in known]
    named = Counter([*of_rows, *(one.target.name for one in site.references("citation"))])
    yield from renamed(site.library, "unknown-source", uncited, named, "source-")
    for source in uncited:
        message = f"the source '{source.id}' is cited nowhere"
        yield site.library.problem(
            (source, "id"), Slip("uncited-source", message, "Cite it or remove it")
        )


def renamed(
    library: Library, code: str, unused: Iterable[Entry], named: Mapping[str, int], lead: str
) -> Iterator[Problem]:
    """Report entries that nothing names, where several references name nearly the same id, which is
    not there.

    ``named`` says how often each id is named; ``lead`` stands before it in that of the entry on its
    page.
    """
    for entry in unused:
        lost = [
            name
            for name, count in named.items()
            if count > 1 and not library.is_known(entry.data_name, name)
        ]
        if (name := nearest(entry.id, lost)) is not None:
            message = (
                f"nothing refers to '{entry.id}', and {named[name]} references to "
                f"'{name}', which is not there"
            )
            slip = Slip(code, message, f"Was it renamed? Write {name}")
            own = [things.id_anywhere(f"{lead}{name}")]
            yield library.problem((entry, "id"), slip, explains=own)
