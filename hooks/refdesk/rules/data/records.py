"""Records that contradict what they point to, or each other."""

import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from refdesk.data.formula import PATH
from refdesk.data.models import Computed, Hub, Province, Technology
from refdesk.data.series import cell_of
from refdesk.files.references import cited
from refdesk.problems.problem import Problem, Rule
from refdesk.site.site import Site

RULES = (
    Rule(
        "wrong-record",
        explanation="A record contradicts what it points to: a hub with values of another province, a technology with "
        "a page that does not name it, a title in another script than its language, a chart that begins outside its "
        "data or holds different units, a computed number of another year than its title.",
        example="- id: cctv-2026\n  type: webpage\n  title: 基础研究\n  publisher: CCTV\n  language: en\n"
        "  accessed: '2026'\n  custom: {kind: media, read: original}",
        fix="correct the field that the message names.",
        file="docs/data/sources.yml",
    ),
)
_CODE = "wrong-record"
_LATIN, _OTHER = re.compile("[A-Za-z]"), re.compile("[\u0400-\u04ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_IN_OTHER = re.compile(r"(?:zh|ja|ko|ru|bg)\b")  # the languages of the data that are not written in Latin letters


def check_site(site: Site) -> Iterator[Problem]:
    """Report records that contradict each other or what they refer to."""
    yield from _sources(site)
    yield from _names(site)
    yield from _entries(site)


def _entries(site: Site) -> Iterator[Problem]:
    """Report hubs, technologies and computed numbers that refer to another place, subject or year than their own."""
    entries, problem = site.library.entries, partial(site.library.problem, _CODE)
    units = {unit.name for unit in entries(Province).values()}
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
    for item in entries(Technology).values():
        yield from _technology(site, item)
    for made in entries(Computed).values():
        keys = [part for path in PATH.findall(made.formula) for part in cell_of(path)[1].split("/")]
        title = re.sub(r"\b(\d\d)(\d\d–)(\d\d)\b", r"\1\2\1\3", made.title)  # 2018–24
        years = [key[:4] for key in keys if re.match(r"(?:19|20)\d\d", key) and re.search(r"\d{4}", title)]
        for part in dict.fromkeys([*years, *(key for key in keys if key in units)]):
            if part not in title:
                message = f"the formula has a number of {part}, which the title does not name"
                yield problem(made, "title", message)


def _technology(site: Site, item: Technology) -> Iterator[Problem]:
    """Report fields of a technology whose page is about another, or which rest on no source."""
    page = site.pages.get((item.page or "").partition("#")[0])
    words = re.findall(r"[a-z]{5,}", item.en.partition("(")[0].casefold())
    if page is not None and not all(word[:7] in page.text.casefold() for word in words):
        yield site.library.problem(_CODE, item, "page", f"the page {item.page} does not name '{item.en}'")
    for inline in site.library.files[item.data_name].inlines(item.id):
        if not any(cited(inline.text)):
            yield inline.yaml.problem(_CODE, inline.path, "what is said of a technology cites its source")
    if item.verdict != "not known" and not item.text:
        message = f"'{item.verdict}' rests on nothing: say on what in 'text'"
        yield site.library.problem(_CODE, item, "verdict", message)


def _names(site: Site) -> Iterator[Problem]:
    """Report rows of series in which a place has another Chinese name than elsewhere."""
    known = {unit.name: unit.zh for unit in site.library.entries(Province).values()}
    for series in site.library.series.values():
        for column in series.spec.columns.keys() & {f"{name}_zh" for name in series.spec.columns}:
            for key, row in series.rows.items():
                name, chinese = row[column.removesuffix("_zh")].text, row[column].text
                if known.setdefault(name, chinese) != chinese:
                    yield series.problem(_CODE, key, column, f"'{name}' is '{known[name]}' elsewhere")


def _sources(site: Site) -> Iterator[Problem]:
    """Report sources that are entered twice, and titles in another script than that of their language."""
    first: dict[tuple[object, ...], str] = {}
    for source in site.library.sources.values():
        where = urlsplit(source.url or "")
        address = (where.netloc.removeprefix("www."), where.path.rstrip("/"), where.query, source.custom.copy_url)
        marks = {
            "title": (source.title.casefold(), source.publisher, source.issued),
            "DOI": (source.doi or "").casefold(),
            "URL": address if source.url else "",  # two parts of a publication may have different copies
        }
        others = {field: first.setdefault((field, mark), source.id) for field, mark in marks.items() if mark}
        field = next((field for field, other in others.items() if other != source.id), None)
        if field is not None:
            yield site.library.problem("duplicate-entry", source, field, f"this is the source '{others[field]}'")
        latin, other = (len(signs.findall(source.title)) for signs in (_LATIN, _OTHER))
        wrong = not other if _IN_OTHER.match(source.language) else other > latin
        if wrong and source.custom.title_note is None:
            message = f"the title is not in the script of '{source.language}'"
            yield site.library.problem(_CODE, source, "language", message)
