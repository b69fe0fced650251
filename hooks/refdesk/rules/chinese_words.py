"""Chinese words: a translation says things as official texts and Chinese newspapers do."""

import re
from collections.abc import Iterator, Sequence

from refdesk.data.models import ChineseWord
from refdesk.files.catalog import LOCALES
from refdesk.files.checkout import DOCS
from refdesk.files.references import plain_text
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.site.site import Site

RULES = (
    Rule(
        "chinese-word",
        explanation="A Chinese translation has a word that is taken over from English, or lacks "
        "the official name of something, by `docs/data/chinese_words.yml`. Words in quotation "
        "marks and the titles of sources may be any.",
        example='msgid "The rest is free exploration."\nmsgstr "其余是随意研究。"\n',
        fix="write the Chinese that the hint gives. Where the rule is wrong, mend its entry in "
        "that file.",
        file=f"{DOCS}/{LOCALES}/zh/index.po",
    ),
)
_QUOTED = re.compile("“[^”]*”|「[^」]*」")
_TITLES = "data/sources.po"


def check_site(site: Site) -> Iterator[Problem]:
    """Report what the translations into Chinese should say in other words."""
    words = [*site.library.entries(ChineseWord).values()]
    for path, translations in site.translations.get("zh", {}).items():
        if path == _TITLES:
            continue
        for text, (translation, line) in translations.messages.items():
            is_read = any(_first_of([*word.where, *word.names], text) for word in words)
            tally("chinese-word", decided=is_read)
            for message, word in _slips(words, plain_text(text), plain_text(translation)):
                slip = Slip("chinese-word", message, f"Write {word.write}")
                yield translations.problem(line, slip)


def _slips(
    words: Sequence[ChineseWord], text: str, translation: str
) -> Iterator[tuple[str, ChineseWord]]:
    """Yield what a translation should not say, or should, and the entry that tells it."""
    own_text, own_translation = _QUOTED.sub("", text), _QUOTED.sub("", translation)
    for word in words:
        if not word.where or _first_of(word.where, own_text):
            for calque in word.avoid:
                if calque in own_translation:
                    yield f"'{calque}' is no word of Chinese texts here", word
        named = _first_of(word.names, own_text)
        if named and word.write not in translation:
            yield f"'{named}' has another name in Chinese", word


def _first_of(phrases: Sequence[str], text: str) -> str | None:
    """Return the first of some English words that a text has."""
    for phrase in phrases:
        if re.search(rf"\b{re.escape(phrase)}\b", text, re.IGNORECASE):
            return phrase
    return None
