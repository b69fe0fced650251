"""Charts that stand alone: a page of each for a frame on another site.

It needs no script, keeps the colours of a light page, and leads to the chart on its page. No search
engine lists it.
"""

from refdesk.blocks.shown import holder
from refdesk.charts.cells import figure_of
from refdesk.charts.drawings import drawings_of, sources_told
from refdesk.data.models import Chart
from refdesk.files.docs_tree import relative_url
from refdesk.files.references import plain_text
from refdesk.html.finish import set_type
from refdesk.html.text import with_language
from refdesk.html.vetting import with_policy
from refdesk.publish.faults import told_at
from refdesk.publish.publication import Publication, fill_template
from refdesk.site.generated import STYLES, embed_path


def embeds(publication: Publication) -> dict[str, str]:
    """Return the page of every chart that stands on a page, by path."""
    site = publication.site
    found: dict[str, str] = {}
    for chart in site.library.entries(Chart).values():
        with told_at(site.library, chart):
            home = holder(site, "chart", chart.id) or holder(site, "picture", chart.id)
            if home is not None:
                found[embed_path(chart.id)] = _embed(publication, chart, home)
    return found


def _embed(publication: Publication, chart: Chart, home: str) -> str:
    """Return the page of a chart, which leads to its home."""
    site, path = publication.site, embed_path(chart.id)
    drawings, language = drawings_of(site).pages, site.library.language
    sources = sources_told(site.library, figure_of(site.library, chart).sources())
    html = fill_template(
        "embed.html",
        publication=publication,
        headline=with_language(plain_text(chart.headline)),
        plain_title=chart.title,
        views=[
            (
                with_language(chart.view_title(view, language)),
                drawings.get(f"chart-{chart.view_name(view)}", ""),
            )
            for view in range(chart.views)
        ],
        note=with_language(plain_text(chart.note or "")),
        sources=with_language(sources),
        style=relative_url(STYLES, path),
        address=publication.address(home, f"chart-{chart.id}", seen_from=path),
    )
    return with_policy(set_type(html), from_disk=not site.config.site_url)
