"""The library: everything in docs/data, read once, typed, with places."""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, Unpack, cast

from refdesk.data.entries import EntryFile, read_entries
from refdesk.data.models import ENTRY_FILES, Entry, Province, Source, TableSpec, Term
from refdesk.data.series import COMPUTED, Series, misspelled_units, read_series
from refdesk.data.source_files import is_own_file, read_sources
from refdesk.files.checkout import DOCS
from refdesk.files.language import ENGLISH, Language
from refdesk.files.text import TextFile, read_text
from refdesk.files.yaml import InlineText
from refdesk.problems import things
from refdesk.problems.problem import Causes, Place, Problem, Slip, problem_at
from refdesk.problems.suggest import did_you_mean

E = TypeVar("E", bound=Entry)
_SHOWN = f"{DOCS}/data"
_EVERYDAY = "search/everyday.txt"
_LINE = re.compile(r"^(?!#)(?P<english>.+?)(?:: (?P<chinese>.*))?$", re.MULTILINE)


class EverydayWords(NamedTuple):
    """A line of the list: an English word or phrase and the Chinese words for it, with their
    offsets in the file.
    """

    offset: int
    english: str
    chinese: tuple[tuple[int, str], ...]


@dataclass(frozen=True, eq=False)
class Library:
    """The data of a site: entry files by name (``sources``, ``glossary``, …), series by id,
    everyday words.

    ``computed`` is the file that describes the series of the computed numbers. They are written in
    English; in another ``language``, the texts are those that are translated.
    """

    files: Mapping[str, EntryFile[Entry]]
    series: Mapping[str, Series]
    series_names: frozenset[str]
    computed: TextFile
    everyday: TextFile | None
    problems: tuple[Problem, ...]
    language: Language = ENGLISH

    def entries(self, model: type[E]) -> Mapping[str, E]:
        """Return the entries of a model by id."""
        file = self.files.get(model.data_name)
        return cast("Mapping[str, E]", file.entries) if file is not None else {}

    def problem(self, place: tuple[Entry, str], slip: Slip, **causes: Unpack[Causes]) -> Problem:
        """Return a problem at a field of an entry."""
        entry, field = place
        file = self.files[entry.data_name]
        return file.problem((entry.id, field), slip, **causes)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Return the sources by id."""
        return self.entries(Source)

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Return the glossary by id."""
        return self.entries(Term)

    @cached_property
    def tables(self) -> Mapping[str, TableSpec]:
        """Return the tables by id."""
        return self.entries(TableSpec)

    def published_tables(self) -> list[str]:
        """Return the files whose entries are published as a table; sources have formats of their
        own.
        """
        return [name for name, file in self.files.items() if file.model.table_title]

    def place_names(self) -> dict[str, str]:
        """Return what readers of the edition call each province-level unit, also one whose entry
        has a mistake.
        """
        units = [unit for unit in self._units() if "name" in unit]
        return {
            str(unit["name"]): self.language.called(str(unit["name"]), str(unit.get("zh")))
            for unit in units
        }

    def all_places_named(self) -> bool:
        """Return whether each province-level unit has a name."""
        return all("name" in unit for unit in self._units())

    def _units(self) -> list[dict[str, object]]:
        """Return the province-level units as they stand in their file."""
        file = self.files.get(Province.data_name)
        return [item for _, item in file.items] if file is not None else []

    def known(self, name: str) -> Collection[str]:
        """Return every id that stands in a data file, also of entries that have a mistake; or the
        names of series.
        """
        file = self.files.get(name)
        return file.paths if file is not None else self.series_names if name == "series" else ()

    def is_readable(self, name: str) -> bool:
        """Return whether it is certain which entries a data file has; one that cannot be read is
        reported by itself.
        """
        file = self.files.get(name)
        return file is None or file.readable

    def is_known(self, name: str, entry_id: str) -> bool:
        """Return whether an id stands in a data file, or may."""
        return entry_id in self.known(name) or not self.is_readable(name)

    def entry_files(self) -> list[EntryFile[Any]]:
        """Return the files of entries, those that describe a series included."""
        return [*self.files.values(), *(series.entry for series in self.series.values())]

    def written_series(self) -> list[Series]:
        """Return the series that somebody wrote: what is wrong with a computed number is told where
        it comes from.
        """
        return [series for series in self.series.values() if series.id != COMPUTED]

    def inlines(self) -> Iterator[InlineText]:
        """Yield every text field with references of every data file."""
        for file in self.entry_files():
            yield from file.all_inlines()

    def everyday_words(self) -> Iterator[EverydayWords]:
        """Yield every line of the everyday words that is no comment; without a colon and a blank,
        it has no Chinese.
        """
        for line in _LINE.finditer(self.everyday.text if self.everyday is not None else ""):
            words = re.finditer(r"\S+", line["chinese"] or "")
            start = line.start("chinese")
            yield EverydayWords(
                line.start(),
                line["english"],
                tuple((start + word.start(), word[0]) for word in words),
            )


def load_library(docs_dir: Path) -> Library:
    """Read all of docs/data; a file with a mistake gives problems and the entries that are sound.

    Files that are still the same are not read again.
    """
    stats = [(path, path.lstat()) for path in sorted((docs_dir / "data").rglob("*"))]
    known = tuple((path, stat.st_ino, stat.st_size, stat.st_mtime_ns) for path, stat in stats)
    return _load_library(docs_dir, known)


@lru_cache(maxsize=1)
def _load_library(docs_dir: Path, _: tuple[object, ...]) -> Library:
    folder = docs_dir / "data"
    files = dict(_read_entry_files(folder))
    everyday = _read(folder, _EVERYDAY) if (folder / _EVERYDAY).is_file() else None
    series, of_series = _read_all_series(folder, files)
    problems = [
        *(problem for file in files.values() for problem in file.problems),
        *_unknown_files(folder),
        *(everyday.problems if everyday is not None else ()),
        *of_series,
    ]
    known = frozenset(path.stem for path in (folder / "series").rglob("*.*"))
    computed = _read(folder, f"series/{COMPUTED}.yml")
    return Library(files, series, known, computed, everyday, tuple(problems))


def _read(folder: Path, path: str) -> TextFile:
    return read_text(folder / path, f"{_SHOWN}/{path}")


def _read_entry_files(folder: Path) -> Iterator[tuple[str, EntryFile[Entry]]]:
    """Yield the data files by name: those that are there, and sources, without which no citation is
    known.
    """
    for name, model in ENTRY_FILES.items():
        if name == "sources":
            yield name, read_sources(folder)
        elif os.path.lexists(folder / model.data_path):
            yield name, read_entries(_read(folder, model.data_path), model)


def _read_all_series(
    folder: Path, files: Mapping[str, object]
) -> tuple[dict[str, Series], list[Problem]]:
    """Return the series by id, but for the computed one of ``files``, and what is wrong in them."""
    endings = {".csv", ".yml"}
    names = {path.stem for path in (folder / "series").glob("*") if path.suffix in endings}
    if COMPUTED in files:
        names -= {COMPUTED}  # its rows are computed from those of all others
    found: dict[str, Series] = {}
    problems: list[Problem] = []
    for name in sorted(names):
        series, of_series = _read_one_series(folder, name)
        problems += of_series
        if series is not None:
            found[name] = series
    for name, problem in [*misspelled_units(found.values())]:
        problems.append(problem.with_causes(explains=[things.series(name)]))
        found.pop(name, None)
    return found, problems


def _read_one_series(folder: Path, name: str) -> tuple[Series | None, list[Problem]]:
    """Return a series, if it can be read, and what is wrong in its two files."""
    parts = [f"series/{name}{ending}" for ending in (".yml", ".csv")]
    missing = [part for part in parts if not os.path.lexists(folder / part)]
    if missing:
        [there] = {*parts} - {*missing}
        message = f"the series '{name}' has no file {missing[0]} beside it"
        slip = Slip("missing-field", message)
        place = Place(f"{_SHOWN}/{there}")
        return None, [problem_at(place, slip, explains=[things.series(name)])]
    series, problems = read_series(name, *(_read(folder, part) for part in parts))
    lost = [things.series(name)] if series is None else []
    return series, [problem.with_causes(explains=lost) for problem in problems]


def _unknown_files(folder: Path) -> Iterator[Problem]:
    """Yield data files that nothing reads; their name, their ending or their folder may be the
    mistake.
    """
    known = [*(model.data_path for model in ENTRY_FILES.values()), _EVERYDAY]
    for path in sorted(folder.rglob("*.*")):
        name = path.relative_to(folder).as_posix()
        is_data = path.suffix in {".csv", ".yaml", ".yml"}
        is_series = path.parent == folder / "series" and path.suffix in {".csv", ".yml"}
        is_read = name in known or is_series or is_own_file(name)
        if (is_data or path.parent.name == "search") and not is_read:
            hint = did_you_mean(name, known) or (
                "A series is two files in docs/data/series: NAME.csv and NAME.yml"
            )
            slip = Slip("unknown-field", f"no data file is called '{name}'", hint)
            # whatever is named and is not there may stand in it
            yield problem_at(Place(f"{_SHOWN}/{name}"), slip, explains=[things.DATA])
