"""Words of the search: phrases lead to one place that exists, Chinese words are simplified and
listed once.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from refdesk.data.models import SearchWords
from refdesk.files.yaml import InlineText, YamlPath
from refdesk.pages.render import Rendered
from refdesk.problems.problem import Problem, Slip
from refdesk.problems.suggest import did_you_mean
from refdesk.search.chinese import simplified
from refdesk.site.links import leads_to
from refdesk.site.site import Site

_WORD = re.compile(r"[\u3400-\u9fff]{1,8}")


def check_rendered_site(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Report parts that their page does not have, and phrases that lead to two pages or two parts.

    Whether the pages exist is checked with the links in data.
    """
    for uri, entry in site.library.entries(SearchWords).items():
        if uri in rendered and not site.may_lack_rows(uri):
            yield from _lost_parts(site, entry, rendered[uri].ids)
    yield from _repeated(site)


def _path(site: Site, entry: SearchWords, part: str) -> YamlPath:
    """Return where the phrases of a part of a page stand, or those of the page itself."""
    at_page = site.library.files[entry.data_name].paths[entry.id]
    return (*at_page, "sections", part) if part else (*at_page, "page")


def _lost_parts(site: Site, entry: SearchWords, ids: Collection[str]) -> Iterator[Problem]:
    """Report parts that are no ids of their page."""
    yaml = site.library.files[entry.data_name].yaml
    for part in entry.sections:
        if part not in ids:
            message = f"'{site.shown(entry.id)}' has no heading, entry or row '#{part}'"
            slip = Slip("missing-anchor", message, did_you_mean(part, ids))
            below = leads_to(site, entry.id, f"#{part}")
            yield yaml.problem(_path(site, entry, part), slip, at_key=True, rests_on=below)


def _repeated(site: Site) -> Iterator[Problem]:
    """Report phrases that lead to two pages or two parts."""
    of_pages = {page.title.casefold(): uri for uri, page in site.pages.items()}
    of_parts: dict[str, str] = {}
    for uri, entry in site.library.entries(SearchWords).items():
        for part in ("", *entry.sections):
            known = of_parts if part else of_pages
            for offset, phrase in entry.phrases(part):
                first = known.get(phrase.casefold())
                if first is not None:
                    message = f"'{phrase}' leads to '{first}' already"
                    slip = Slip("duplicate-entry", message, "A phrase leads to one place alone")
                    yield _phrases(site, entry, part).problem(offset, slip)
                known.setdefault(phrase.casefold(), f"{uri}#{part}" if part else uri)


def _phrases(site: Site, entry: SearchWords, part: str) -> InlineText:
    """Return the text of the phrases of a part of a page, or of the page itself."""
    yaml = site.library.files[entry.data_name].yaml
    text = entry.sections[part] if part else entry.page or ""
    return InlineText(yaml, _path(site, entry, part), text)


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
                offset, Slip("wrong-type", f"no Chinese words stand behind '{name}'", hint)
            )
        if name in english:
            yield file.problem(
                offset, Slip("duplicate-entry", f"'{name}' stands in this list already")
            )
        english.add(name)
        for at, word in words:
            if not _WORD.fullmatch(word):
                yield file.problem(
                    at,
                    Slip("wrong-type", f"'{word}' is no Chinese word of at most eight characters"),
                )
            elif (written := simplified(word)) != word:
                yield file.problem(
                    at,
                    Slip("wrong-type", f"'{word}' has traditional characters", f"Write {written}"),
                )
            elif word in behind:
                yield file.problem(
                    at, Slip("duplicate-entry", f"'{word}' stands behind '{behind[word]}' already")
                )
            behind.setdefault(word, name)
