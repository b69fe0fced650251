"""What is sound: an entry or a cell that is in the library can be shown, drawn and published as it stands.

Whatever is wrong is told when the data are read, and taken out: an entry that its model refuses (data/entries.py), a
cell, or a row whose key has a mistake (data/series.py), and here a chart, a diagram or a table that names what is not
there, or rests on data with a mistake. Ids and names stay known, so that a reference to what was taken out is no second
mistake. Nothing else asks whether data are sound.
"""

import dataclasses
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from refdesk.data.charts import with_hub_charts
from refdesk.data.computed import with_computed
from refdesk.data.library import Library, load_library
from refdesk.data.models import Chart, Diagram, Explored, Question
from refdesk.data.references import JUDGES, named_problems, report_of
from refdesk.data.series import COMPUTED, cell_of
from refdesk.data.translated import translated
from refdesk.files.checkout import DOCS
from refdesk.files.labels import Translation
from refdesk.files.text import read_text
from refdesk.problems.problem import Problem


def read_library(docs_dir: Path, translations: Mapping[str, Translation] | None = None) -> Library:
    """Return all of docs/data that is sound, computed numbers included, with the texts of ``translations``, if any.

    Data that are still the same stay one library: by that a preview knows what to keep.
    """
    path = f"data/series/{COMPUTED}.yml"
    library, spec = load_library(docs_dir), read_text(docs_dir / path, f"{DOCS}/{path}")
    sound = _sound(with_hub_charts(with_computed(library, spec)))
    if translations is None:
        return sound
    known = tuple(one for one in translations.items() if one[0].startswith("data/"))
    return _kept(with_hub_charts(with_computed(translated(library, known), spec)), sound)


@lru_cache(maxsize=1)
def _kept(library: Library, sound: Library) -> Library:
    """Return a library in another language with the entries that are sound in the first: there they are judged."""
    files = {
        name: dataclasses.replace(file, entries={key: file.entries[key] for key in sound.files[name].entries})
        for name, file in library.files.items()
    }
    return dataclasses.replace(library, files=files, problems=sound.problems)


@lru_cache(maxsize=2)
def _sound(library: Library) -> Library:
    """Return a library with the charts, diagrams and tables alone that can be made; the others become problems."""
    problems: list[Problem] = []
    for series in library.series.values():
        for path, item in series.entry.items:
            problems += named_problems(library, series.entry, path, item)
    for name, file in library.files.items():
        kept = dict(file.entries)
        judge = JUDGES.get(name)
        for path, item in file.items:
            found = [*named_problems(library, file, path, item)]
            entry = file.entries.get(str(item.get("id")))
            if entry is not None and judge is not None:
                found += judge(report_of(file, entry.id), library, entry)
            problems += found
            if entry is not None and (found or not _rests_on_sound(library, entry)):
                kept.pop(entry.id, None)
        library = dataclasses.replace(library, files={**library.files, name: dataclasses.replace(file, entries=kept)})
    return dataclasses.replace(library, problems=(*library.problems, *problems))


def _rests_on_sound(library: Library, entry: object) -> bool:
    """Return whether the data that an entry is made of have no mistake."""
    series: set[str] = set()
    files: set[str] = set()
    match entry:
        case Chart():
            series = entry.series() | {cell_of(one.reference.value)[0] for one in entry.panels if one.reference}
            files = {"provinces"} if entry.kind == "tiles" else {"timeline"} if entry.events else set()
        case Explored():
            spec = library.series[entry.id].spec if entry.id in library.series else None
            series = {entry.id, *(one for one in (entry.nation, spec.preliminary if spec else None) if one)}
        case Question():
            return entry.measure.partition(".")[0] in library.entries(Explored)
        case Diagram():
            series = {cell_of(box.value)[0] for box in entry.boxes if box.value}
    return all((one := library.series.get(name)) is not None and one.sound for name in series) and not any(
        library.files[name].problems for name in files & library.files.keys()
    )
