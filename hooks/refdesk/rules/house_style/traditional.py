"""Traditional characters: the site uses simplified ones, except in the titles of sources."""

import re
from collections.abc import Iterator
from functools import lru_cache

from refdesk.problems.problem import Problem, Rule
from refdesk.search.chinese import traditional_forms
from refdesk.site.prose import data_texts
from refdesk.site.site import Site

RULES = (
    Rule(
        "traditional-character",
        explanation="The site writes simplified characters, so that words are found, but for the titles of sources.",
        example="The term is 基礎研究.",
        fix="write the simplified characters that the hint gives.",
    ),
)
_WORD = re.compile(r"[\u3400-\u9fff]+")


def check_site(site: Site) -> Iterator[Problem]:
    """Report words with a traditional character in pages and data, except in sources."""
    sign = re.compile(f"[{''.join(map(chr, _simplified_forms()))}]")
    for file in (*(page.file for page in site.pages.values()), *data_texts(site.library, "sources")):
        for match in _WORD.finditer(file.text) if sign.search(file.text) else ():
            written = simplified(match.group())
            if written != match.group():
                message = f"'{match.group()}' has traditional characters"
                yield file.problem("traditional-character", match.start(), message, f"Write {written}")


def simplified(word: str) -> str:
    """Return a word in simplified characters."""
    return word.translate(_simplified_forms())


@lru_cache(maxsize=1)
def _simplified_forms() -> dict[int, str]:
    """Return the table for ``str.translate`` from traditional to simplified characters."""
    pairs = traditional_forms()
    return str.maketrans(dict(zip(pairs[::2], pairs[1::2], strict=True)))
