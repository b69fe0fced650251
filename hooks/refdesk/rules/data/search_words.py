"""What readers may type to get to a part of a page: the part is there, and a phrase leads to one place."""

from __future__ import annotations

from collections.abc import Iterator

from refdesk.data.models import SearchWords
from refdesk.files.yaml import InlineText
from refdesk.problems.problem import Problem
from refdesk.problems.suggest import did_you_mean
from refdesk.rules.links.anchors import Anchors
from refdesk.site.references import field_problem
from refdesk.site.site import Site


def check_site(site: Site, anchors: Anchors) -> Iterator[Problem]:
    """Parts that their page does not have, and phrases that lead to two places; ``data_links`` looks for the pages."""
    file = site.library.entry_file("search_words", SearchWords)
    if file is None:
        return
    known: dict[str, str] = {}
    for uri, entry in file.entries.items():
        ids = anchors.of(uri)
        for anchor, words in entry.sections.items():
            path = (*file.paths[uri], "sections", anchor)
            if ids is not None and anchor not in ids:
                message = f"'{site.shown(uri)}' has no heading, entry or row '#{anchor}'"
                hint = did_you_mean(anchor, ids)
                yield file.yaml.problem("missing-anchor", path, message, hint, at_key=True)
            inline = InlineText(file.yaml, path, words)
            for offset, phrase in entry.phrases(anchor):
                first = known.get(phrase.casefold())
                if first is not None:
                    message = f"'{phrase}' leads to '{first}' already"
                    yield field_problem(inline, offset, "duplicate-entry", message, "A phrase leads to one place alone")
                else:
                    known[phrase.casefold()] = f"{uri}#{anchor}"
