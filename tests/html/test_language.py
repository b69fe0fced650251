"""Every Chinese run and every pinyin run of every page says what language it is in."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest
from markupsafe import Markup

from refdesk.html.text import with_language

ZH, PY = '<span lang="zh-Hans">', '<span lang="zh-Latn-pinyin">'
HAN = re.compile(r"[\u3400-\u9fff]")
TONED = re.compile(r"\w*[āǎēěīǐōǒūǔǖǘǚǜ]\w*")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("plain", "plain"),
        ("the 卡脖子 list", f"the {ZH}卡脖子</span> list"),
        ("(苏州实验室)", f"({ZH}苏州实验室</span>)"),
        ("“挑大梁、当主角”", f"“{ZH}挑大梁、当主角</span>”"),
        ("“要‘敢闯’” said", f"“{ZH}要‘敢闯’</span>” said"),
        ("“负担重（66.3%）居首”: 5.5%", f"“{ZH}负担重（66.3%）居首</span>”: 5.5%"),
        ("“《科技日报》就开始”", f"“{ZH}《科技日报》就开始</span>”"),
        ("called kǎ bózi here", f"called {PY}kǎ bózi</span> here"),
        ("Médard, Müller, naïve", "Médard, Müller, naïve"),
        ("<b> & 中", f"&lt;b&gt; &amp; {ZH}中</span>"),
        (Markup('<i title="中">'), '<i title="中">'),
    ],
)
def test_runs_are_marked_once(text: str, wanted: str) -> None:
    assert with_language(text) == wanted


def unmarked(path: Path) -> list[str]:
    """The texts of a page in Chinese or pinyin for which no element names the language."""
    found: list[str] = []
    for element in lxml.html.fromstring(path.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8")).iter():
        if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
            continue
        for text, holder in ((element.text, element), (element.tail, element.getparent())):
            if not text or holder is None:
                continue
            lang = next((e.get("lang") for e in (holder, *holder.iterancestors()) if e.get("lang")), "")
            if (HAN.search(text) and not lang.startswith(("zh", "ja"))) or (
                TONED.search(text) and not lang.startswith("zh")
            ):
                found.append(f"{path.parent.name}: {text.strip()[:60]}")
    return found


def test_no_run_on_the_site_is_unmarked(built_site: Path) -> None:
    assert [text for page in sorted(built_site.rglob("*.html")) for text in unmarked(page)] == []


def test_an_unmarked_run_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text('<html lang="en"><body><p>中</p><p>kǎ</p><p lang="zh">中</p></body></html>', encoding="utf-8")
    assert len(unmarked(page)) == 2
