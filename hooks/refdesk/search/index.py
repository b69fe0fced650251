"""The search index as a script, which pages can load from a server and from the disk."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

from refdesk.blocks.shown import holder
from refdesk.data.charts import NATION, lines_of, measures_of
from refdesk.data.models import Explored, Hub, Synonyms
from refdesk.data.series import Series, is_figure
from refdesk.data.wording import suffix
from refdesk.search.chinese import readings, traditional_forms
from refdesk.search.records import Entry, PageHtml, bilingual, parts, read_entries
from refdesk.site.site import Site

INDEX = "assets/search-index.{}.js"


def search_index(site: Site, pages: Mapping[str, PageHtml]) -> tuple[str, str]:
    """Return the path of the index (with a digest of its content, so that no cache serves an old
    one) and its text.

    Its form is that of ``SearchIndex`` in types/search.d.ts, to which its readers and a built index
    are held. Pages for contributors are not searched: whoever changes the site comes to them from
    its first page for them.
    """
    pages = {uri: page for uri, page in pages.items() if not site.is_for_contributors(uri)}
    numbers = {uri: number for number, uri in enumerate(pages)}
    shown = [(series, holder(site, "series", series.id)) for series in site.library.series.values()]
    final = {series.spec.preliminary: series for series, _ in shown}
    body: dict[str, object] = {
        "pages": [
            {"url": page.url, "title": page.title, "trail": page.trail} for page in pages.values()
        ],
        "entries": _entries(list(read_entries(site, pages)), numbers),
        "synonyms": list(_synonyms(site)),
        "beside": list(_beside(site, numbers)),
        "tables": [
            _table(one, numbers[page], final.get(one.id)) for one, page in shown if page in numbers
        ],
    }
    used = frozenset(_json(body))
    body |= {"pinyin": readings(used), "traditional": traditional_forms(used)}
    script = f"refdeskSearch.load({_json(body)});\n"
    return INDEX.format(hashlib.sha256(script.encode()).hexdigest()[:10]), script


def _entries(entries: Sequence[Entry], numbers: Mapping[str, int]) -> dict[str, object]:
    """Return the entries in columns, which compress better than rows."""
    return {
        "page": [numbers[entry.page] for entry in entries],
        "anchor": [entry.anchor for entry in entries],
        "kind": [entry.kind for entry in entries],
        "title": [entry.heading for entry in entries],
        "text": [entry.text for entry in entries],
        "names": [entry.names for entry in entries],
        "keywords": [entry.keywords for entry in entries],
    }


def _table(series: Series, page: int, final: Series | None) -> dict[str, object]:
    """Return a series in columns; ``final`` holds the rows that replace some of its own.

    A note, a source, a Chinese name and a unit are no columns by themselves.
    """
    key, spec = series.spec.key, series.spec.columns
    apart = {"note", "title", *key, *series.spec.unit_columns}
    apart |= {
        name for name, column in spec.items() if column.names_sources or column.unit == "formula"
    }
    return {
        "page": page,
        "place": series.spec.place[:1],
        "keys": [_key_column(series, name) for name in key],
        "columns": [
            _column(series, name) for name in spec if name not in apart and not name.endswith("_zh")
        ],
        "replaced": [key for key in series.rows if final is not None and key in final.rows],
    }


def _key_column(series: Series, name: str) -> dict[str, object]:
    """Return a column of the key: its cells, and the labels of those that have one."""
    labels = {text: series.label(name, text) for text in series.texts(name)}
    return {
        "cells": [row[name].text for row in series.rows.values()],
        "labels": {text: label for text, label in labels.items() if label != text},
    }


def _column(series: Series, name: str) -> dict[str, object]:
    """Return a column that is no key: its title, its unit and its cells as readers see them."""
    spec, rows = series.spec.columns[name], series.rows.values()
    cells = [series.shown(name, row) for row in rows]
    if spec.unit_column:
        cells = [
            cell and cell + suffix(series.column_unit(name, row), series.language)
            for cell, row in zip(cells, rows, strict=True)
        ]
    return {
        "title": spec.title,
        "unit": suffix(spec.unit, series.language) if spec.unit and is_figure(spec) else "",
        "cells": cells,
    }


def _beside(site: Site, numbers: Mapping[str, int]) -> Iterator[dict[str, object]]:
    """Yield each measure whose lines a page sets side by side, with the names of each line."""
    names = _other_names(site)
    compare = numbers.get(holder(site, "compare") or "")
    explorer = numbers.get(holder(site, "explorer") or "")
    for how in site.library.entries(Explored).values():
        is_compared = how.nation and compare is not None
        page = compare if is_compared else explorer
        if page is None:
            continue
        for measure, column in measures_of(how).items():
            title = site.library.series[how.id].spec.columns[column].title
            lines = [
                {
                    # Beside places that are compared, the nation stands in any case.
                    "value": "" if is_compared and name == NATION else name,
                    "label": trace.label,
                    "names": names.get(name, []),
                }
                for name, trace in lines_of(site.library, how, column).items()
            ]
            shown = how.together.title if how.together else title
            yield {"page": page, "measure": measure, "title": shown, "lines": lines}


def _other_names(site: Site) -> dict[str, list[str]]:
    """Map the name of a line to what readers may call it: names of hubs, and synonyms."""
    hubs = [hub for hub in site.library.entries(Hub).values() if hub.compares]
    others = {hub.compares[0]: [*parts(hub.name), *parts(hub.zh)] for hub in hubs}
    for group in _synonyms(site):
        for name in group:
            others.setdefault(name, []).extend(group)
    return others


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _synonyms(site: Site) -> Iterator[list[str]]:
    """Yield synonyms: those of the data, everyday words, and names that a series gives in English
    and Chinese.
    """
    for group in site.library.entries(Synonyms).values():
        yield list(group.words)
    for line in site.library.everyday_words():
        yield [line.english, *(word for _, word in line.chinese)]
    pairs = dict.fromkeys(
        pair for series in site.library.series.values() for pair in bilingual(series)
    )
    yield from (list(pair) for pair in pairs if all(pair))
