"""Everyday Chinese words: written in simplified characters, each once."""

import re
from collections.abc import Iterator

from refdesk.data.everyday_words import everyday_words
from refdesk.problems.problem import Problem
from refdesk.rules.house_style.traditional import simplified
from refdesk.site.site import Site

_WORD = re.compile(r"[\u3400-\u9fff]{1,8}")


def check_site(site: Site) -> Iterator[Problem]:
    """Lines that lack their Chinese, words in other characters, and what stands in the list twice."""
    file = site.library.everyday
    if file is None:
        return
    english: set[str] = set()
    leads_to: dict[str, str] = {}
    for offset, name, words in everyday_words(file):
        if not words:
            hint = "Write the English word, a colon, and the Chinese words set off by blanks"
            yield file.problem("wrong-type", offset, f"no Chinese words stand behind '{name}'", hint)
        if name in english:
            yield file.problem("duplicate-entry", offset, f"'{name}' stands in this list already")
        english.add(name)
        for at, word in words:
            if not _WORD.fullmatch(word):
                yield file.problem("wrong-type", at, f"'{word}' is no Chinese word of at most eight characters")
            elif (written := simplified(word)) != word:
                yield file.problem("wrong-type", at, f"'{word}' has traditional characters", f"Write {written}")
            elif word in leads_to:
                yield file.problem("duplicate-entry", at, f"'{word}' stands behind '{leads_to[word]}' already")
            leads_to.setdefault(word, name)
