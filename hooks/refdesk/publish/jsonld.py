"""Linked data (JSON-LD) of a page in the vocabulary of schema.org."""

import json
import re
from collections.abc import Iterator

from refdesk.blocks.shown import holder
from refdesk.data.models import Source
from refdesk.data.plain_text import plain_text
from refdesk.data.series import Series, is_number
from refdesk.files.json import filled
from refdesk.publish.publication import AUTHOR, LANGUAGE, LICENCE, Publication
from refdesk.site.generated import card_path

Node = dict[str, object]
_CONTRIBUTORS = {"@type": "Organization", "name": AUTHOR}


def graph(publication: Publication, uri: str) -> str:
    """Returns the JSON-LD of a page, escaped for a script element.

    Addresses are absolute if the address of the site is known, otherwise relative to the page.
    """
    nodes = list(_Page(publication, uri).nodes())
    text = json.dumps({"@context": "https://schema.org", "@graph": nodes}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("&", "\\u0026")


class _Page:
    """Builds the nodes of a page."""

    def __init__(self, publication: Publication, uri: str) -> None:
        self.publication = publication
        self.site = publication.site
        self.uri = uri
        self.page = self.site.pages[uri]

    def address(self, target: str, fragment: str = "") -> str:
        return self.publication.address(target, fragment, seen_from=self.site.tree.url(self.uri))

    def nodes(self) -> Iterator[Node]:
        yield self.website()
        if self.uri != "index.md":
            yield self.trail()
            yield self.article()
        for series in self.site.library.series.values():
            if holder(self.site, "series", series.id) == self.uri:
                yield self.series(series)

    def node(self, kind: str, uri: str, fragment: str, **about: object) -> Node:
        """Returns a node for something that a page shows, with the licence of the site."""
        url = self.address(uri)
        return {"@type": kind, "@id": f"{url}#{fragment}", "url": url, "license": LICENCE, **about}

    def website(self) -> Node:
        about = {"name": self.publication.name, "description": self.publication.description, "inLanguage": LANGUAGE}
        return self.node("WebSite", "index.md", "website", **about, publisher=_CONTRIBUTORS)

    def trail(self) -> Node:
        names = {uri: page.title for uri, page in self.site.pages.items()} | {"index.md": self.publication.name}
        above = ("/".join([*self.uri.split("/")[:depth], "index.md"]) for depth in range(self.uri.count("/") + 1))
        trail = dict.fromkeys([*(uri for uri in above if uri in names), self.uri])
        steps = [
            {"@type": "ListItem", "position": position, "name": names[uri], "item": self.address(uri)}
            for position, uri in enumerate(trail, 1)
        ]
        return {"@type": "BreadcrumbList", "itemListElement": steps}

    def article(self) -> Node:
        about: Node = {
            "headline": self.page.title,
            "description": self.page.description,
            "mainEntityOfPage": self.address(self.uri),
            "inLanguage": LANGUAGE,
            "author": _CONTRIBUTORS,
            "publisher": _CONTRIBUTORS,
            "dateModified": self.publication.changed(self.uri),
            "version": self.publication.version(self.uri),
            "isPartOf": {"@id": f"{self.address('index.md')}#website"},
            "image": self.publication.address(card_path(self.uri)) if self.publication.base else "",
        }
        return self.node("Article", self.uri, "article", **filled(about))

    def series(self, series: Series) -> Node:
        title, definition = series.spec.title, plain_text(series.spec.definition)
        about = {"name": title, "description": f"{title}. {definition}", "creator": _CONTRIBUTORS}
        node = self.node("Dataset", self.uri, series.id, **about)
        years = sorted(set(re.findall(r"(?:^|/)(\d{4})(?=/|$)", "\n".join(series.rows), re.MULTILINE)))
        if years:
            node["temporalCoverage"] = years[0] if len(years) == 1 else f"{years[0]}/{years[-1]}"
        files = {"text/csv": f"data/series/{series.id}.csv", "application/json": f"data/series/{series.id}.json"}
        sources = [self.site.library.sources.get(key) for key in series.sources()]
        return node | {
            "creditText": series.spec.licence,
            "dateModified": self.publication.changed(self.uri),
            "isAccessibleForFree": True,
            "variableMeasured": [
                filled({"@type": "PropertyValue", "name": column.title, "unitText": column.unit})
                for column in series.spec.columns.values()
                if is_number(column)
            ],
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": media, "contentUrl": self.address(path)}
                for media, path in files.items()
            ],
            "isBasedOn": [_work(source) for source in sources if source is not None],
        }


def _work(source: Source) -> Node:
    publisher = {"@type": "Organization", "name": source.publisher}
    work = {"@type": "CreativeWork", "name": source.title, "inLanguage": source.language, "publisher": publisher}
    return work | filled({"url": source.url})
