"""Linked data of a page in the terms of schema.org."""

from __future__ import annotations

import json
import re

from refdesk.blocks.shown import holder
from refdesk.data.models import Source, Term
from refdesk.data.plain_text import plain_text
from refdesk.data.series import Series, is_number
from refdesk.publish.publication import AUTHOR, LANGUAGE, LICENCE, Publication
from refdesk.site.generated import card_path

Node = dict[str, object]
_CONTRIBUTORS = {"@type": "Organization", "name": AUTHOR}


def graph(publication: Publication, uri: str) -> str:
    """The JSON-LD of a page, fit to stand in a script element.

    Addresses are whole where the site's is known, else relative to the page.
    """
    nodes = [_site(publication, uri)]
    if uri != "index.md":
        nodes += [_trail(publication, uri), _article(publication, uri)]
    if holder(publication.site, "glossary") == uri:
        nodes.append(_terms(publication, uri))
    if holder(publication.site, "catalogue") == uri:
        nodes.append(_catalogue(publication, uri))
    nodes += [
        _series(publication, series, uri)
        for series in publication.site.library.series.values()
        if holder(publication.site, "series", series.id) == uri
    ]
    text = json.dumps({"@context": "https://schema.org", "@graph": nodes}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("&", "\\u0026")


def _address(publication: Publication, target: str, uri: str, fragment: str = "") -> str:
    return publication.address(target, fragment, seen_from=publication.url(uri))


def _site(publication: Publication, uri: str) -> Node:
    home = _address(publication, "index.md", uri)
    return {
        "@type": "WebSite",
        "@id": f"{home}#website",
        "url": home,
        "name": publication.name,
        "description": publication.description,
        "inLanguage": LANGUAGE,
        "publisher": _CONTRIBUTORS,
        "license": LICENCE,
    }


def _trail(publication: Publication, uri: str) -> Node:
    steps = [
        {
            "@type": "ListItem",
            "position": position,
            "name": publication.name if page == "index.md" else publication.site.pages[page].title,
            "item": _address(publication, page, uri),
        }
        for position, page in enumerate(publication.trail(uri), 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _article(publication: Publication, uri: str) -> Node:
    address = _address(publication, uri, uri)
    node: Node = {
        "@type": "Article",
        "@id": f"{address}#article",
        "headline": publication.site.pages[uri].title,
        "description": publication.describe(uri),
        "url": address,
        "mainEntityOfPage": address,
        "inLanguage": LANGUAGE,
        "author": _CONTRIBUTORS,
        "publisher": _CONTRIBUTORS,
        "dateModified": publication.changed(uri),
        "version": publication.version(uri),
        "license": LICENCE,
        "isPartOf": {"@id": f"{_address(publication, 'index.md', uri)}#website"},
    }
    if publication.base:
        node["image"] = publication.address(card_path(uri))
    return {name: value for name, value in node.items() if value}


def _terms(publication: Publication, uri: str) -> Node:
    address = _address(publication, uri, uri)
    terms = publication.site.library.entries("glossary", Term).values()
    return {
        "@type": "DefinedTermSet",
        "@id": f"{address}#terms",
        "name": publication.site.pages[uri].title,
        "url": address,
        "license": LICENCE,
        "hasDefinedTerm": [
            {
                "@type": "DefinedTerm",
                "@id": _address(publication, uri, uri, term.id),
                "name": term.en,
                "alternateName": [term.zh, term.pinyin, *term.aliases],
                "description": plain_text(term.definition),
                "inDefinedTermSet": {"@id": f"{address}#terms"},
            }
            for term in terms
        ],
    }


def _catalogue(publication: Publication, uri: str) -> Node:
    address = _address(publication, uri, uri)
    return {
        "@type": "DataCatalog",
        "@id": f"{address}#catalogue",
        "name": publication.site.pages[uri].title,
        "description": publication.describe(uri),
        "url": address,
        "license": LICENCE,
        "dataset": [
            _about(publication, series, shown_on, uri)
            for series in publication.site.library.series.values()
            if (shown_on := holder(publication.site, "series", series.id)) is not None
        ],
    }


def _about(publication: Publication, series: Series, holder: str, uri: str) -> Node:
    """What every mention of a data set needs."""
    address = _address(publication, holder, uri)
    return {
        "@type": "Dataset",
        "@id": f"{address}#{series.id}",
        "name": series.spec.title,
        "description": f"{series.spec.title}. {plain_text(series.spec.definition)}",
        "url": address,
        "license": LICENCE,
        "creator": _CONTRIBUTORS,
    }


def _series(publication: Publication, series: Series, uri: str) -> Node:
    node = _about(publication, series, uri, uri)
    catalogue = holder(publication.site, "catalogue")
    if catalogue is not None:
        node["includedInDataCatalog"] = {"@id": f"{_address(publication, catalogue, uri)}#catalogue"}
    years = sorted(set(re.findall(r"(?:^|/)(\d{4})(?=/|$)", "\n".join(series.rows), re.MULTILINE)))
    if years:
        node["temporalCoverage"] = years[0] if len(years) == 1 else f"{years[0]}/{years[-1]}"
    sources = [publication.site.library.sources.get(key) for key in series.sources()]
    return node | {
        "creditText": series.spec.licence,
        "dateModified": publication.changed(uri),
        "isAccessibleForFree": True,
        "variableMeasured": [
            {"@type": "PropertyValue", "name": column.title, **({"unitText": column.unit} if column.unit else {})}
            for column in series.spec.columns.values()
            if is_number(column)
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media,
                "contentUrl": _address(publication, f"data/series/{series.id}.{suffix}", uri),
            }
            for media, suffix in (("text/csv", "csv"), ("application/json", "json"))
        ],
        "isBasedOn": [_work(source) for source in sources if source is not None],
    }


def _work(source: Source) -> Node:
    node: Node = {"@type": "CreativeWork", "name": source.title, "inLanguage": source.language}
    node["publisher"] = {"@type": "Organization", "name": source.publisher}
    return node | ({"url": source.url} if source.url else {})
