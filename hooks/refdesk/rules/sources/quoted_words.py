"""The words that a citation quotes: what they name is what their meaning and the sentence name."""

from collections.abc import Iterator

from refdesk.data.contraries import decides, exchanged
from refdesk.data.library import Library
from refdesk.pages.scan import Scan
from refdesk.pages.sentences import text_cited
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.site.site import Located, Site

RULES = (
    Rule(
        "quoted-word",
        explanation="The sentence before a citation, or the meaning of the words that it quotes, "
        "names another place, person, kind of research or direction than these words.",
        example='Applied research is at their root [@cctv-2026-04-30-symposium, "基础研究是根基"].',
        fix="read the source, and correct the word that is wrong. What excludes what is listed in "
        "`hooks/refdesk/data/contraries.py`.",
    ),
)


def check_site(site: Site) -> Iterator[Problem]:
    """Report words of sentences and meanings that the words quoted by a citation contradict."""
    for origin, found in site.scans():
        for span in found.spans:
            for target in span.targets if span.kind == "citation" else ():
                if target.words:
                    link = Located(target, span, found.masked, origin)
                    yield from _in_meaning(site.library, link) if target.meaning else ()
                    yield from _in_sentence(site.library, link, found)


def _in_meaning(library: Library, link: Located) -> Iterator[Problem]:
    """Report words of the meaning that exclude the words that it is the meaning of."""
    target = link.target
    begin = max(link.masked.find(target.meaning, target.offset), target.offset)
    for one in exchanged(library, target.meaning, [target.words]):
        message = f"what the words mean has '{one.said.group()}', the words '{one.instead.group()}'"
        yield _problem(link, begin + one.said.start(), message)


def _in_sentence(library: Library, link: Located, found: Scan) -> Iterator[Problem]:
    """Report words of what a citation is said of that exclude the words which it quotes."""
    target = link.target
    cited = text_cited(link.masked, found.spans, link.span.start)
    tally("quoted-word", decided=decides(library, cited.part, target.words))
    for one in exchanged(library, cited.part, [target.words, target.meaning], cited.sentence):
        message = (
            f"the text says '{one.said.group()}', the words quoted from '@{target.name}' "
            f"'{one.instead.group()}'"
        )
        yield _problem(link, cited.start + one.said.start(), message)


def _problem(link: Located, offset: int, message: str) -> Problem:
    hint = "Read the source, and correct the one that is wrong"
    return link.origin.problem(offset, Slip("quoted-word", message, hint))
