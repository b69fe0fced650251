"""The statements of the site, sentence by sentence, as JSON Lines."""

import json
import re
from collections.abc import Iterator

from refdesk.blocks.shown import blocks_of
from refdesk.files.references import CITED, plain_text
from refdesk.pages.page import Page
from refdesk.pages.scan import Scan
from refdesk.publish.faults import told_at
from refdesk.publish.publication import Publication
from refdesk.site.generated import STATEMENTS
from refdesk.site.site import Site

# The end of a sentence: a stop with quotes and citations behind it, if no small letter follows, or
# the end of a row.
_END = re.compile(
    r"(?:\.(?<!\b[A-Z]\.)(?<!\b(?:No|Dr|Mr|vs)\.)|\?|!|。)[”’\"')*_]*"
    rf"(?:\s?\[{CITED}\])*(?=\s+[^a-z\s])|\n(?=\|)"
)
_MARKS = re.compile(
    r"^\s*(?:[-*+>]|\d+[.)]|#+|!!! .*\n)\s+|\*\*|(?<!\w)[*_]|[*_](?!\w)|`|\s*\{ "
    r"?#[^{}]*\}"
)


def statements(publication: Publication) -> str:
    """Return a line for each sentence that cites a source or states a checked number."""
    lines: list[str] = []
    for page in publication.site.pages.values():
        if not page.is_about_site:
            with told_at(publication.site.library, page):
                found = _of_page(publication, page)
                lines += [f"{json.dumps(one, ensure_ascii=False)}\n" for one in found]
    return "".join(lines)


def _of_page(publication: Publication, page: Page) -> Iterator[dict[str, object]]:
    """Yield the statements of a page with its address."""
    address = publication.address(page.uri, seen_from=STATEMENTS)
    for text in _texts(publication.site, page):
        for said, cited, cells in _sentences(*text):
            yield {"sentence": said, "page": address, "sources": cited, "values": cells}


def _texts(site: Site, page: Page) -> Iterator[tuple[str, Scan, int, int]]:
    """Yield the paragraphs of a page, then the texts of the data that its blocks show."""
    yield from ((page.text, page.scan, start, end) for start, end in page.paragraphs())
    for marker, block in blocks_of(site, page):
        for inline in block.inlines(site.library, marker.name):
            yield inline.text, site.scan_inline(inline), 0, len(inline.text)


def _sentences(
    text: str, scan: Scan, start: int, end: int
) -> Iterator[tuple[str, list[str], dict[str, str]]]:
    """Yield the sentences with references: the plain sentence, its sources, the paths and labels of
    its numbers.
    """
    inside = [span for span in scan.spans if start <= span.start < end]
    ends = (match.end() for match in _END.finditer(text, start, end))
    at = start
    for stop in [*(e for e in ends if not any(span.start < e < span.end for span in inside)), end]:
        spans = [span for span in inside if at <= span.start < stop]
        cited = dict.fromkeys(
            target.name for span in spans if span.kind == "citation" for target in span.targets
        )
        cells = {span.targets[0].name: span.label for span in spans if span.kind == "value"}
        if cited or cells:
            yield (
                " ".join(_MARKS.sub("", plain_text(text[at:stop])).strip("| \n").split()),
                list(cited),
                cells,
            )
        at = stop
