"""What the data have, for the forms of the site: a script, which works from the disk too, where a
page may not fetch a file.
"""

import json
import re
from functools import lru_cache

from refdesk.blocks.form import FORMS
from refdesk.data.library import Library

# FNV-1a, a hash of 32 bits: of two addresses in four thousand million it is the same.
_OFFSET, _PRIME, _BITS = 0x811C9DC5, 0x01000193, 0xFFFFFFFF
_BEGINNING = re.compile(r"https?://(?:www\.)?")


@lru_cache(maxsize=2)
def known_script(library: Library) -> str:
    """Return the script that holds the ids of entries, and the digests of the addresses of sources,
    each with the place of its source among the ids.

    The addresses themselves would be four times as much to load.
    """
    names = [form.model.data_name for form in FORMS.values()]
    known = {
        "ids": {name: list(library.files[name].entries) for name in names if name in library.files},
        "addresses": {
            digest(_BEGINNING.sub("", address, count=1).rstrip("/")): place
            for place, source in enumerate(library.sources.values())
            for address in (source.url, source.custom.copy_url)
            if address
        },
    }
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    return f"window.refdeskForms={text};\n"


def digest(text: str) -> str:
    """Return a text as a hash, which form/check.js makes alike."""
    found = _OFFSET
    for byte in text.encode():
        found = (found ^ byte) * _PRIME & _BITS
    return f"{found:x}"
