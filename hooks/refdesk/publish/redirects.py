"""A page at every former address that leads to the new one, with and without a script."""

from html import escape

from refdesk.files.docs_tree import relative_url
from refdesk.publish.policy import with_policy
from refdesk.publish.publication import Publication
from refdesk.site.generated import html_path


def redirect_pages(publication: Publication) -> dict[str, str]:
    """Path below the site's root -> HTML, for every page in docs/data/redirects.yml that has moved."""
    site = publication.site
    return {
        html_path(site, source): _page(publication, source, target)
        for source, target in site.redirected.items()
        if "#" not in source and source not in site.tree.files and target.partition("#")[0] in site.pages
    }


def _page(publication: Publication, source: str, target: str) -> str:
    site, here, path = publication.site, publication.site.tree.url(source), target.partition("#")[0]
    link, title = escape(_link(publication, here, target)), escape(site.pages[path].title)
    moved = ((escape(old), escape(_link(publication, here, new))) for old, new in site.moved_from(source).items())
    parts = "".join(f'<a data-from="{old}" href="{new}">{old}</a>' for old, new in moved)
    canonical = f'<link rel="canonical" href="{escape(publication.address(path))}">' if publication.base else ""
    script = relative_url("assets/scripts/moved.js", here)
    return with_policy(
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>Moved: {title}</title>{canonical}<meta name="robots" content="noindex">'
        f'<script src="{script}" defer></script>'
        f'<noscript><meta http-equiv="refresh" content="0; url={link}"></noscript></head>'
        f'<body><main><p>This page has moved: <a id="moved" href="{link}">{title}</a></p>'
        f"<p hidden>{parts}</p></main></body></html>\n",
        from_disk=not site.config.site_url,
    )


def _link(publication: Publication, here: str, target: str) -> str:
    path, mark, fragment = target.partition("#")
    return relative_url(publication.site.tree.url(path), here) + mark + fragment
