"""What is sound: an entry or a cell that is in the library can be shown, drawn and published as it
stands.

Whatever is wrong is told when the data are read, and taken out: an entry that its model refuses
(data/entries.py), a cell, or a row whose key has a mistake (data/series.py), and here a chart, a
diagram or a table that names what is not there, or rests on data with a mistake. Ids and names stay
known, so that a reference to what was taken out is no second mistake. Nothing else asks whether
data are sound.
"""

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from refdesk.data.charts import with_hub_charts
from refdesk.data.computed import with_computed
from refdesk.data.entries import EntryFile
from refdesk.data.library import Library
from refdesk.data.models import (
    Chart,
    Commitment,
    Diagram,
    Entry,
    Event,
    Explored,
    Province,
    Question,
)
from refdesk.data.references import JUDGES, named_problems, series_named
from refdesk.data.translated import translated
from refdesk.files.language import Language, Translation
from refdesk.problems import things
from refdesk.problems.problem import Problem


@lru_cache(maxsize=1)
def sound_library(read: Library) -> Library:
    """Return what is sound of the data as they were read, with what is made of them.

    Data that are still the same stay one library: by that a preview knows what to keep.
    """
    return _sound(with_hub_charts(with_computed(read)))


def translated_library(
    read: Library, sound: Library, language: Language, translations: Mapping[str, Translation]
) -> Library:
    """Return the same data in another language, with the texts of ``translations``: what is sound
    is judged before.
    """
    of_data = tuple(one for one in translations.items() if one[0].startswith("data/"))
    return _translated(read, sound, language, of_data)


@lru_cache(maxsize=2)
def _translated(
    read: Library,
    sound: Library,
    language: Language,
    known: tuple[tuple[str, Translation], ...],
) -> Library:
    made = with_hub_charts(translated(read, language, dict(known)))
    files = {
        name: dataclasses.replace(
            file, entries={key: file.entries[key] for key in sound.files[name].entries}
        )
        for name, file in made.files.items()
    }
    return dataclasses.replace(made, files=files, problems=sound.problems)


def _sound(library: Library) -> Library:
    """Return a library with the charts, diagrams and tables alone that can be made; the others
    become problems.
    """
    problems: list[Problem] = []
    for series in library.series.values():
        for path, item in series.entry.items:
            problems += named_problems(library, series.entry, path, item)
    for name, file in library.files.items():
        sound, found = _sound_file(library, name, file)
        problems += found
        library = dataclasses.replace(library, files={**library.files, name: sound})
    return dataclasses.replace(library, problems=(*library.problems, *problems))


def _sound_file(
    library: Library, name: str, file: EntryFile[Entry]
) -> tuple[EntryFile[Entry], list[Problem]]:
    """Return a data file with the entries that can be made, and what is wrong with the others."""
    kept = dict(file.entries)
    problems: list[Problem] = []
    for path, item in file.items:
        found = [*named_problems(library, file, path, item)]
        entry = file.entries.get(str(item.get("id")))
        if entry is not None and name in JUDGES:
            named = series_named(file, path, item)
            found += _judged(library, file, entry, named)
            if found or not _rests_on_sound(library, entry, named):
                kept.pop(entry.id, None)
        elif entry is not None and found:
            kept.pop(entry.id, None)
        problems += found
    of_file = [things.entries(name)]
    told = [problem.with_causes(explains=of_file) for problem in problems]
    return dataclasses.replace(file, entries=kept), told


def _judged(
    library: Library, file: EntryFile[Entry], entry: Entry, named: Collection[str]
) -> Iterator[Problem]:
    """Yield what an entry says of other data, such as the series that it names, and is not so."""
    maps = isinstance(entry, Chart) and entry.traits.maps
    tiles = [things.entries(Province.data_name)] if maps else []
    below = [*map(things.entries, named), *tiles, things.DATA]
    for field, slip in JUDGES[entry.data_name](library, entry):
        yield file.problem((entry.id, *field), slip, rests_on=below)


def _rests_on_sound(library: Library, entry: Entry, named: Collection[str]) -> bool:
    """Return whether the data that an entry is made of have no mistake: the series that it names,
    files, others.
    """
    if isinstance(entry, Question):
        return entry.measure.partition(".")[0] in library.entries(Explored)
    series = [*named, *_estimates(library, entry)]
    files = _files_of(entry) & library.files.keys()
    is_sound = all(name in library.series and library.series[name].sound for name in series)
    return is_sound and not any(library.files[name].problems for name in files)


def _estimates(library: Library, entry: Entry) -> list[str]:
    """Return the series of first estimates that the explorer shows beside a series."""
    series = library.series.get(entry.id) if isinstance(entry, Explored) else None
    early = series.spec.preliminary if series is not None else None
    return [early] if early else []


def _files_of(entry: Entry) -> set[str]:
    """Return the data files of which a chart or a diagram shows entries."""
    match entry:
        case Chart():
            uses = {
                Province.data_name: entry.traits.maps,
                Event.data_name: bool(entry.events),
                Commitment.data_name: any(panel.promised for panel in entry.panels),
            }
            return {name for name, is_used in uses.items() if is_used}
        case Diagram() if entry.steps:
            return {Event.data_name}
    return set()
