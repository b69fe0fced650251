"""What a check leaves out to be quick changes nothing of what comes out."""

from __future__ import annotations

import subprocess
import sys

import markdown
from hypothesis import given
from hypothesis import strategies as st

from refdesk.html_tree import read_html
from refdesk.quickly import Quickly

_EXTENSIONS = ("attr_list", "footnotes", "md_in_html", "toc", "pymdownx.smartsymbols", "pymdownx.caret")
_PIECES = st.sampled_from(
    ("word", " ", "  \n", "\n", "\n\n", "# ", "- ", "> ", "    ", "`", "``", "\\", "\\\\", "*", "**", "_", "[", "]",
     "](", ")", "![", "[^1]", "[^1]: ", "[a]: b.md", "[a]", "[b](c.md)", "![d](e.png)", "<", ">", "<https://f.example>",
     "<g@h.example>", "<b>", "</b>", "<br>", '<a href="i.md">', "</a>", "<div markdown>", "</div>", "&", "&amp;",
     "&#35;", "{#j}", "{: .k}", "^", "-->", "<!--", "中文")
)  # fmt: skip


def _converted(text: str, *extensions: str | Quickly) -> str:
    return markdown.markdown(text, extensions=[*extensions, *_EXTENSIONS])


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_no_pattern_is_left_out_that_could_match(text: str) -> None:
    """The HTML is the same but for blanks and line breaks, whatever signs a text holds."""
    quick, whole = _converted(text, Quickly()), _converted(text)
    assert "".join(quick.split()) == "".join(whole.split())
    assert read_html(quick, ()) == read_html(whole, ())


def test_a_pattern_is_tried_again_on_the_next_page() -> None:
    """What one page does not need, the next one gets."""
    md = markdown.Markdown(extensions=[Quickly()])
    assert "<code>" not in md.convert("plain")
    assert "<code>b</code>" in md.reset().convert("a `b`")


def test_a_line_break_parts_two_words() -> None:
    """As it does where a site engine renders the page."""
    for extensions in ([], [Quickly()]):
        html = markdown.markdown("[One  \ntwo](a.md)", extensions=extensions)
        assert (read_html(html, ()).links[0].text or "").split() == ["One", "two"]


_LATE = """
import sys
import refdesk.extensions
from urllib.request import pathname2url, urlopen
import urllib.request
assert pathname2url("/a b") == "/a%20b", pathname2url("/a b")
assert urllib.request.Request("https://a.example/").host == "a.example"
assert urlopen.__module__ == urllib.request.__name__ == "urllib.request"
assert sys.modules["urllib.request"].urlopen is urlopen
"""
_NOT_YET = """
import sys
import refdesk.extensions
import pymdownx.util
assert "http.client" not in sys.modules and "ssl" not in sys.modules
assert pymdownx.util.url2pathname("/a%20b") == "/a b"
"""


def test_a_module_that_is_loaded_late_is_the_module() -> None:
    """Whoever asks for anything of it gets the real one; whoever only names it waits for nothing."""
    for program in (_LATE, _NOT_YET):
        done = subprocess.run([sys.executable, "-P", "-c", program], check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
