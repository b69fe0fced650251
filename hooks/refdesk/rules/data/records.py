"""Records: what they name exists, nothing stands twice, and none contradicts another or what it
points to.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from typing import NamedTuple
from urllib.parse import urlsplit

from refdesk.data.entries import EntryFile
from refdesk.data.fields import Mark, marked_fields
from refdesk.data.formula import PATH
from refdesk.data.library import Library
from refdesk.data.models import Computed, Entry, Hub, Province, Source, Technology
from refdesk.data.series import Series, cell_of
from refdesk.files.references import cited
from refdesk.files.yaml import YamlPath
from refdesk.problems import things
from refdesk.problems.problem import Problem, Rule, Slip, told_once
from refdesk.rules.sources.citations import entry_of_source, unknown_source
from refdesk.site.site import Site

RULES = (
    Rule(
        "wrong-record",
        explanation="A record contradicts what it points to: a hub with values of another "
        "province, a technology with "
        "a page that does not name it, a title in another script than its language, or in "
        "another language without a "
        "gloss, a source in a file with another name, a chart with other years or units than "
        "its data, a computed number of another year than its title.",
        example="- id: cctv-2026\n  type: webpage\n  title: 基础研究\n  publisher: CCTV\n  "
        "language: en\n"
        "  accessed: '2026'\n  custom: {kind: media, read: original}",
        fix="correct the field that the message names.",
        file="docs/data/sources.yml",
    ),
)
_CODE = "wrong-record"
_LATIN, _OTHER = (
    re.compile("[A-Za-z]"),
    re.compile("[\u0400-\u04ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"),
)
# the languages of the data that are not written in Latin letters
_IN_OTHER = re.compile(r"(?:zh|ja|ko|ru|bg)\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGITS = re.compile(r"\d{4}")


def check_data(library: Library) -> Iterator[Problem]:
    """Report records that name what is not there, that stand twice, or that contradict what they
    refer to.
    """
    for series in library.written_series():
        yield from told_once([*_sources_of_rows(library, series)], len(series.rows))
    for file in library.files.values():
        yield from _lists(library, file)
        yield from _alike(file)
    yield from _sources(library)
    yield from _names(library)
    yield from _places(library)
    yield from _computed(library)


def check_site(site: Site) -> Iterator[Problem]:
    """Report what is said of a technology on a page about another, or rests on no source."""
    library = site.library
    for item in site.library.entries(Technology).values():
        page = site.pages.get((item.page or "").partition("#")[0])
        words = re.findall(r"[a-z]{5,}", item.en.partition("(")[0].casefold())
        if page is not None and not all(word[:7] in page.text.casefold() for word in words):
            slip = Slip(_CODE, f"the page {item.page} does not name '{item.en}'")
            yield library.problem((item, "page"), slip)
        for inline in site.library.files[item.data_name].inlines(item.id):
            if not any(cited(inline.text)):
                yield inline.yaml.problem(
                    inline.path, Slip(_CODE, "what is said of a technology cites its source")
                )
        if item.verdict != "not known" and not item.text:
            message = f"'{item.verdict}' rests on nothing: say on what in 'text'"
            yield library.problem((item, "verdict"), Slip(_CODE, message))


def _sources_of_rows(library: Library, series: Series) -> Iterator[Problem]:
    """Report cells that name an unknown source, separate sources in another way, or name
    one twice.
    """
    file = series.csv.file
    for row, name in product(series.rows.values(), series.spec.source_columns):
        cell = row[name]
        are_several = series.spec.columns[name].unit == "sources"
        keys = list(re.finditer(r"[^;,；，、\s]+" if are_several else ".+", cell.text))
        written = "; ".join(match.group() for match in keys)
        if written != cell.text:
            message = "the sources of a cell are set off by a semicolon and a space"
            yield file.problem(cell.offset, Slip("wrong-type", message, f"Write {written}"))
            continue  # it may be no list of sources
        seen: set[str] = set()
        for match in keys:
            key = match.group()
            if key in seen:
                message = f"the source '{key}' stands in this cell already"
                yield file.problem(cell.offset + match.start(), Slip("duplicate-entry", message))
            seen.add(key)
            if (slip := unknown_source(library, key)) is not None:
                at = cell.offset + match.start()
                yield file.problem(at, slip, rests_on=[entry_of_source(key)])


def _lists(library: Library, file: EntryFile[Entry]) -> Iterator[Problem]:
    """Report unknown sources of an entry, and words and sources that it lists twice."""
    for path, item in file.items:
        for key, words in ((key, words) for key, words in item.items() if isinstance(words, list)):
            seen: set[str] = set()
            for where, word in (
                ((*path, key, at), word) for at, word in enumerate(words) if isinstance(word, str)
            ):
                slip = unknown_source(library, word) if key == "sources" else None
                if slip is not None:
                    yield file.yaml_at(path).problem(where, slip, rests_on=[entry_of_source(word)])
                if _folded(word) in seen:
                    message = f"'{word}' stands in this list already"
                    yield file.yaml_at(path).problem(
                        where, Slip("duplicate-entry", message, "Remove it")
                    )
                seen.add(_folded(word))


def _alike(file: EntryFile[Entry]) -> Iterator[Problem]:
    """Report names, and whatever else belongs to one entry alone, that stand in two places."""
    unique = marked_fields(file.model, Mark.UNIQUE)
    first: dict[tuple[str, str], object] = {}  # field and what stands there -> id of its entry
    names: list[tuple[YamlPath, str]] = []
    for path, item in file.items:
        for key in (key for key in unique if item.get(key)):
            value, entry_id = item[key], item.get("id")
            if isinstance(value, list) and _lists_names(file.model, key):
                names += [((*path, key, at), str(one)) for at, one in enumerate(value)]
            elif first.setdefault((key, _folded(value)), entry_id) != entry_id:
                message = f"'{value}' is the '{key}' of '{first[key, _folded(value)]}' already"
                yield file.yaml_at(path).problem((*path, key), Slip("duplicate-entry", message))
    for where, name in names:  # nothing and nobody else is called so
        taken = [key for key in unique if (key, _folded(name)) in first]
        if taken:
            message = f"'{name}' is the '{taken[0]}' of '{first[taken[0], _folded(name)]}' already"
            yield file.yaml_at(where).problem(where, Slip("duplicate-entry", message, "Remove it"))


def _lists_names(model: type[Entry], field: str) -> bool:
    """Return whether each item of a field belongs to one entry, not the field as a whole."""
    return Mark.UNIQUE not in model.model_fields[field].metadata


def _folded(word: object) -> str:
    """Return a word as the search compares it: in lower case, without spaces around it."""
    return str(word).strip().casefold()


def _places(library: Library) -> Iterator[Problem]:
    """Report hubs that refer to another place, or to the column of another field, than their
    own.
    """
    units = set(library.place_names())
    for hub in library.entries(Hub).values():
        for field, other in (("intensity", "basic_share"), ("basic_share", "intensity")):
            *parts, column = (getattr(hub, field) or "").split("/")
            for unit in units.intersection(parts):
                yield from _place(library, hub, field, unit)
            if column == other:
                slip = Slip(_CODE, f"this is the column '{column}'")
                yield library.problem((hub, field), slip)


def _place(library: Library, hub: Hub, field: str, unit: str) -> Iterator[Problem]:
    """Report that a field of a hub refers to a unit in which the hub does not lie."""
    if unit in hub.province:
        return
    if any(other in hub.province for other in library.place_names()):
        message = f"this is a value of {unit}, not of {hub.province}"
        yield library.problem((hub, field), Slip(_CODE, message))
    else:
        message = f"'{hub.province}' names no unit of provinces.yml, as {unit} is"
        yield library.problem((hub, "province"), Slip(_CODE, message))


def _computed(library: Library) -> Iterator[Problem]:
    """Report computed numbers of places and years that their titles do not name."""
    units = set(library.place_names())
    for made in library.entries(Computed).values():
        keys = [part for path in PATH.findall(made.formula) for part in cell_of(path)[1].split("/")]
        title = re.sub(r"\b(\d\d)(\d\d–)(\d\d)\b", r"\1\2\1\3", made.title)  # 2018–24
        years = [key[:4] for key in keys if _YEAR.match(key)] if _DIGITS.search(title) else []
        places = [key for key in keys if key in units]
        for part in dict.fromkeys([*years, *places]):
            if part not in title:
                message = f"the formula has a number of {part}, which the title does not name"
                yield library.problem((made, "title"), Slip(_CODE, message))


class _Named(NamedTuple):
    """A place under its English and its Chinese name: the data file or series, and what makes a
    problem at either name.
    """

    data: str
    at_english: Callable[..., Problem]
    at_chinese: Callable[..., Problem]


def _names(library: Library) -> Iterator[Problem]:
    """Report units, and rows of series, in which a place has another English or Chinese name than
    in most of them.
    """
    found: dict[tuple[str, str], list[_Named]] = {}
    for names, named in (*_named_units(library), *_named_rows(library)):
        found.setdefault(names, []).append(named)
    english: dict[str, str] = {}  # the usual name of each Chinese one
    chinese: dict[str, str] = {}
    for names in sorted(found, key=lambda pair: -len(found[pair])):
        name, zh = names
        usual, usual_zh = english.setdefault(zh, name), chinese.setdefault(name, zh)
        if usual_zh != zh:
            slip = Slip(_CODE, f"'{zh}' is '{usual_zh}' elsewhere")
            makers = [(named.data, named.at_chinese) for named in found[names]]
        elif usual != name:
            slip = Slip(_CODE, f"'{name}' is '{usual}' elsewhere")
            makers = [(named.data, named.at_english) for named in found[names]]
        else:
            continue
        unit = things.entry(Province.data_name, usual)
        told = [problem(slip, explains=[unit, things.entries(data)]) for data, problem in makers]
        yield from told_once(told, len(told))


def _named_units(library: Library) -> Iterator[tuple[tuple[str, str], _Named]]:
    """Yield the names of each province-level unit, and where they stand."""
    for unit in library.entries(Province).values():
        at_english = partial(library.problem, (unit, "name"))
        at_chinese = partial(library.problem, (unit, "zh"))
        yield (unit.name, unit.zh), _Named(Province.data_name, at_english, at_chinese)


def _named_rows(library: Library) -> Iterator[tuple[tuple[str, str], _Named]]:
    """Yield the names in each row of the series that have both, and where they stand."""
    for series in library.series.values():
        for chinese in series.spec.columns.keys() & {f"{name}_zh" for name in series.spec.columns}:
            english = chinese.removesuffix("_zh")
            for key, row in series.rows.items():
                at_english = partial(series.problem, (key, english))
                at_chinese = partial(series.problem, (key, chinese))
                names = row[english].text, row[chinese].text
                yield names, _Named(series.id, at_english, at_chinese)


def _sources(library: Library) -> Iterator[Problem]:
    """Report sources that are entered twice, and titles in another script than their language or
    without a gloss.
    """
    first: dict[tuple[str, object], str] = {}
    for source in library.sources.values():
        marks = _marks_of(source)
        others = {field: first.setdefault((field, marks[field]), source.id) for field in marks}
        field = next((field for field, other in others.items() if other != source.id), None)
        if field is not None:
            slip = Slip("duplicate-entry", f"this is the source '{others[field]}'")
            yield library.problem((source, field), slip)
        yield from _title(library, source)


def _marks_of(source: Source) -> dict[str, object]:
    """Return by what a source is known, by the field in which it stands."""
    marks: dict[str, object] = {"title": (source.title.casefold(), source.publisher, source.issued)}
    if source.doi:
        marks["DOI"] = source.doi.casefold()
    if source.url:
        where = urlsplit(source.url)
        host, path = where.netloc.removeprefix("www."), where.path.rstrip("/")
        # two parts of a publication may have different copies
        marks["URL"] = (host, path, where.query, source.custom.copy_url)
    return marks


def _title(library: Library, source: Source) -> Iterator[Problem]:
    """Report a title in another script than the language of the source, or without a gloss."""
    latin, other = (len(signs.findall(source.title)) for signs in (_LATIN, _OTHER))
    is_wrong = not other if _IN_OTHER.match(source.language) else other > latin
    note, is_english = source.custom.title_note, source.language == "en"
    if is_wrong and note is None:
        message = f"the title is not in the script of '{source.language}'"
        yield library.problem((source, "language"), Slip(_CODE, message))
    elif not is_english and not source.custom.gloss and note in {None, "from-address"}:
        message = f"the title is in '{source.language}', and nothing says it in English"
        slip = Slip(_CODE, message, "Add a gloss below custom")
        yield library.problem((source, "title"), slip)
