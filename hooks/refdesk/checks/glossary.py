"""Terms: each link names an entry of the glossary; each entry is used."""

from __future__ import annotations

from collections.abc import Iterator

from refdesk.places import locate_all
from refdesk.problems import Problem
from refdesk.site import Site
from refdesk.suggest import nearest


def check(site: Site) -> Iterator[Problem]:
    """Unknown terms at each link, terms that nothing links to."""
    if not site.library.present:
        return
    used: set[str] = set()
    names: dict[str, str] = {}
    for term in site.library.terms.values():
        names.update(dict.fromkeys((term.id, term.en, term.zh, *term.aliases), term.id))
    for located in locate_all(site):
        if located.kind != "term":
            continue
        name = located.target.name
        used.add(name)
        if not located.span.label.strip():
            start = located.offset - (located.target.offset - located.span.start)
            yield located.file.problem("empty-link-text", start, f"the link to the term '{name}' has no text")
        if not site.library.is_known("glossary", name):
            near = nearest(name, names)
            hint = f"Did you mean '{names[near]}'?" if near is not None else ""
            yield located.problem("unknown-term", f"no term '{name}' in the glossary", hint)
    file = site.library.files.get("glossary")
    if file is not None:
        for term_id in file.entries:
            if term_id not in used:
                message = f"the term '{term_id}' is linked from nowhere"
                yield file.problem(
                    "unused-term", term_id, "id", message, f"Write [text](term:{term_id}) where it is used"
                )
