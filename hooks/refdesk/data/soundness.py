"""What is sound: an entry or a cell that is in the library can be shown, drawn and published as it
stands.

Whatever is wrong is told when the data are read, and taken out: an entry that its model refuses
(data/entries.py), a cell, or a row whose key has a mistake (data/series.py), and here a chart, a
diagram or a table that names what is not there, or rests on data with a mistake. Ids and names stay
known, so that a reference to what was taken out is no second mistake. Nothing else asks whether
data are sound.
"""

import dataclasses
from collections.abc import Mapping
from functools import lru_cache

from refdesk.data.charts import with_hub_charts
from refdesk.data.formula import with_computed
from refdesk.data.library import Library
from refdesk.data.models import Chart, Entry, Explored, Question
from refdesk.data.references import JUDGES, named_problems, series_named
from refdesk.data.translated import translated
from refdesk.files.labels import Translation
from refdesk.problems.problem import Problem


@lru_cache(maxsize=1)
def sound_library(read: Library) -> Library:
    """Return what is sound of the data as they were read, with what is made of them.

    Data that are still the same stay one library: by that a preview knows what to keep.
    """
    return _sound(with_hub_charts(with_computed(read)))


def translated_library(
    read: Library, sound: Library, translations: Mapping[str, Translation]
) -> Library:
    """Return the same data in another language, with the texts of ``translations``: what is sound
    is judged before.
    """
    of_data = tuple(one for one in translations.items() if one[0].startswith("data/"))
    return _translated(read, sound, of_data)


@lru_cache(maxsize=2)
def _translated(
    read: Library, sound: Library, known: tuple[tuple[str, Translation], ...]
) -> Library:
    made = with_hub_charts(with_computed(translated(read, dict(known))))
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
        kept = dict(file.entries)
        for path, item in file.items:
            found = [*named_problems(library, file, path, item)]
            entry_id = str(item.get("id"))
            entry = file.entries.get(entry_id)
            if entry is not None and name in JUDGES:
                told = JUDGES[name](library, entry)
                named = series_named(file, path, item)
                problem = (
                    file.problem(slip.code, entry_id, field, *slip[1:4]) for field, slip in told
                )
                tiles = ("provinces/*",) if isinstance(entry, Chart) and entry.traits.maps else ()
                below = (*(f"{one}/*" for one in named), *tiles, "data/*")
                found += [one._replace(rests_on=below) for one in problem]
                if not _rests_on_sound(library, entry, named):
                    kept.pop(entry_id, None)
            if found:
                kept.pop(entry_id, None)
            problems += [one._replace(explains=(f"{name}/*",)) for one in found]
        library = dataclasses.replace(
            library, files={**library.files, name: dataclasses.replace(file, entries=kept)}
        )
    return dataclasses.replace(library, problems=(*library.problems, *problems))


def _rests_on_sound(library: Library, entry: Entry, series: set[str]) -> bool:
    """Return whether the data that an entry is made of have no mistake: the series that it names,
    files, others.
    """
    files: set[str] = set()
    match entry:
        case Chart():
            files = {"provinces"} if entry.traits.maps else {"timeline"} if entry.events else set()
        case Explored(id=name) if name in library.series and (
            early := library.series[name].spec.preliminary
        ):
            series.add(early)
        case Question():
            return entry.measure.partition(".")[0] in library.entries(Explored)
    return all(
        name in library.series and library.series[name].sound for name in series
    ) and not any(library.files[name].problems for name in files & library.files.keys())
