"""The head of a page: what search engines, link previews and reference managers read, and linked
data (schema.org).
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial

from refdesk.blocks.shown import holder
from refdesk.data.models import Source
from refdesk.data.series import Series, is_number
from refdesk.files.docs_tree import relative_url
from refdesk.files.references import plain_text
from refdesk.publish.cards import HEIGHT, WIDTH
from refdesk.publish.publication import (
    AUTHOR,
    LICENCE,
    Publication,
    doi_address,
    fill_template,
    filled,
)
from refdesk.site.generated import card_path, text_path

Node = dict[str, object]
Address = Callable[..., str]  # of a page or file, and of a fragment of it
_HOME = "index.md"
_CONTRIBUTORS = {"@type": "Organization", "name": AUTHOR}


def head(publication: Publication, uri: str) -> str:
    """Return the elements of the head of a page as HTML, one on each line."""
    site = publication.site
    graph = {"@context": "https://schema.org", "@graph": list(linked_data(publication, uri))}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return fill_template(
        "head.html",
        publication=publication,
        page=site.pages[uri],
        card=card_path(uri),
        card_size=(WIDTH, HEIGHT),
        text=text_path(site, uri),
        from_here=partial(relative_url, page=site.tree.url(uri)),
        graph=text.replace("<", "\\u003c").replace("&", "\\u0026"),  # for a script element
    )


def linked_data(publication: Publication, uri: str) -> Iterator[Node]:
    """Yield what a page is and shows: the site, the trail to the page, the article, the series."""
    site = publication.site
    address = partial(publication.address, seen_from=site.tree.url(uri))
    about = {
        "name": publication.name,
        "description": publication.description,
        "inLanguage": publication.language,
        **filled({"version": publication.edition, "identifier": doi_address(publication.doi)}),
    }
    yield _node("WebSite", address(_HOME), "website", **about, publisher=_CONTRIBUTORS)
    if uri != _HOME:
        yield {
            "@type": "BreadcrumbList",
            "itemListElement": list(_trail(publication, uri, address)),
        }
        yield _article(publication, uri, address)
    for series in site.library.series.values():
        if holder(site, "series", series.id) == uri:
            yield _dataset(publication, uri, series, address)


def _node(kind: str, url: str, fragment: str, **about: object) -> Node:
    return {"@type": kind, "@id": f"{url}#{fragment}", "url": url, "license": LICENCE, **about}


def _trail(publication: Publication, uri: str, address: Address) -> Iterator[Node]:
    names = {path: page.title for path, page in publication.site.pages.items()} | {
        _HOME: publication.name
    }
    above = ("/".join([*uri.split("/")[:depth], _HOME]) for depth in range(uri.count("/") + 1))
    for position, path in enumerate(
        dict.fromkeys([*(path for path in above if path in names), uri]), 1
    ):
        yield {
            "@type": "ListItem",
            "position": position,
            "name": names[path],
            "item": address(path),
        }


def _article(publication: Publication, uri: str, address: Address) -> Node:
    page = publication.site.pages[uri]
    about: Node = {
        "headline": page.title,
        "description": page.description,
        "mainEntityOfPage": address(uri),
        "inLanguage": publication.language,
        "author": _CONTRIBUTORS,
        "publisher": _CONTRIBUTORS,
        "dateModified": publication.changed(uri),
        "version": publication.version(uri),
        "isPartOf": {"@id": f"{address(_HOME)}#website"},
        "image": publication.root + card_path(uri) if publication.base else "",
    }
    return _node("Article", address(uri), "article", **filled(about))


def _dataset(publication: Publication, uri: str, series: Series, address: Address) -> Node:
    spec, sources = series.spec, publication.site.library.sources
    years = sorted(set(re.findall(r"(?:^|/)(\d{4})(?=/|$)", "\n".join(series.rows), re.MULTILINE)))
    files = {
        "text/csv": f"data/series/{series.id}.csv",
        "application/json": f"data/series/{series.id}.json",
    }
    about: Node = {
        "name": spec.title,
        "description": f"{spec.title}. {plain_text(spec.definition)}",
        "creator": _CONTRIBUTORS,
        "temporalCoverage": "/".join(dict.fromkeys([years[0], years[-1]])) if years else "",
        "creditText": spec.licence,
        "dateModified": publication.changed(uri),
        "isAccessibleForFree": True,
        "variableMeasured": [
            filled({"@type": "PropertyValue", "name": column.title, "unitText": column.unit})
            for column in spec.columns.values()
            if is_number(column)
        ],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": media, "contentUrl": address(path)}
            for media, path in files.items()
        ],
        "isBasedOn": [_work(sources[key]) for key in series.sources()],
    }
    return _node("Dataset", address(uri), series.id, **filled(about))


def _work(source: Source) -> Node:
    publisher = {"@type": "Organization", "name": source.publisher}
    work = {
        "@type": "CreativeWork",
        "name": source.title,
        "inLanguage": source.language,
        "publisher": publisher,
    }
    return work | filled({"url": source.url})
