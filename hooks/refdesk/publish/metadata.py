"""The head of a page: what search engines, link previews and reference managers read."""

from functools import partial

from refdesk.files.docs_tree import relative_url
from refdesk.publish.added_files import FEED, FEED_TITLE
from refdesk.publish.cards import HEIGHT, WIDTH
from refdesk.publish.jsonld import graph
from refdesk.publish.publication import Publication, fill_template
from refdesk.site.generated import card_path, text_path


def head(publication: Publication, uri: str) -> str:
    """Returns the elements of the head of a page as HTML, one on each line."""
    site = publication.site
    return fill_template(
        "head.html",
        name=publication.name,
        title=site.pages[uri].title,
        description=site.pages[uri].description,
        version=publication.version(uri),
        changed=publication.changed(uri),
        address=publication.address(uri) if publication.base else "",
        is_home=uri == "index.md",
        card=publication.address(card_path(uri)),
        card_size=(WIDTH, HEIGHT),
        text=text_path(site, uri),
        feed=FEED,
        feed_title=FEED_TITLE,
        from_here=partial(relative_url, page=site.tree.url(uri)),
        graph=graph(publication, uri),
    )
