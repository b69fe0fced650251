"""``<!-- compare -->``: places side by side, their facts in a table and their figures in the chart of the explorer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.explorer import Explorer, explorer_pages
from refdesk.blocks.hub import facilities_in
from refdesk.blocks.template import fill
from refdesk.data.library import Library
from refdesk.data.models import Explored, Hub, Institution, Province, Target
from refdesk.data.references import NATION
from refdesk.data.values import Value
from refdesk.files.yaml import InlineText


class Compare(FileBlock, marker="compare"):
    """Hubs and provinces side by side, two to four as readers choose; without scripts, a table of all."""

    # The explorer shares its figures: of 19 kB (gz) this page needs 15; a file of its own would cost whoever opens both
    # pages 24 kB more, with the code.
    script = Explorer.script
    shown: ClassVar[Mapping[str, Sequence[str]]] = {"": ("hubs", "institutions", "targets", "provinces", "explorer")}

    def inlines(self, library: Library, _: str) -> Iterator[InlineText]:
        """Yield the text fields of the hubs, institutions and targets that have a place."""
        for model, field in ((Hub, "compares"), (Institution, "place"), (Target, "place")):
            file = library.files[model.data_name]
            placed = [entry_id for entry_id, entry in file.entries.items() if getattr(entry, field)]
            yield from (inline for entry_id in placed for inline in file.inlines(entry_id))

    def sources(self, library: Library, _: str) -> Iterable[str]:
        """Return the sources of the figures."""
        return (
            key
            for place in _places(library)
            for figure in _figures(library, place).values()
            for key in figure.sources()
        )

    def series(self, library: Library, _: str) -> Iterable[str]:
        """Return the series of the figures."""
        return (how.id for how, _ in _measures(library))

    def render(self, desk: Desk, _: str) -> str:
        """Return the explorer with the facts of every place, of which a script shows those that are chosen."""
        library = desk.library
        places = _places(library)
        hubs = {hub.compares[0]: hub for hub in library.entries(Hub).values() if hub.compares}
        facts = fill(
            "compare.html",
            desk=desk,
            places=places,
            hubs=hubs,
            measures=[library.series[how.id].spec.columns[name].title for how, name in _measures(library)],
            figures={place: _figures(library, place) for place in places},
            facilities_in=facilities_in,
            institutions=library.entries(Institution).values(),
            targets=library.entries(Target).values(),
        )
        usual = next(iter(hubs.values())).compares if hubs else []
        return fill("explorer.html", desk=desk, pages=explorer_pages(desk), questions=(), facts=facts, usual=usual)


def _places(library: Library) -> dict[str, str]:
    """Return the provinces by name, and the nation, each with its Chinese name."""
    provinces = sorted(library.entries(Province).values(), key=lambda province: province.name)
    return {province.name: province.zh for province in provinces} | {NATION: ""}


def _measures(library: Library) -> list[tuple[Explored, str]]:
    """Return the measures of the explorer whose lines are provinces: the nation stands beside them."""
    return [(how, name) for how in library.entries(Explored).values() if how.nation for name in how.measures]


def _figures(library: Library, place: str) -> dict[str, Value]:
    """Return the last figure of a place for each measure, by title; that of the nation is no later than those."""
    found: dict[str, Value] = {}
    for how, name in _measures(library):
        own = library.series[how.id]
        series = library.series[how.nation or ""] if place == NATION else own
        where = {} if place == NATION else {how.lines or "": place}
        rows = series.rows_where(where, series.spec.estimates).items()
        keys = {row["year"].text: key for key, row in rows if name in row and row[name].text}
        years = keys.keys() & own.texts("year")
        if years:
            key = keys[max(years)]
            cell, unit = series.rows[key][name], series.column_unit(name, series.rows[key])
            found[own.spec.columns[name].title] = Value(series, key, name, cell, unit)
    return found
