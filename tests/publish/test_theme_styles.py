"""The style sheets of the theme: readers get them without what no page of the site has."""

from __future__ import annotations

import re
from pathlib import Path

from refdesk.publish.theme_styles import THEME_STYLES, is_left_out, without_unused


def test_rules_for_unused_classes_and_variables_that_none_asks_for_are_left_out() -> None:
    sheet = (
        '@charset "UTF-8";:root{--md-a:"}";--md-b:url("data:a;b{}");--md-mine:0}'
        ".md-nav,.md-search__form .md-nav,a:not(.md-search){color:var(--md-a)}"
        "@media print{.tabbed-set>a{top:0}}@media screen{.keys{top:0}.md-nav{left:0}}"
        ".md-typeset :is(.md-nav,.keys){top:0}.tip>a{top:0}[data-md-color-accent=red]{top:0}:root{--md-c:1}"
    )
    assert without_unused(sheet, ["p{top:var(--md-mine)}"]) == (
        '@charset "UTF-8";:root{--md-a:"}";--md-mine:0}'
        ".md-nav,a:not(.md-search){color:var(--md-a)}"
        "@media screen{.md-nav{left:0}}.md-typeset :is(.md-nav,.keys){top:0}"
    )


def test_no_page_has_a_class_whose_rules_are_left_out(built_site: Path) -> None:
    found: set[str] = set()
    for path in built_site.rglob("*.html"):
        for value in re.findall(r'\bclass="([^"]*)"', path.read_text(encoding="utf-8")):
            found.update(value.split())
    sheet = (built_site / THEME_STYLES).read_text(encoding="utf-8")
    assert [name for name in sorted(found) if is_left_out(name)] == []
    assert {"md-nav", "admonition"} <= found & set(re.findall(r"\.([\w-]+)", sheet))
    assert [path.name for path in built_site.glob("assets/stylesheets/*")] == ["theme.css"]
