"""The library: everything in docs/data, read once, typed, with places."""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from refdesk.data.entries import EntryFile, read_entries
from refdesk.data.models import ENTRY_FILES, Entry, Province, Source, TableSpec, Term
from refdesk.data.series import COMPUTED, Series, misspelled_units, read_series
from refdesk.files.checkout import DOCS
from refdesk.files.labels import called
from refdesk.files.text import TextFile, read_text
from refdesk.files.yaml import InlineText
from refdesk.problems.problem import Problem, Swap
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

    ``computed`` is the file that describes the series of the computed numbers.
    """

    files: Mapping[str, EntryFile[Entry]]
    series: Mapping[str, Series]
    series_names: frozenset[str]
    computed: TextFile
    everyday: TextFile | None
    problems: tuple[Problem, ...]

    def entries(self, model: type[E]) -> Mapping[str, E]:
        """Return the entries of a model by id."""
        file = self.files.get(model.data_name)
        return cast("Mapping[str, E]", file.entries) if file is not None else {}

    def problem(
        self,
        code: str,
        entry: Entry,
        field: str,
        message: str,
        hint: str = "",
        swap: Swap | None = None,
    ) -> Problem:
        """Return a problem at a field of an entry."""
        return self.files[entry.data_name].problem(code, entry.id, field, message, hint, swap)

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
        units = (
            (item for _, item in self.files[Province.data_name].items)
            if Province.data_name in self.files
            else ()
        )
        return {
            str(unit.get("name")): called(str(unit.get("name")), str(unit.get("zh")))
            for unit in units
        }

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

    def read(path: str) -> TextFile:
        return read_text(folder / path, f"{_SHOWN}/{path}")

    files: dict[str, EntryFile[Entry]] = {}
    problems: list[Problem] = []
    for name, model in ENTRY_FILES.items():
        # without it, no citation is known
        if name == "sources" or os.path.lexists(folder / model.data_path):
            under = "references" if name == "sources" else None
            files[name] = read_entries(read(model.data_path), model, under=under)
            problems += files[name].problems
    problems += _unknown_files(folder)
    everyday = read(_EVERYDAY) if (folder / _EVERYDAY).is_file() else None
    problems += everyday.problems if everyday is not None else ()
    series: dict[str, Series] = {}
    names = sorted(
        {path.stem for path in (folder / "series").glob("*") if path.suffix in {".csv", ".yml"}}
    )
    for name in names:
        if name == COMPUTED and COMPUTED in files:
            continue  # its rows are computed from those of all others
        parts = [f"series/{name}{ending}" for ending in (".yml", ".csv")]
        there = [part for part in parts if os.path.lexists(folder / part)]
        if len(there) < len(parts):
            message = f"the series '{name}' has no file {', '.join({*parts} - {*there})} beside it"
            problems.append(
                Problem(f"{_SHOWN}/{there[0]}", 1, 1, "missing-field", message, explains=(name,))
            )
            continue
        one, found = read_series(name, read(parts[0]), read(parts[1]))
        things = (name,) if one is None else ()
        problems += [problem._replace(explains=(*problem.explains, *things)) for problem in found]
        if one is not None:
            series[name] = one
    for name, problem in [*misspelled_units(series.values())]:
        problems.append(problem._replace(explains=(name,)))
        series.pop(name, None)
    known = frozenset(path.stem for path in (folder / "series").rglob("*.*"))
    return Library(files, series, known, read(f"series/{COMPUTED}.yml"), everyday, tuple(problems))


def _unknown_files(folder: Path) -> Iterator[Problem]:
    """Yield data files that nothing reads; their name, their ending or their folder may be the
    mistake.
    """
    known = [*(model.data_path for model in ENTRY_FILES.values()), _EVERYDAY]
    for path in sorted(folder.rglob("*.*")):
        name, is_data = (
            path.relative_to(folder).as_posix(),
            path.suffix in {".csv", ".yaml", ".yml"},
        )
        is_series = path.parent == folder / "series" and path.suffix in {".csv", ".yml"}
        if (is_data or path.parent.name == "search") and name not in known and not is_series:
            hint = did_you_mean(name, known) or (
                "A series is two files in docs/data/series: NAME.csv and NAME.yml"
            )
            problem = Problem(
                f"{_SHOWN}/{name}", 1, 1, "unknown-field", f"no data file is called '{name}'", hint
            )
            # whatever is named and is not there may stand in it
            yield problem._replace(explains=("data/*",))
