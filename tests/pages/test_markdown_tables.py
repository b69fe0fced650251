"""Tables typed in Markdown are as accessible as those built from data."""

from __future__ import annotations

import lxml.html
import markdown

from refdesk.pages.markdown_tables import MarkdownTables

TABLE = """Before

| Figure | Value <b>x</b> | |
|---|--:|:-:|
| a | 1 | z |

After
"""


def converted(text: str) -> lxml.html.HtmlElement:
    html = markdown.markdown(text, extensions=["tables", "md_in_html", MarkdownTables()])
    return lxml.html.fragment_fromstring(html, create_parent="div")


def test_heads_have_a_scope_and_cells_the_name_of_their_column() -> None:
    root = converted(TABLE)
    assert [head.get("scope") for head in root.iter("th")] == ["col"] * 3
    assert [cell.get("data-label") for cell in root.iter("td")] == [None, "Value x", None]


def test_alignment_is_a_class_for_inline_styles_are_refused() -> None:
    root = converted(TABLE)
    assert [cell.get("class") for cell in root.iter("td")] == [None, "rd-right", "rd-center"]
    assert root.xpath("//*[@style]") == []


def test_the_table_stands_in_a_box_of_its_own_and_the_text_around_it_stays() -> None:
    root = converted(TABLE)
    assert [child.tag for child in root] == ["p", "div", "p"]
    assert root[1].get("class") == "rd-scroll"


def test_a_table_with_a_class_is_left_alone() -> None:
    root = converted('<table class="own"><tr><td>1</td></tr></table>\n')
    assert root.find(".//td").get("data-label") is None
