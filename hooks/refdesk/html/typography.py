"""Sets the finished page as a book would: curled apostrophes, and no citation at the beginning of a line."""

import re

# What is shown letter by letter, or is no text at all.
_APART = re.compile(r"(<(?P<name>head|script|style|pre|code|textarea)\b.*?</(?P=name)>)", re.S)
# Within a word, behind a linked one or a plural, outside a tag: the next angle bracket, if any, opens one. The sign
# comes first in each pattern: a search then leaps from one to the next.
_APOSTROPHES = tuple(
    re.compile(rf"{sign}(?:(?<=[A-Za-z]{sign})|(?<=[A-Za-z]</a>{sign}))(?=(?:[A-Za-z]|(?<=s{sign}) )[^<>]*(?:<|\Z))")
    for sign in ("'", "&#39;")
)
_LOOSE_CITATION = ' <span class="rd-cite"'


def set_type(html: str) -> str:
    """The page with its apostrophes curled and each citation tied to the word before it; code is left as it is."""
    parts = _APART.split(html)  # text, what stands apart, the name of that, and again text
    parts[::3] = map(_set, parts[::3])
    del parts[2::3]
    return "".join(parts)


def _set(text: str) -> str:
    for sign in _APOSTROPHES:
        text = sign.sub("’", text)
    return text.replace(_LOOSE_CITATION, f"&nbsp;{_LOOSE_CITATION[1:]}")
