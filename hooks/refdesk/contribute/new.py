"""``refdesk new KIND WORD…``: writes the skeleton of a page or an entry (skeletons.yml) in its place."""

import datetime
from argparse import Namespace
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

import yaml

from refdesk.contribute.writing import as_yaml, checked_path, insert, list_page, spoken, tell, words
from refdesk.data.models import OPEN
from refdesk.files.cache import write_whole
from refdesk.files.checkout import CONFIG, UnusableSiteError

_SKELETONS = yaml.safe_load(Path(__file__).with_name("skeletons.yml").read_text(encoding="utf-8"))


def run(root: Path, options: Namespace, say: Callable[[str], None]) -> int:
    """Write a skeleton, and say what is left to fill in; nothing is written over."""
    skeleton = _SKELETONS.get(options.kind)
    if skeleton is None:
        raise UnusableSiteError(f"there is no skeleton of '{options.kind}', but of {', '.join(_SKELETONS)}")
    if not 1 <= len(options.words) <= len(skeleton["asks"]):
        raise UnusableSiteError(f"write: refdesk new {options.kind} {' '.join(skeleton['asks']).upper()}")
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    values = {"today": today, "id": "-".join(words(options.words[0]))}
    values |= dict(zip_longest(skeleton["asks"], options.words, fillvalue=OPEN))
    values["pinyin"] = spoken(values.get("chinese", ""))
    values["Pinyin"] = values["pinyin"].title()
    values |= {f"{name}_yaml": as_yaml({"": value}).partition(": ")[2].rstrip() for name, value in values.items()}
    parts = [{name: text.format(**values) for name, text in part.items()} for part in skeleton["writes"]]
    for path in [part["file"] for part in parts if "file" in part]:
        if (root / checked_path(path)).exists():
            raise UnusableSiteError(f"{path} is there already")
    for part in parts:
        if "nav" in part:
            list_page(root, part["nav"], part["text"])
        elif "file" in part:
            write_whole(root / part["file"], part["text"].encode())
        else:
            insert(root, part["list"], [(part.get("key", ""), part["text"])], part.get("order", ""))
    tell(root, [part.get("file") or part.get("list") or CONFIG for part in parts], say)
    if values.get("chinese", OPEN) != OPEN:
        say(f"The pinyin is a proposal, to be confirmed: {values['pinyin']}")
    return 0
