"""The sources: those of docs/data/sources.yml, and those beside it that have a file of their own.

``docs/data/sources/ID.yml`` has the form of the large file and holds one source, whose id is the
name of the file. So two contributors who add a source each do not change the same file.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from refdesk.data.entries import EntryFile, read_entries
from refdesk.data.models import Entry, Source
from refdesk.files.checkout import DOCS
from refdesk.files.text import read_text
from refdesk.files.yaml import YamlFile, YamlPath
from refdesk.files.yaml_lists import as_yaml, with_entries
from refdesk.problems import things
from refdesk.problems.problem import Problem, Slip

LARGE_FILE = f"{DOCS}/data/{Source.data_path}"
_FOLDER = "sources"
_UNDER = "references"


def own_file(source_id: str) -> str:
    """Return the path of the file of one source, from the root of the checkout."""
    return f"{DOCS}/data/{_FOLDER}/{source_id}.yml"


def as_own_file(entry: Mapping[str, object]) -> str:
    """Return the text of the file of one source."""
    return f"{_UNDER}:\n{as_yaml(entry)}"


def is_own_file(name: str) -> bool:
    """Return whether a file below docs/data, by its path there, is that of one source."""
    folder, _, rest = name.partition("/")
    return folder == _FOLDER and rest.endswith(".yml") and "/" not in rest


def read_sources(folder: Path) -> EntryFile[Entry]:
    """Return all sources below docs/data, in the order of their ids where some have a file of their
    own.
    """
    large: EntryFile[Entry] = _entries(folder, Source.data_path)
    names = [f"{_FOLDER}/{path.name}" for path in sorted((folder / _FOLDER).glob("*.yml"))]
    if not names:
        return large
    entries, paths = dict(large.entries), dict(large.paths)
    items, problems = [*large.items], [*large.problems]
    others: dict[str, YamlFile] = {}
    for name in names:
        one = _entries(folder, name)
        others[name] = one.yaml.below(name)
        items += [((name, *path), item) for path, item in one.items]
        found = [*one.problems, *_misplaced(one, Path(name).stem, large)]
        lost = [things.id_anywhere(f"source-{key}") for key in (Path(name).stem, *one.paths)]
        problems += [problem.with_causes(explains=lost) for problem in found]
        for key in one.paths.keys() - large.paths.keys():
            paths[key] = (name, *one.paths[key])
        entries |= {key: one.entries[key] for key in one.entries.keys() - large.paths.keys()}
    return EntryFile(
        large.yaml,
        Source,
        dict(sorted(entries.items())),
        dict(sorted(paths.items())),
        tuple(problems),
        large.readable,
        tuple(items),
        others,
    )


def _entries(folder: Path, name: str) -> EntryFile[Entry]:
    file = read_text(folder / name, f"{DOCS}/data/{name}")
    return read_entries(file, Source, under=_UNDER)


def _misplaced(one: EntryFile[Entry], stem: str, large: EntryFile[Entry]) -> Iterator[Problem]:
    """Yield a problem where the file of one source holds none, several, one of another name, or one
    that the large file has.
    """
    if one.readable and not one.items:
        hint = "Write it below 'references:', beginning with '- id:', or remove the file"
        yield one.yaml.problem((), Slip("missing-field", "no source stands in this file", hint))
    for number, (key, path) in enumerate(one.paths.items()):
        where: YamlPath = (*path, "id")
        if key in large.paths:
            there = large.yaml.place((*large.paths[key], "id"))
            message = f"the id '{key}' stands already at {there.path}:{there.line}"
            hint = "Remove this file, or give it and its source another name"
            yield one.yaml.problem(where, Slip("duplicate-entry", message, hint))
        elif number:
            message = "one source stands in this file, and this is another"
            yield one.yaml.problem(
                where, Slip("wrong-record", message, f"Move it to {own_file(key)}")
            )
        elif key != stem:
            message = f"the file is called '{stem}', and its source '{key}'"
            hint = f"Rename the file to {key}.yml, or write id: {stem}"
            yield one.yaml.problem(where, Slip("wrong-record", message, hint))


def folded(sources: EntryFile[Entry]) -> str:
    """Return the text of the large file with the sources that have files of their own."""
    items = dict(sources.items)
    own = {key: path for key, path in sources.paths.items() if path[0] in sources.others}
    new = [(key, as_yaml(items[path])) for key, path in own.items()]
    return with_entries(sources.yaml.file.text.rstrip("\n") + "\n", new, "id")
