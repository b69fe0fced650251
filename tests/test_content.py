"""The text of the site: its Chinese and pinyin, and that every page can be quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import opencc
import pytest
from pypinyin import Style, lazy_pinyin

from conftest import ROOT
from refdesk.data.models import Hub, Institution, Technology, Term
from refdesk.site.site import Site, load_site

HAN = re.compile(r"[\u3400-\u9fff]+")
TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü", "aaaaeeeeiiiioooouuuuvvvvv")


NUMBERS = {"3.0": "三点零", "100": "一百", "35": "三十五", "0": "零", "1": "一"}

# Readings where the dictionary that pypinyin follows differs from the reading of the term; each with its reason.
READINGS = {
    "one-to-n": "congyidaon",  # the letter N is read as a letter
    "iclip": "ijishu",  # the name of the method begins with a Latin i
    "shanghai": "shanghaizhangjiangchangsanjiao",  # 长 stands for 长江, the Yangtze
    "gba": "yuegangaodawanqu",  # the places in brackets are not read
}


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(ROOT)


def chinese_texts(site: Site) -> Iterator[tuple[str, str]]:
    """(where, text) of every page and of every data file but the titles of sources."""
    for page in site.pages.values():
        yield page.file.path, page.file.text
    for path in sorted((ROOT / "docs" / "data").rglob("*")):
        if path.suffix in {".yml", ".csv"} and path.name != "sources.yml":
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_every_chinese_string_is_simplified(site: Site) -> None:
    convert = opencc.OpenCC("t2s").convert
    wrong = [
        f"{where}: {run} -> {convert(run)}"
        for where, text in chinese_texts(site)
        for run in HAN.findall(text)
        if convert(run) != run
    ]
    assert not wrong, "\n".join(wrong)


def test_traditional_characters_would_be_noticed() -> None:
    assert opencc.OpenCC("t2s").convert("基礎研究") == "基础研究"


def spelled(text: str) -> str:
    """The text with its figures in characters, as they are read."""
    for figure, characters in NUMBERS.items():
        text = text.replace(figure, characters)
    return text


def plain_pinyin(text: str) -> str:
    """Letters only, without tones, ü as v."""
    return re.sub(r"[^a-z]", "", text.lower().translate(TONES))


def test_pinyin_matches_its_characters_and_carries_tones(site: Site) -> None:
    library = site.library
    named = [
        *library.entries("glossary", Term).values(),
        *library.entries("institutions", Institution).values(),
        *library.entries("technologies", Technology).values(),
        *library.entries("hubs", Hub).values(),
    ]
    wrong: list[str] = []
    for entry in named:
        characters = "".join(HAN.findall(spelled(entry.zh)))
        wanted = "".join(lazy_pinyin(characters, style=Style.NORMAL, v_to_u=False))
        given = plain_pinyin(re.sub(r"[A-Z]{2,}|\b[A-C]\b", "", entry.pinyin))
        if given != READINGS.get(entry.id, wanted):
            wrong.append(f"{entry.id}: {entry.zh} is {wanted}, the data say {given}")
        if len(characters) > 1 and not re.search(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]", entry.pinyin):
            wrong.append(f"{entry.id}: no tone marks")
    assert not wrong, "\n".join(wrong)


def test_every_page_says_how_to_cite_it(sample_root: Path) -> None:
    html = (sample_root / "site/topics/money/index.html").read_text(encoding="utf-8")
    assert "Cite this page" in html
    assert "@misc{from0to1-" in html
    assert '"type": "webpage"' in html or "&#34;type&#34;: &#34;webpage&#34;" in html
    assert "Facts last checked on" in html
