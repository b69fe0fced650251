"""The texts that a translation needs: of its pages, of the data that these pages show, and the labels around them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_from_dir

from refdesk.blocks.shown import blocks_of, citing_pages
from refdesk.data.entries import EntryFile
from refdesk.data.fields import closed_list
from refdesk.data.library import Library
from refdesk.data.models import Control, Explored, Question, Source
from refdesk.data.series import COMPUTED, Series, cell_of, is_number
from refdesk.data.translated import texts_of
from refdesk.data.units import unit_name
from refdesk.files.catalog import LABELS, Text, po_path
from refdesk.files.checkout import DOCS
from refdesk.files.mkdocs_yml import texts_shown
from refdesk.html.text import HAN
from refdesk.pages.messages import messages
from refdesk.site.site import Site

# Which of gettext's readers reads which files of the code.
_READERS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract"), ("**.js", "javascript")]
_KEYWORDS = {"_": None, "_n": (1, 2)}


def texts_to_translate(site: Site, uris: Collection[str]) -> Mapping[str, list[Text]]:
    """Return the texts of some pages, of the data that they show, and of the labels, by the path of their PO file."""
    found: dict[str, list[Text]] = {po_path(uri): [one.text for one in messages(site.pages[uri])] for uri in uris}
    for file, texts in _of_data(site, uris):
        if kept := [text for text in dict.fromkeys(texts) if _is_foreign(text)]:
            found[po_path(file.yaml.file.path.removeprefix(f"{DOCS}/"))] = [*kept]
    return found | {LABELS: [*_of_settings(site, uris), *_of_code(site), *_of_values(site.library)]}


def _is_foreign(text: str) -> bool:
    """Return whether a text has words, and not for the most part in Chinese."""
    return any(map(str.isalpha, text)) and 2 * len("".join(HAN.findall(text))) < len(text)


def _of_data(site: Site, uris: Collection[str]) -> Iterator[tuple[EntryFile[Any], Iterable[str]]]:
    """Yield the data files that some pages show, each with the texts of the entries that they show."""
    library = site.library
    shown: set[tuple[str, str | int]] = set()  # the path of a file, and which of its entries
    series: set[str] = set()
    values: set[str] = set()
    for uri in uris:
        scans = [site.pages[uri].scan]
        for marker, block in blocks_of(site, site.pages[uri]):
            whole = [library.files[model.data_name] for model in (Explored, Question) if marker.kind == "explorer"]
            shown |= {(file.yaml.file.path, path[-1]) for file in whole for path in file.paths.values()}
            own = library.files.get(block.data)
            if own is not None and marker.name in own.paths:
                shown.add((own.yaml.file.path, own.paths[marker.name][-1]))
            for inline in block.inlines(library, marker.name):
                shown.add((inline.yaml.file.path, next(part for part in inline.path if isinstance(part, int))))
                scans.append(site.scan_inline(inline))
            series |= {*block.series(library, marker.name), *(library.entries(Explored) if whole else ())}
        spans = (span for found in scans for span in found.spans if span.kind == "value")
        values |= {target.name for span in spans for target in span.targets}
    stated: set[str] = set()  # series of which single values are stated, each with what it is
    for name, key, _column in map(cell_of, values):
        if name == COMPUTED:
            shown.add((library.files[name].yaml.file.path, library.files[name].paths[key][-1]))
        else:
            stated.add(name)
    for file in library.files.values():
        if file.model is Source:
            cited = (key for key, pages in citing_pages(site).items() if not set(pages).isdisjoint(uris))
            yield file, (text for key in sorted(cited) for text in _of_source(library.sources[key]))
        else:
            paths = [path for path, _ in file.items if (file.yaml.file.path, path[-1]) in shown]
            items = ((file.yaml.at(path), path) for path in paths)  # a chart for each hub as it is declared
            yield file, (text for item, path in items for _, text in texts_of(item, file.model, path))
    for name in sorted(series | stated):
        one = library.series[name]
        texts = (text for path, item in one.entry.items for text in texts_of(item, one.entry.model, path))
        titles = (text for where, text in texts if name in series or "columns" in where)
        yield one.entry, (*titles, *(_of_rows(one) if name in series else ()))


def _of_rows(series: Series) -> Iterator[str]:
    """Yield the notes of the rows of a series, and what names them, unless it has a label or Chinese beside it."""
    columns = series.spec.columns
    for column in ("note", *(name for name in series.spec.key if f"{name}_zh" not in columns)):
        if column in columns:
            yield from (text for text in series.texts(column) if text not in columns[column].labels)


def _of_source(source: Source) -> Iterator[str]:
    """Yield what a Chinese reader does not know of a Chinese source: its publisher, and a title that describes it."""
    if source.language.startswith("zh"):
        authors = (one.literal for one in [*source.author, *source.editor])
        yield from filter(None, (*authors, source.publisher, source.container_title, source.custom.copy_at))
        if source.custom.title_note is not None:
            yield source.title


def _of_settings(site: Site, uris: Collection[str]) -> Iterator[Text]:
    """Yield the names and titles of mkdocs.yml that the pages show."""
    config = site.config
    extensions = [one for one in config.settings.get("markdown_extensions", ()) if isinstance(one, dict)]
    toc: dict[str, Any] = next((one["toc"] for one in extensions if "toc" in one), {})
    yield from (holder[name] for holder, name in texts_shown({"theme": {}, **config.settings}, toc))
    for entry in config.nav:
        if entry.target in uris:
            yield from filter(None, (entry.section, entry.title))


def _of_values(library: Library) -> Iterator[Text]:
    """Yield what data say in few words: values from closed lists in tables, names of states, lines, units."""
    for spec in library.tables.values():
        for column in spec.columns:
            yield from closed_list(library.files[spec.data].model, column.field)
    yield from dict.fromkeys(step.by for step in library.entries(Control).values())
    yield from dict.fromkeys(how.lines for how in library.entries(Explored).values() if how.lines)
    for series in library.series.values():
        numbers = [name for name, column in series.spec.columns.items() if is_number(column) and column.unit != "year"]
        units = {series.column_unit(name, row) for name in numbers for row in series.rows.values()}
        yield from sorted({*map(unit_name, units)} - {""})


def _of_code(site: Site) -> Iterator[Text]:
    """Yield what templates, scripts and code say, in order."""
    package = Path(str(package_files("refdesk")))
    for folder in (package, site.config.theme_dir):
        found = extract_from_dir(folder, _READERS, keywords=_KEYWORDS, strip_comment_tags=False)
        yield from (text for _, _, text, _, _ in found)
