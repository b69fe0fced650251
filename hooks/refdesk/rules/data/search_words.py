"""Words of the search: phrases lead to one place that exists, Chinese words are simplified and
listed once.
"""

import re
from collections.abc import Iterator, Mapping

from refdesk.data.models import SearchWords
from refdesk.files.yaml import InlineText
from refdesk.pages.render import Rendered
from refdesk.problems.problem import Problem
from refdesk.problems.suggest import did_you_mean
from refdesk.search.chinese import simplified
from refdesk.site.links import leads_to
from refdesk.site.site import Site

_WORD = re.compile(r"[\u3400-\u9fff]{1,8}")


def check_rendered_site(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Report parts that their page does not have, and phrases that lead to two pages or two parts.

    Whether the pages exist is checked with the links in data.
    """
    of_pages = {page.title.casefold(): uri for uri, page in site.pages.items()}
    of_parts: dict[str, str] = {}
    for uri, entry in site.library.entries(SearchWords).items():
        file = site.library.files["search_words"]
        ids = rendered[uri].ids if uri in rendered and not site.may_lack_rows(uri) else None
        for part in ("", *entry.sections):
            path = (*file.paths[uri], *(("sections", part) if part else ("page",)))
            if part and ids is not None and part not in ids:
                message = f"'{site.shown(uri)}' has no heading, entry or row '#{part}'"
                told = file.yaml.problem(
                    "missing-anchor", path, message, did_you_mean(part, ids), at_key=True
                )
                yield told._replace(rests_on=leads_to(site, uri, f"#{part}"))
            known = of_parts if part else of_pages
            for offset, phrase in entry.phrases(part):
                first = known.get(phrase.casefold())
                if first is not None:
                    inline = InlineText(
                        file.yaml, path, entry.sections.get(part) or entry.page or ""
                    )
                    message = f"'{phrase}' leads to '{first}' already"
                    yield inline.problem(
                        "duplicate-entry", offset, message, "A phrase leads to one place alone"
                    )
                known.setdefault(phrase.casefold(), f"{uri}#{part}" if part else uri)


def check_site(site: Site) -> Iterator[Problem]:
    """Report lines without Chinese, words in other characters, and repeated words."""
    file = site.library.everyday
    if file is None:
        return
    english: set[str] = set()
    behind: dict[str, str] = {}
    for offset, name, words in site.library.everyday_words():
        if not words:
            hint = "Write the English word, a colon, and the Chinese words set off by blanks"
            yield file.problem(
                "wrong-type", offset, f"no Chinese words stand behind '{name}'", hint
            )
        if name in english:
            yield file.problem("duplicate-entry", offset, f"'{name}' stands in this list already")
        english.add(name)
        for at, word in words:
            if not _WORD.fullmatch(word):
                yield file.problem(
                    "wrong-type", at, f"'{word}' is no Chinese word of at most eight characters"
                )
            elif (written := simplified(word)) != word:
                yield file.problem(
                    "wrong-type", at, f"'{word}' has traditional characters", f"Write {written}"
                )
            elif word in behind:
                yield file.problem(
                    "duplicate-entry", at, f"'{word}' stands behind '{behind[word]}' already"
                )
            behind.setdefault(word, name)
