"""Records that contradict what they point to, or each other."""

import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from refdesk.charts.cells import unit_name
from refdesk.data.models import Chart, Hub, Province, Technology
from refdesk.problems.problem import Problem, Rule
from refdesk.site.site import Site

RULES = (
    Rule(
        "wrong-record",
        explanation=(
            "A record contradicts what it points to: a hub with values of another province, a technology with a page "
            "that does not name it, a title in another script than its language, a chart that begins outside its data "
            "or holds different units."
        ),
        example=(
            "- id: cctv-2026\n  type: webpage\n  title: 基础研究\n  publisher: CCTV\n  language: en\n"
            "  accessed: '2026'\n"
            "  custom: {kind: media, read: original}"
        ),
        fix="correct the field that the message names.",
        language="yaml",
    ),
)
_CODE = "wrong-record"
_SCRIPTS = {
    "zh": "\u3400-\u9fff",
    "ja": "\u3040-\u30ff\u3400-\u9fff",
    "ko": "\uac00-\ud7af",
    "ru": "\u0400-\u04ff",
    "bg": "\u0400-\u04ff",
}
_OTHER = re.compile("[\u0400-\u04ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def check_site(site: Site) -> Iterator[Problem]:
    """Every record that contradicts another one, or what it points to."""
    yield from _sources(site)
    yield from _names(site)
    files, entries = site.library.files, site.library.entries
    units = {unit.name for unit in entries("provinces", Province).values()}
    for hub in entries("hubs", Hub).values():
        for field, path in (("intensity", hub.intensity), ("basic_share", hub.basic_share)):
            for unit in units.intersection((path or "").split("/")):
                if unit not in hub.province:
                    message = f"'{path}' is a value of {unit}, not of {hub.province}"
                    yield files["hubs"].problem(_CODE, hub.id, field, message)
    for item in entries("technologies", Technology).values():
        page = site.pages.get((item.page or "").partition("#")[0])
        words = re.findall(r"[a-z]{5,}", item.en.partition("(")[0].casefold())
        if page is not None and not all(word[:7] in page.text.casefold() for word in words):
            message = f"the page {item.page} does not name '{item.en}'"
            yield files["technologies"].problem(_CODE, item.id, "page", message)
    for chart in entries("charts", Chart).values():
        for field, message in _slips_of_chart(site, chart):
            yield files["charts"].problem(_CODE, chart.id, field, message)


def _names(site: Site) -> Iterator[Problem]:
    """Rows of series in which a place has another Chinese name than elsewhere."""
    known = {unit.name: unit.zh for unit in site.library.entries("provinces", Province).values()}
    for series in site.library.series.values():
        for column in series.spec.columns.keys() & {f"{name}_zh" for name in series.spec.columns}:
            for row in series.rows.values():
                name, cell = row[column.removesuffix("_zh")].text, row[column]
                if known.setdefault(name, cell.text) != cell.text:
                    at, message = series.csv.file.offset(cell.place), f"'{name}' is '{known[name]}' elsewhere"
                    yield series.csv.file.problem(_CODE, at, message)


def _sources(site: Site) -> Iterator[Problem]:
    """Sources that are one, and titles in another script than that of their language."""
    first: dict[tuple[object, ...], str] = {}
    for source in site.library.sources.values():
        problem = partial(site.library.files["sources"].problem, entry_id=source.id)
        where = urlsplit(source.url or "")
        marks = {
            "title": (source.title.casefold(), source.publisher, source.issued),
            "DOI": (source.doi or "").casefold(),
            # parts of a whole are read in different copies
            "URL": source.url
            and (where.netloc.removeprefix("www."), where.path.rstrip("/"), where.query, source.custom.copy_url),
        }
        others = {field: first.setdefault((field, mark), source.id) for field, mark in marks.items() if mark}
        field = next((field for field, other in others.items() if other != source.id), None)
        if field is not None:
            yield problem("duplicate-entry", field=field, message=f"this is the source '{others[field]}'")
        own = _SCRIPTS.get(source.language.partition("-")[0])
        foreign = len(_OTHER.findall(source.title)) > len(re.findall("[A-Za-z]", source.title))
        wrong = foreign if own is None else not re.search(f"[{own}]", source.title)
        if wrong and source.custom.title_note is None:
            message = f"the title is not in the script of '{source.language}'"
            yield problem(_CODE, field="language", message=message)


def _slips_of_chart(site: Site, chart: Chart) -> Iterator[tuple[str, str]]:
    """The fields of a chart that its data contradict."""
    for number, panel in enumerate(chart.panels):
        units: set[str] = set()
        for at, trace in enumerate(panel.traces):
            series = site.library.series.get(trace.series)
            if series is None or not {trace.column, trace.along} <= series.spec.columns.keys():
                continue
            rows = series.rows_where(trace.where, trace.skip).values()
            units |= {
                unit_name(series.column_unit(trace.column, row)).partition(" of ")[0]
                for row in rows
                if row[trace.column].text
            }
            years = sorted(row[trace.along].text[:4] for row in rows)
            if trace.since is not None and years and not years[0] <= trace.since <= years[-1]:
                yield f"panels.{number}.traces.{at}.since", f"the rows are of {years[0]} to {years[-1]}"
        if len(units) > 1:
            yield f"panels.{number}.traces", f"the units differ: {', '.join(sorted(units))}"
