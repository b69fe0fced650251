"""The finished page is set as a book would be, without the blanks of templates, and code is not touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from refdesk.html.finish import set_type, without_indents


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("<p>China's</p>", "<p>China’s</p>"),
        ("<p>the states' 'own'</p>", "<p>the states’ 'own'</p>"),
        ("<a>NSFC</a>'s <b>'quoted'</b>", "<a>NSFC</a>’s <b>'quoted'</b>"),
        ("<p>Xi&#39;an</p>", "<p>Xi’an</p>"),
        ("<a title=\"China's\" href='x'>'a' b</a>", "<a title=\"China's\" href='x'>'a' b</a>"),
        ("<pre>it's</pre><code>don't</code><p>isn't</p>", "<pre>it's</pre><code>don't</code><p>isn’t</p>"),
        ("<script>a='b'+c'd</script>", "<script>a='b'+c'd</script>"),
        ('<p>said <span class="rd-cite">', '<p>said&nbsp;<span class="rd-cite">'),
        (
            "<head><title>China's</title></head><title>China's</title>",
            "<head><title>China's</title></head><title>China’s</title>",
        ),
        ("<header>it's</header>", "<header>it’s</header>"),
        ("<progress>it's</progress>", "<progress>it’s</progress>"),
    ],
)
def test_text_is_set_and_code_is_left(typed: str, set_: str) -> None:
    assert set_type(typed) == set_


def test_no_page_shows_a_typewriter_apostrophe_within_a_word(built_site: Path) -> None:
    for page in built_site.rglob("*.html"):
        text = re.sub(r"(?s)<(head|script|style|pre|code)\b.*?</\1>|<[^>]*>", "", page.read_text(encoding="utf-8"))
        assert not re.findall(r".{12}[A-Za-z](?:'|&#39;)[A-Za-z].{12}", text), page


def test_blanks_of_templates_go_where_they_mean_nothing(sample_root: Path) -> None:
    kept = "<pre>a\n\n  b</pre><script>c\n  d</script>"
    assert without_indents(f"<p>\n\n   e  f\n {kept}\n  </p>\n") == f"<p>\ne  f\n{kept}\n</p>\n"
    page = (sample_root / "site" / "index.html").read_text(encoding="utf-8")
    assert without_indents(page) == page
