"""What readers may type to get to a page or to a part of it: the part is there, and a phrase leads to one place."""

from collections.abc import Iterator

from refdesk.data.models import SearchWords
from refdesk.files.yaml import InlineText
from refdesk.problems.problem import Problem
from refdesk.problems.suggest import did_you_mean
from refdesk.rules.links.ids import Anchors
from refdesk.site.references import field_problem
from refdesk.site.site import Site


def check_rendered_site(site: Site, anchors: Anchors) -> Iterator[Problem]:
    """Parts that their page does not have, and phrases that lead to two pages or to two parts.

    That the pages are there is checked with the links in data.
    """
    of_pages = {page.title.casefold(): uri for uri, page in site.pages.items()}
    of_parts: dict[str, str] = {}
    for uri, entry in site.library.entries("search_words", SearchWords).items():
        file = site.library.files["search_words"]
        ids = anchors.of(uri)
        for part in ("", *entry.sections):
            path = (*file.paths[uri], *(("sections", part) if part else ("page",)))
            if part and ids is not None and part not in ids:
                message = f"'{site.shown(uri)}' has no heading, entry or row '#{part}'"
                yield file.yaml.problem("missing-anchor", path, message, did_you_mean(part, ids), at_key=True)
            known = of_parts if part else of_pages
            for offset, phrase in entry.phrases(part):
                first = known.get(phrase.casefold())
                if first is not None:
                    inline = InlineText(file.yaml, path, entry.sections.get(part) or entry.page or "")
                    message = f"'{phrase}' leads to '{first}' already"
                    yield field_problem(inline, offset, "duplicate-entry", message, "A phrase leads to one place alone")
                known.setdefault(phrase.casefold(), f"{uri}#{part}" if part else uri)
