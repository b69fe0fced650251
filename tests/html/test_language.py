"""Every Chinese run and every pinyin run of every page says what language it is in."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest

from refdesk.html.language import mark_languages

ZH, PY = '<span lang="zh-Hans">', '<span lang="zh-Latn-pinyin">'
HAN = re.compile(r"[\u3400-\u9fff]")
TONED = re.compile(r"\w*[āǎēěīǐōǒūǔǖǘǚǜ]\w*")


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>plain</p>", "<p>plain</p>"),
        ("<p>the 卡脖子 list</p>", f"<p>the {ZH}卡脖子</span> list</p>"),
        ("<p>(苏州实验室)</p>", f"<p>({ZH}苏州实验室</span>)</p>"),
        ("<p>“挑大梁、当主角”</p>", f"<p>“{ZH}挑大梁、当主角</span>”</p>"),
        ("<p>“要‘敢闯’” said</p>", f"<p>“{ZH}要‘敢闯’</span>” said</p>"),
        ('<p><cite lang="ja">中国初の</cite> 中</p>', f'<p><cite lang="ja">中国初の</cite> {ZH}中</span></p>'),
        ('<p lang="zh-Hans">中<b>国</b></p>中', f'<p lang="zh-Hans">中<b>国</b></p>{ZH}中</span>'),
        ('<i lang="zh">中<i>国</i>文</i>', '<i lang="zh">中<i>国</i>文</i>'),
        ('<img alt="中国"><br>中', f'<img alt="中国"><br>{ZH}中</span>'),
        ('<a title="a > 中">中</a>', f'<a title="a > 中">{ZH}中</span></a>'),
        ("<script>'中'</script><!-- 中 -->", "<script>'中'</script><!-- 中 -->"),
        ("中 <p>中</p> 中", f"{ZH}中</span> <p>{ZH}中</span></p> {ZH}中</span>"),
        ("<p>a < 中, b > 中</p>", f"<p>a < {ZH}中</span>, b > {ZH}中</span></p>"),
        ('<a title="a < 中" lang="zh">中</a><p>中</p>', f'<a title="a < 中" lang="zh">中</a><p>{ZH}中</span></p>'),
        ('<img title="<b>中</b>"> 中', f'<img title="<b>中</b>"> {ZH}中</span>'),
        ('<p>a lang="zh" 中</p>', f'<p>a lang="zh" {ZH}中</span></p>'),
        ("<svg><title>中</title></svg><svg/><p>中</p>", f"<svg><title>中</title></svg><svg/><p>{ZH}中</span></p>"),
        (f"{ZH}中<b>国</b></span>中", f"{ZH}中<b>国</b></span>{ZH}中</span>"),
        ("<p>called kǎ bózi here</p>", f"<p>called {PY}kǎ bózi</span> here</p>"),
        ("<p>Médard, Müller, naïve</p>", "<p>Médard, Müller, naïve</p>"),
    ],
)
def test_runs_are_marked_once(html: str, wanted: str) -> None:
    assert mark_languages(html) == wanted


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
