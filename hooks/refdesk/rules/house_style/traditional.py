"""Traditional characters: the site uses simplified ones, except in the titles of sources."""

import re
from collections.abc import Iterator

from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.search.chinese import simplified, traditional_forms
from refdesk.site.prose import data_texts
from refdesk.site.site import Site

RULES = (
    Rule(
        "traditional-character",
        explanation="The site writes simplified characters, so that words are found, but for "
        "the titles of sources.",
        example="The term is 基礎研究.",
        fix="write the simplified characters that the hint gives.",
    ),
)
# By the national list of 2013, some characters are written in simplified texts, too: 昇腾, 乾坤.
_WORD = re.compile(r"(?:(?![乾夥徵昇瞭藉陞麽])[\u3400-\u9fff])+")


def check_site(site: Site) -> Iterator[Problem]:
    """Report words with a traditional character in pages, data and translations, except in
    sources.
    """
    # rare, and found more quickly than each word is read
    sign = re.compile(f"[{traditional_forms()[::2]}]")
    translated = (
        one.file
        for path, one in site.translations.get("zh", {}).items()
        if path != "data/sources.po"
    )
    for file in (
        *(page.file for page in site.pages.values()),
        *data_texts(site.library, "sources"),
        *translated,
    ):
        for match in _WORD.finditer(file.text) if sign.search(file.text) else ():
            written = simplified(match.group())
            if written != match.group():
                message = f"'{match.group()}' has traditional characters"
                yield file.problem(
                    match.start(), Slip("traditional-character", message, f"Write {written}")
                )
