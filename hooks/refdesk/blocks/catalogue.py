"""``<!-- catalogue -->``: every series with definition, units, sources, chart and downloads; the
tables of entries.
"""

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.data.library import Library
from refdesk.data.models import Chart
from refdesk.data.series import Series, is_figure
from refdesk.data.wording import unit_name
from refdesk.files.language import Language
from refdesk.files.yaml import InlineText
from refdesk.html.text import slug, with_language

_SOURCES = 3


class Catalogue(FileBlock, marker="catalogue", shown={"": ()}):
    """Every series with definition, chart and downloads, and the tables of entries."""

    def inlines(self, library: Library, _: str) -> Iterator[InlineText]:
        """Return the definition of every series, and what its notes say of revisions."""
        return (text for series in library.series.values() for text in _texts(series))

    def sources(self, library: Library, _: str) -> Iterable[str]:
        """Return the sources named for each series."""
        return (key for series in library.series.values() for key in _named(series))

    def render(self, desk: Desk, _: str) -> list[str]:
        """Return Markdown headings with HTML below them."""
        parts: list[str] = [desk.fill("catalogue.html")]
        for series in desk.library.series.values():
            title = desk.pieces.inline(with_language(series.spec.title))
            parts += [f"### {title} {{ #catalogue-{slug(series.id)} }}", _entry(desk, series)]
        tables = desk.fill("catalogue_tables.html")
        title = desk.language.gettext("Tables of entries")
        return [*parts, f"### {title} {{ #catalogue-entries }}", tables]


def _texts(series: Series) -> list[InlineText]:
    """Return the definition of a series, and the notes that tell of revisions."""
    definition, *notes = series.entry.inlines(series.id)
    words = ("revis", "restated", "preliminary", "修订", "重算", "初步")
    told = (note for note in notes if any(word in note.text.lower() for word in words))
    return [definition, *told]


def _named(series: Series) -> list[str]:
    return list(reversed(series.sources()))[:_SOURCES]


def _entry(desk: Desk, series: Series) -> Markup:
    figures = [name for name, column in series.spec.columns.items() if is_figure(column)]
    units = dict.fromkeys(
        series.column_unit(name, row) for name in figures for row in series.rows.values()
    )
    return desk.fill(
        "catalogue_entry.html",
        series=series,
        texts=[desk.inline(text) for text in _texts(series)],
        units=[unit_name(unit, desk.language) or desk.language.gettext("count") for unit in units],
        coverage=_coverage(series, desk.language),
        named=_named(series),
        picture=_picture(desk, series),
    )


def _coverage(series: Series, language: Language) -> str:
    """Return the years that a series covers, and the number of values of each other key column."""
    parts: list[str] = []
    for name in series.spec.key:
        values = list(series.texts(name))
        if series.spec.columns[name].unit == "year" or name == "period":
            years = sorted(value[:4] for value in values)
            one, several = language.gettext("{year}"), language.gettext("{first}–{last}")
            form = one if years[0] == years[-1] else several
            parts.append(form.format(year=years[0], first=years[0], last=years[-1]))
        else:
            form = language.gettext("{number} × {name}")
            title = series.spec.columns[name].title.lower()
            parts.append(form.format(number=len(values), name=title))
    return language.gettext(", ").join(parts)


def _picture(desk: Desk, series: Series) -> tuple[str, str, str] | None:
    """Return the address, the file and the words of the first published chart of a series,
    or None.
    """
    for chart in desk.library.entries(Chart).values():
        holder = desk.holder("chart", chart.id)
        views = [
            n
            for n, panel in enumerate(chart.panels)
            if series.id in {t.series for t in panel.named_traces().values()}
        ]
        if holder is not None and views:
            file = f"data/charts/{chart.view_name(views[0] if chart.traits.maps else 0)}.svg"
            form = desk.language.gettext("Chart: {title}. {description}")
            words = form.format(title=chart.title, description=chart.description)
            return desk.link_to(holder, f"chart-{chart.id}"), desk.link_to(file), words
    return None
