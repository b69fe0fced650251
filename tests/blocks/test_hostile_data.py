"""Whatever a text of the data holds, a page shows it as it is typed: nothing of it becomes HTML or Markdown."""

from __future__ import annotations

import csv
import re
from itertools import count

import lxml.html
import pytest
import yaml

from conftest import copy_sample
from refdesk.blocks.expand import expand
from refdesk.charts.drawings import drawings_of, with_drawings
from refdesk.data.entries import marked_texts
from refdesk.data.fields import Mark
from refdesk.data.models import Province
from refdesk.pages.render import Renderer
from refdesk.site.site import Site, load_site

# Ends of elements and attributes, entities, signs of Markdown and of templates; a number says which text it is.
HOSTILE = "x«{}»</p><script>alert</script>\" onclick=\"a ' b' &lt &amp {{{{ 7*7 }}}} `c` *d* __e__ | f # g <!-- h -->«»"
# Fields that name something else in the data, which then is not there.
NAMES = {
    "along", "chinese", "column", "compares", "data", "emphasis", "event", "field", "filter", "first", "key", "lines",
    "measure", "measures", "of", "page", "place", "provinces", "rows", "series", "skip", "source_column", "unit",
    "unit_column", "where",
}  # fmt: skip
FULL = re.compile(r"x«(\d+)».*?«»", re.DOTALL)
_numbers = count(1)


def hostile(old: str) -> str:
    """A text of the same kind: with characters where there were some."""
    chinese = "中" if re.search("[\u3400-\u9fff]", old) else ""
    return chinese + HOSTILE.format(next(_numbers))


def put(data: object, path: tuple[str | int, ...]) -> None:
    """Make one text of an entry hostile."""
    for key in path[:-1]:
        data = data[key]  # type: ignore[index]
    data[path[-1]] = hostile(data[path[-1]])  # type: ignore[index]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The sample with every text of its data hostile."""
    root = copy_sample(tmp_path_factory.mktemp("hostile") / "site")
    known = load_site(root)
    files = [*known.library.files.values(), *(one.entry for one in known.library.series.values())]
    for file in {one.yaml.file.path: one for one in files}.values():
        data = yaml.safe_load((root / file.yaml.file.path).read_text(encoding="utf-8"))
        for path, item in file.items if file.model is not Province else ():
            for mark in (Mark.PLAIN, Mark.INLINE):
                for where, _ in marked_texts(item, file.model, path, mark):
                    if NAMES.isdisjoint(where):
                        put(data, where)
        (root / file.yaml.file.path).write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    for series in known.library.series.values():
        path = root / series.csv.file.path
        columns = [
            name for name, one in series.spec.columns.items() if one.unit == "text" and name not in series.spec.key
        ]
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as stream:
                rows = list(csv.DictReader(stream))
            with path.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, rows[0])
                writer.writeheader()
                writer.writerows({**row, **{c: hostile(row[c]) for c in columns if row.get(c)}} for row in rows)
    made = load_site(root)
    assert all(made.library.files[name].entries for name, file in known.library.files.items() if file.entries)
    assert all(series.sound for series in made.library.series.values())
    return made


def test_every_text_is_shown_as_it_is_typed(site: Site) -> None:
    renderer = Renderer(site.config)
    seen: set[str] = set()
    for page in site.pages.values():
        html = with_drawings(renderer.convert(expand(site, page)), drawings_of(site).pages)
        root = lxml.html.fragment_fromstring(html, create_parent="div")
        assert list(root.iter("script")) == []
        assert root.xpath("//@onclick") == []
        texts = [root.text_content(), *root.xpath("//@*")]
        for text in texts:
            for match in FULL.finditer(text):
                assert "".join(match.group().split()) == "".join(HOSTILE.format(match[1]).split()), page.uri
                seen.add(match[1])
            assert text.count("«") == 2 * len(FULL.findall(text)), page.uri
    assert len(seen) > 200
