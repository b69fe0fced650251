"""Records: what they name exists, nothing stands twice, and none contradicts another or what it
points to.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import PurePath
from urllib.parse import urlsplit

from refdesk.data.entries import EntryFile
from refdesk.data.fields import Mark, marked_fields
from refdesk.data.formula import PATH
from refdesk.data.library import Library
from refdesk.data.models import Computed, Entry, Hub, Province, Technology
from refdesk.data.series import Series, cell_of
from refdesk.files.references import cited
from refdesk.files.yaml import YamlPath
from refdesk.problems.problem import Problem, Rule, told_once
from refdesk.rules.sources.citations import unknown_source
from refdesk.site.site import Site

RULES = (
    Rule(
        "wrong-record",
        explanation="A record contradicts what it points to: a hub with values of another "
        "province, a technology with "
        "a page that does not name it, a title in another script than its language, or in "
        "another language without a "
        "gloss, a chart with other years or units than its data, a computed number of another "
        "year than its title.",
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
    yield from _places_and_years(library)


def check_site(site: Site) -> Iterator[Problem]:
    """Report what is said of a technology on a page about another, or rests on no source."""
    problem = partial(site.library.problem, _CODE)
    for item in site.library.entries(Technology).values():
        page = site.pages.get((item.page or "").partition("#")[0])
        words = re.findall(r"[a-z]{5,}", item.en.partition("(")[0].casefold())
        if page is not None and not all(word[:7] in page.text.casefold() for word in words):
            yield problem(item, "page", f"the page {item.page} does not name '{item.en}'")
        for inline in site.library.files[item.data_name].inlines(item.id):
            if not any(cited(inline.text)):
                yield inline.yaml.problem(
                    _CODE, inline.path, "what is said of a technology cites its source"
                )
        if item.verdict != "not known" and not item.text:
            yield problem(
                item, "verdict", f"'{item.verdict}' rests on nothing: say on what in 'text'"
            )


def _sources_of_rows(library: Library, series: Series) -> Iterator[Problem]:
    """Report cells that name an unknown source, separate sources in another way, or name
    one twice.
    """
    file = series.csv.file
    for row, name in product(series.rows.values(), series.spec.source_columns):
        cell, are_several = row[name], series.spec.columns[name].unit == "sources"
        keys = list(re.finditer(r"[^;,；，、\s]+" if are_several else ".+", cell.text))
        written = "; ".join(match.group() for match in keys)
        if written != cell.text:
            message = "the sources of a cell are set off by a semicolon and a space"
            yield file.problem("wrong-type", cell.offset, message, f"Write {written}")
            continue  # it may be no list of sources
        seen: set[str] = set()
        for match in keys:
            key = match.group()
            if key in seen:
                message = f"the source '{key}' stands in this cell already"
                yield file.problem("duplicate-entry", cell.offset + match.start(), message)
            seen.add(key)
            yield from unknown_source(library, key, file.problem, cell.offset + match.start())


def _lists(library: Library, file: EntryFile[Entry]) -> Iterator[Problem]:
    """Report unknown sources of an entry, and words and sources that it lists twice."""
    for path, item in file.items:
        for key, words in ((key, words) for key, words in item.items() if isinstance(words, list)):
            seen: set[str] = set()
            for where, word in (
                ((*path, key, at), word) for at, word in enumerate(words) if isinstance(word, str)
            ):
                if key == "sources":
                    yield from unknown_source(library, word, file.yaml.problem, where)
                if _folded(word) in seen:
                    message = f"'{word}' stands in this list already"
                    yield file.yaml.problem("duplicate-entry", where, message, "Remove it")
                seen.add(_folded(word))


def _alike(file: EntryFile[Entry]) -> Iterator[Problem]:
    """Report names, and whatever else belongs to one entry alone, that stand in two places."""
    fields = {
        name: file.model.model_fields[name] for name in marked_fields(file.model, Mark.UNIQUE)
    }
    first: dict[tuple[str, str], object] = {}  # field and what stands there -> id of its entry
    listed: list[tuple[YamlPath, object]] = []
    for path, item in file.items:
        for key, value in ((key, item[key]) for key in fields if item.get(key)):
            if isinstance(value, list) and Mark.UNIQUE not in fields[key].metadata:
                listed += [((*path, key, at), one) for at, one in enumerate(value)]
            elif first.setdefault((key, _folded(value)), item.get("id")) != item.get("id"):
                message = f"'{value}' is the '{key}' of '{first[key, _folded(value)]}' already"
                yield file.yaml.problem("duplicate-entry", (*path, key), message)
    for where, value in listed:  # other names: nothing and nobody is called so
        same = next(
            ((key, _folded(value)) for key in fields if (key, _folded(value)) in first), None
        )
        if same is not None:
            message = f"'{value}' is the '{same[0]}' of '{first[same]}' already"
            yield file.yaml.problem("duplicate-entry", where, message, "Remove it")


def _folded(word: object) -> str:
    """Return a word as the search compares it: in lower case, without spaces around it."""
    return str(word).strip().casefold()


def _places_and_years(library: Library) -> Iterator[Problem]:
    """Report hubs and computed numbers that refer to another place or year than their own."""
    entries, problem = library.entries, partial(library.problem, _CODE)
    units = set(library.place_names())
    for hub in entries(Hub).values():
        for field, other in (("intensity", "basic_share"), ("basic_share", "intensity")):
            *parts, column = (getattr(hub, field) or "").split("/")
            for unit in units.intersection(parts):
                if unit not in hub.province and any(other in hub.province for other in units):
                    yield problem(hub, field, f"this is a value of {unit}, not of {hub.province}")
                elif unit not in hub.province:
                    message = f"'{hub.province}' names no unit of provinces.yml, as {unit} is"
                    yield problem(hub, "province", message)
            if column == other:
                yield problem(hub, field, f"this is the column '{column}'")
    for made in entries(Computed).values():
        keys = [part for path in PATH.findall(made.formula) for part in cell_of(path)[1].split("/")]
        title = re.sub(r"\b(\d\d)(\d\d–)(\d\d)\b", r"\1\2\1\3", made.title)  # 2018–24
        years = [
            key[:4]
            for key in keys
            if re.match(r"(?:19|20)\d\d", key) and re.search(r"\d{4}", title)
        ]
        for part in dict.fromkeys([*years, *(key for key in keys if key in units)]):
            if part not in title:
                message = f"the formula has a number of {part}, which the title does not name"
                yield problem(made, "title", message)


def _names(library: Library) -> Iterator[Problem]:
    """Report units, and rows of series, in which a place has another English or Chinese name than
    in most of them.
    """
    found: dict[tuple[str, str], list[tuple[Callable[..., Problem], tuple[str, str]]]] = {}
    for unit in library.entries(Province).values():
        found[unit.name, unit.zh] = [(partial(library.problem, _CODE, unit), ("name", "zh"))]
    for series in library.series.values():
        for column in series.spec.columns.keys() & {f"{name}_zh" for name in series.spec.columns}:
            fields = column.removesuffix("_zh"), column
            for key, row in series.rows.items():
                pair = row[fields[0]].text, row[column].text
                found.setdefault(pair, []).append((partial(series.problem, _CODE, key), fields))
    known: dict[str, str] = {}
    for name, chinese in sorted(found, key=lambda pair: -len(found[pair])):
        right = known.setdefault(chinese, name), known.setdefault(name, chinese)
        for at in [at for at in (1, 0) if right[at] != (name, chinese)[at]][:1]:
            message = f"'{(chinese, name)[at]}' is '{right[at]}' elsewhere"
            told = [problem(fields[at], message) for problem, fields in found[name, chinese]]
            told = [
                one._replace(explains=(f"provinces/{right[0]}", f"{PurePath(one.path).stem}/*"))
                for one in told
            ]
            yield from told_once(told, len(told))


def _sources(library: Library) -> Iterator[Problem]:
    """Report sources that are entered twice, and titles in another script than their language or
    without a gloss.
    """
    first: dict[tuple[object, ...], str] = {}
    for source in library.sources.values():
        where = urlsplit(source.url or "")
        address = (
            where.netloc.removeprefix("www."),
            where.path.rstrip("/"),
            where.query,
            source.custom.copy_url,
        )
        marks = {
            "title": (source.title.casefold(), source.publisher, source.issued),
            "DOI": (source.doi or "").casefold(),
            # two parts of a publication may have different copies
            "URL": address if source.url else "",
        }
        others = {
            field: first.setdefault((field, mark), source.id)
            for field, mark in marks.items()
            if mark
        }
        field = next((field for field, other in others.items() if other != source.id), None)
        if field is not None:
            yield library.problem(
                "duplicate-entry", source, field, f"this is the source '{others[field]}'"
            )
        latin, other = (len(signs.findall(source.title)) for signs in (_LATIN, _OTHER))
        wrong = not other if _IN_OTHER.match(source.language) else other > latin
        if wrong and source.custom.title_note is None:
            message = f"the title is not in the script of '{source.language}'"
            yield library.problem(_CODE, source, "language", message)
        elif (
            source.language != "en"
            and not source.custom.gloss
            and source.custom.title_note in {None, "from-address"}
        ):
            message = f"the title is in '{source.language}', and nothing says it in English"
            yield library.problem(_CODE, source, "title", message, "Add a gloss below custom")
