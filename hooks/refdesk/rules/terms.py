"""Terms: each link names an entry of the glossary; each entry is used."""

from collections import Counter
from collections.abc import Iterator

from refdesk.problems import things
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.problems.suggest import certain_swap, nearest
from refdesk.rules.data.files import LOADING_ERRORS
from refdesk.rules.sources.citations import renamed
from refdesk.site.site import Located, Site

RULES = (
    Rule(
        "unknown-term",
        explanation="A link to the glossary names no entry of `docs/data/glossary.yml`.",
        example="[bottlenecks](term:bottlenecks)",
        fix="write the id of the entry, `term:bottleneck`; the text before it may be any word "
        "form.",
    ),
    Rule(
        "unused-term",
        explanation="A term of the glossary is linked from nowhere.",
        example="- id: idle\n  en: idle word\n  zh: 闲词\n  pinyin: xián cí\n  definition: No "
        "page links to it.",
        fix="link the word where a reader meets it first, or remove the entry.",
        file="docs/data/glossary.yml",
        after=(*LOADING_ERRORS, "unknown-term", "nav"),
    ),
)


def check_site(site: Site) -> Iterator[Problem]:
    """Report links to unknown terms, and terms that nothing links to."""
    links = list(site.references("term"))
    for link in links:
        yield from _link(site, link)
    named = Counter(link.target.name for link in links)
    unused = [term for term in site.library.terms.values() if term.id not in named]
    for term in unused:
        message, hint = (
            f"the term '{term.id}' is linked from nowhere",
            (f"Write [text](term:{term.id}) where it is used"),
        )
        yield site.library.problem((term, "id"), Slip("unused-term", message, hint))
    yield from renamed(site.library, "unknown-term", unused, named, "")


def _link(site: Site, link: Located) -> Iterator[Problem]:
    name = link.target.name
    tally("unknown-term")
    if site.library.is_known("glossary", name):
        return
    ids = {
        other: term.id
        for term in site.library.terms.values()
        for other in (term.id, term.en, term.zh, *term.aliases)
    }
    near = nearest(name, ids)
    hint = f"Did you mean '{ids[near]}'?" if near is not None else ""
    meant = {term_id for other, term_id in ids.items() if certain_swap(name, [other]) is not None}
    swap = (name, meant.pop()) if len(meant) == 1 else None
    slip = Slip("unknown-term", f"no term '{name}' in the glossary", hint, swap)
    yield link.problem(slip, rests_on=[things.id_anywhere(name), things.DATA])
