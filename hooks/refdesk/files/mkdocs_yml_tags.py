"""The Python objects that mkdocs.yml may name (``!!python/name:``, ``!!python/object/apply:``): a closed list.

A configuration is read from any checkout, also from a stranger's pull request. So nothing that it names is imported or
called because it is named there: only the objects below are, which turn texts into other texts.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Mapping
from typing import Any

# Module -> the functions that sites name in the options of Markdown extensions.
_KNOWN: Mapping[str, frozenset[str]] = {
    module: frozenset(names.split())
    for module, names in {
        "pymdownx.slugs": "slugify uslugify uslugify_encoded uslugify_cased uslugify_cased_encoded gfm gfm_encoded",
        "markdown.extensions.toc": "slugify slugify_unicode",
        "pymdownx.superfences": "fence_code_format fence_div_format highlight_validator default_validator",
        "pymdownx.arithmatex": "arithmatex_fenced_format arithmatex_inline_format fence_mathjax_format "
        "fence_mathjax_preview_format fence_generic_format inline_mathjax_format inline_mathjax_preview_format "
        "inline_generic_format",
        "pymdownx.emoji": "emojione gemoji twemoji to_png to_png_sprite to_svg to_svg_sprite to_alt",
        "material.extensions.emoji": "twemoji to_svg",
        "materialx.emoji": "twemoji to_svg",
        "zensical.extensions.emoji": "twemoji to_svg",
        "mermaid2": "fence_mermaid fence_mermaid_custom",
        "mermaid2.fence_mermaid": "fence_mermaid fence_mermaid_custom",
    }.items()
}

# Functions that pymdownx has given up, and the options with which ``slugify`` does the same.
_FORMER_SLUGS: Mapping[str, Mapping[str, object]] = {
    "uslugify": {"case": "lower"},
    "uslugify_encoded": {"case": "lower", "percent_encode": True},
    "uslugify_cased": {},
    "uslugify_cased_encoded": {"percent_encode": True},
    "gfm": {"case": "lower-ascii"},
    "gfm_encoded": {"case": "lower-ascii", "percent_encode": True},
}

# Those that make a function for options, and may be called while the configuration is read.
_MAKERS = frozenset(
    {"pymdownx.slugs.slugify", "pymdownx.arithmatex.arithmatex_fenced_format",
     "pymdownx.arithmatex.arithmatex_inline_format"}
)  # fmt: skip

# Options whose default will do where their value is not known: how code, formulas and emoji look.
_ONLY_LOOKS = frozenset({"format", "validator", "emoji_index", "emoji_generator", "pygments_formatter"})

LEFT_OUT = object()  # stands for the value of a setting that is as if it were not there


class NotKnownError(Exception):
    """A Python object that is not put in: why, as the end of a sentence that begins with its name.

    ``misused`` tells that the object is known, and what is asked of it is wrong.
    """

    def __init__(self, reason: str, hint: str = "", *, misused: bool = False) -> None:
        super().__init__(reason)
        self.hint = hint
        self.misused = misused


def may_be_left_out(path: tuple[str | int, ...]) -> bool:
    """Whether a setting (its path in mkdocs.yml) changes no link, id or heading."""
    return path[-1] in _ONLY_LOOKS


def known_object(name: str) -> object:
    """The object of that name, if it is in the list and installed; NotKnownError otherwise."""
    module, _, attribute = name.rpartition(".")
    if attribute not in _KNOWN.get(module, ()):
        raise NotKnownError("is not one that a check may run", "Anchors are checked with known functions only")
    try:
        home = importlib.import_module(module)
        if module == "pymdownx.slugs" and attribute in _FORMER_SLUGS and not hasattr(home, attribute):
            made: object = home.slugify(**_FORMER_SLUGS[attribute])
            return made
        found: object = getattr(home, attribute)
    except (ImportError, AttributeError):
        raise NotKnownError("is not installed") from None
    return found


_OBJECT = "!object"  # the key by which an object is noted


def as_noted(value: object) -> object:
    """A setting as JSON can hold it, objects of the list by their names; NotKnownError for any other object."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, list):
        return [as_noted(item) for item in value]
    if isinstance(value, Mapping) and _OBJECT not in value and all(isinstance(key, str) for key in value):
        return {key: as_noted(item) for key, item in value.items()}
    function = getattr(value, "func", value)
    module, name = getattr(function, "__module__", ""), getattr(function, "__name__", "")
    is_known = module in _KNOWN and getattr(importlib.import_module(module), name, None) is function
    if not is_known or getattr(value, "args", None):
        raise NotKnownError("cannot be noted")
    options = getattr(value, "keywords", None)
    return {_OBJECT: [module, name], "options": as_noted(options)}


def from_noted(value: object) -> Any:
    """The setting that ``as_noted`` noted."""
    match value:
        case {"!object": [str(module), str(name)], "options": options} if module in _KNOWN:
            function = getattr(importlib.import_module(module), name)
            return function if options is None else functools.partial(function, **from_noted(options))
        case dict():
            return {key: from_noted(item) for key, item in value.items()}
        case list():
            return [from_noted(item) for item in value]
    return value


def made_by(name: str, arguments: object) -> object:
    """What a function of the list makes of its arguments: a list, or a mapping with ``args`` and ``kwds``."""
    function = known_object(name)
    options = arguments if isinstance(arguments, dict) else {"args": arguments}
    args, keywords = options.get("args"), options.get("kwds")
    if name not in _MAKERS or not callable(function):
        raise NotKnownError("is not one that a check may call", f"Write !!python/name:{name}", misused=True)
    try:
        made: object = function(
            *(args if isinstance(args, list) else []), **(keywords if isinstance(keywords, dict) else {})
        )
    except (TypeError, ValueError) as error:
        raise NotKnownError(f"cannot be used: {str(error).partition(chr(10))[0]}", misused=True) from None
    return made
