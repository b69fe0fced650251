"""``<!-- compare -->``: places side by side, their facts in a table and their figures in the chart of the explorer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from markupsafe import Markup

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.explorer import Explorer, explorer_pages
from refdesk.blocks.hub import facilities_in
from refdesk.blocks.template import fill
from refdesk.data.library import Library
from refdesk.data.models import Explored, Hub, Institution, Province, Target
from refdesk.data.references import NATION
from refdesk.data.series import path_of
from refdesk.data.values import Value, find_value
from refdesk.files.yaml import InlineText


class Compare(FileBlock, marker="compare"):
    """Hubs and provinces side by side, two to four as readers choose; without scripts, a table of all."""

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
        found = (figure for place in _places(library) for figure in _figures(library, place).values())
        return (key for figure in found if figure is not None for key in figure.sources())

    def series(self, library: Library, _: str) -> Iterable[str]:
        """Return the series of the figures."""
        return (how.id for how in _explored(library))

    def render(self, desk: Desk, _: str) -> str:
        """Return the explorer with the facts of every place, of which a script shows those that are chosen."""
        library = desk.library
        hubs = {hub.compares[0]: hub for hub in library.entries(Hub).values() if hub.compares}
        places = _places(library)
        return fill(
            "explorer.html",
            desk=desk,
            pages=explorer_pages(desk),
            questions=(),
            usual=next(iter(hubs.values())).compares if hubs else [],
            figures=list(_figures(library, NATION)),
            facts=[
                {
                    "place": place,
                    "zh": zh,
                    "hub": hubs.get(place),
                    "titles": desk.records(Hub.data_name, hubs[place].id, "designations") if place in hubs else (),
                    "facilities": [(one, text) for _, one, text in facilities_in(desk, place)],
                    "laboratories": _named(desk, place, "laboratory"),
                    "universities": _named(desk, place, "university"),
                    "targets": [target for target in library.entries(Target).values() if target.place == place],
                    "figures": _figures(library, place).values(),
                }
                for place, zh in places.items()
            ],
        )


def _places(library: Library) -> dict[str, str]:
    """Return the provinces by name, and the nation, each with its Chinese name."""
    provinces = sorted(library.entries(Province).values(), key=lambda province: province.name)
    return {province.name: province.zh for province in provinces} | {NATION: ""}


def _explored(library: Library) -> list[Explored]:
    """Return the series of the explorer whose lines are provinces."""
    names = {province.name for province in library.entries(Province).values()}
    lines = ((how, how.lines) for how in library.entries(Explored).values() if how.id in library.series)
    return [how for how, line in lines if line and not names.isdisjoint(library.series[how.id].texts(line))]


def _figures(library: Library, place: str) -> dict[str, Value | None]:
    """Return the last figure of a place for each measure, by title; that of the nation is no later than those."""
    found: dict[str, Value | None] = {}
    for how in _explored(library):
        own = library.series[how.id]
        series = library.series.get(how.nation or "") if place == NATION else own
        rows = series.rows_where({how.lines or "": place} if series is own else {}) if series is not None else {}
        for name in how.measures:
            last = max(own.texts("year"), default="")
            keys = [key for key, row in rows.items() if name in row and row[name].text and row["year"].text <= last]
            key = max(keys, key=lambda key: rows[key]["year"].text, default="")
            value = find_value(library, path_of(series.id, key, name)) if series is not None and key else None
            found[own.spec.columns[name].title] = value if isinstance(value, Value) else None
    return found


def _named(desk: Desk, place: str, kind: str) -> list[tuple[Institution, Markup]]:
    """Return the institutions of a kind in a place, each with its text."""
    return [
        (one, desk.field(Institution.data_name, one.id, "text"))
        for one in desk.library.entries(Institution).values()
        if one.place == place and one.kind == kind
    ]
