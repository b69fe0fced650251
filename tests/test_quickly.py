"""What a check leaves out to be quick changes nothing of what comes out."""

from __future__ import annotations

import re
import subprocess
import sys

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdesk.html_tree import read_html
from refdesk.late import late_pattern
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
_OF_DATA = """
import sys
import refdesk.models
refdesk.models.Synonyms.model_validate({"id": "a", "words": ["b", "c"]})
assert "email" not in sys.modules and "zipfile" not in sys.modules
from importlib.metadata import entry_points, version
assert version("pydantic") and entry_points(group="mkdocs.plugins")
import importlib.metadata
assert importlib.metadata.__name__ == "importlib.metadata" and "email" in sys.modules
"""
_OF_HTML = """
import sys
import refdesk.html_tree
assert "tokenize" not in sys.modules
import inspect
assert inspect.signature(refdesk.html_tree.parsed).parameters.keys() == {"html"}
assert inspect.isclass(inspect.Parameter) and "tokenize" in sys.modules
import lxml.etree
class Target:
    def start(self, tag, attributes):
        self.tag = tag
    def close(self):
        return self.tag
assert lxml.etree.fromstring("<a/>", lxml.etree.XMLParser(target=Target())) == "a"
"""


def test_a_module_that_is_loaded_late_is_the_module() -> None:
    """Whoever asks for anything of it gets the real one; whoever only names it waits for nothing."""
    for program in (_LATE, _NOT_YET, _OF_DATA, _OF_HTML):
        done = subprocess.run([sys.executable, "-P", "-c", program], check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_a_pattern_that_is_compiled_late_is_the_pattern() -> None:
    late, real = late_pattern(r"(?P<a>A)b", re.IGNORECASE), re.compile(r"(?P<a>A)b", re.IGNORECASE)
    assert (late.pattern, late.flags, late.groupindex) == (real.pattern, real.flags, real.groupindex)
    assert [match.span("a") for match in late.finditer("ab AB", 1)] == [(3, 4)]
    assert late.sub("", "xAby") == "xy"
    with pytest.raises(re.error):
        late_pattern("(").search("")
