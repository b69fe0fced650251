"""``refdesk new KIND WORD…``: writes the skeleton of a page or an entry (skeletons.yml) in its place."""

import datetime
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from string import capwords

import yaml

from refdesk.contribute.writing import DATE, as_yaml, checked_path, insert, list_page, read_lines, spoken, tell, words
from refdesk.files.cache import write_whole
from refdesk.files.checkout import CONFIG, DOCS, UnusableSiteError

_SKELETONS = yaml.safe_load(Path(__file__).with_name("skeletons.yml").read_text(encoding="utf-8"))


def run(root: Path, options: Namespace, say: Callable[[str], None]) -> int:
    """Write a skeleton, and say what is left to fill in; nothing is written over."""
    skeleton = _SKELETONS.get(options.kind)
    if skeleton is None:
        raise UnusableSiteError(f"there is no skeleton of '{options.kind}', but of {', '.join(_SKELETONS)}")
    if len(options.words) != len(skeleton["asks"]) or not words(options.words[0]) or "" in options.words:
        raise UnusableSiteError(f"write: refdesk new {options.kind} {' '.join(skeleton['asks']).upper()}")
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    values = {"today": today, "id": "-".join(words(options.words[0]))}
    values |= zip(skeleton["asks"], (word.removeprefix(f"{DOCS}/") for word in options.words), strict=True)
    if not DATE.fullmatch(values.get("date", today)):
        raise UnusableSiteError(f"'{values['date']}' is no date: write 2026, 2026-04 or 2026-04-30")
    values["what"] = "-".join(words(values.get("title", ""))[:2])
    values["pinyin"] = spoken(values.get("chinese", ""))
    values["Pinyin"] = capwords(values["pinyin"])
    values |= {f"{name}_yaml": as_yaml({"": value}).partition(": ")[2].rstrip() for name, value in values.items()}
    parts = [{name: text.format(**values) for name, text in part.items()} for part in skeleton["writes"]]
    for part in parts:
        if "file" in part and (root / checked_path(part["file"])).exists():
            raise UnusableSiteError(f"{part['file']} is there already")
        first = part["text"].lstrip().partition("\n")[0]
        if "list" in part and f"{first}\n" in read_lines(root, part["list"]):
            raise UnusableSiteError(f"{part['list']} has this entry already: {first.removeprefix('- ')}")
    for part in parts:
        if "nav" in part:
            list_page(root, part["nav"], part["text"])
        elif "file" in part:
            write_whole(root / part["file"], part["text"].encode())
        else:
            insert(root, part["list"], [(part.get("key", ""), part["text"])], part.get("order", ""))
    tell(root, [part.get("file") or part.get("list") or CONFIG for part in parts], say)
    if "chinese" in values:
        say(f"The pinyin is a proposal, to be confirmed: {values['pinyin']}")
    return 0
