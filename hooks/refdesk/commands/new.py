"""``refdesk new KIND WORD…``: write the skeleton of a page or an entry (skeletons.yml) in its
place.
"""

import datetime
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from string import capwords

import click
import yaml

from refdesk.commands import root_option
from refdesk.contribute.formats import TABLE
from refdesk.contribute.writing import Draft, checked_date, checked_path, spoken, words
from refdesk.data.fields import closed_list
from refdesk.data.models import ENTRY_FILES
from refdesk.files.checkout import DOCS, UnusableSiteError
from refdesk.files.yaml_lists import as_yaml
from refdesk.html.text import HAN

_SKELETONS = yaml.safe_load(
    (files("refdesk.contribute") / "skeletons.yml").read_text(encoding="utf-8")
)
_FORMS = {
    kind: f"refdesk new {kind} {' '.join(one['asks']).upper()}" for kind, one in _SKELETONS.items()
}


@click.command(epilog="\b\n" + "\n".join(_FORMS.values()))
@click.argument("kind", type=click.Choice(list(_SKELETONS)), metavar="KIND")
@click.argument("asked", nargs=-1, metavar="[WORD]...")
@root_option
def command(root: Path, kind: str, asked: Sequence[str]) -> int:
    """Begin a page or an entry. Its skeleton is written in its place, and a check says what is left
    to fill in.
    """
    skeleton = _SKELETONS[kind]
    if len(asked) != len(skeleton["asks"]) or not words(asked[0]) or "" in asked:
        raise UnusableSiteError(f"write: {_FORMS[kind]}")
    values = _values(
        dict(zip(skeleton["asks"], (word.removeprefix(f"{DOCS}/") for word in asked), strict=True))
    )
    if "kind" in values:
        _check_kind(values["kind"], [part["list"] for part in skeleton["writes"]])
    draft = Draft(root)
    for part in skeleton["writes"]:
        _add(draft, {name: text.format(**values) for name, text in part.items()})
    draft.write_and_tell()
    if "chinese" in values:
        shown = values["Person" if kind == "person" else "pinyin"]
        click.echo(f"The pinyin is a proposal, to be confirmed: {shown}")
    return 0


def _values(asked: dict[str, str]) -> dict[str, str]:
    """Return what a skeleton is filled with: the words that it asks for, and what is made
    of them.
    """
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    first = next(iter(asked.values()))
    values = {"today": today, "id": "-".join(words(first)), **asked}
    checked_date(values.get("date", today))
    if "chinese" in asked and (HAN.search(first) or not HAN.search(asked["chinese"])):
        raise UnusableSiteError(
            f"'{asked['chinese']}' is to be the Chinese name, '{first}' the English one: swap them"
        )
    values["what"] = "-".join(words(values.get("title", ""))[:2])
    values["pinyin"] = spoken(values.get("chinese", ""))
    values["Pinyin"] = capwords(values["pinyin"])
    values["Person"] = _personal(values.get("chinese", ""))
    return values | {
        f"{name}_yaml": as_yaml({"": one}).partition(": ")[2].rstrip()
        for name, one in values.items()
    }


def _personal(name: str) -> str:
    """Return the pinyin of a Chinese personal name: the family name, and the given name as one
    word.
    """
    length = 2 if name[:2] in TABLE["double-families"] else 1
    return " ".join(capwords(spoken(part)) for part in (name[:length], name[length:])).strip()


def _check_kind(kind: str, lists: Sequence[str]) -> None:
    """Refuse a kind that the entries of the lists do not have."""
    for path in lists:
        kinds = closed_list(ENTRY_FILES[Path(path).stem], "kind")
        if kind not in kinds:
            raise UnusableSiteError(f"'{kind}' is no kind: write {', '.join(kinds)}")


def _add(draft: Draft, part: dict[str, str]) -> None:
    """Add one part of a skeleton: a page of the navigation, a file, or an entry of a list; nothing
    is written over.
    """
    text = part["text"]
    if "nav" in part:
        draft.list_page(part["nav"], text)
    elif "file" in part:
        if (draft.root / checked_path(part["file"])).exists():
            raise UnusableSiteError(f"{part['file']} is there already")
        if "beside" in part:
            _refuse_taken(draft, part["beside"], text)
        draft.put(part["file"], text)
    else:
        path = part["list"]
        _refuse_taken(draft, path, text)
        if "group" in part:
            draft.insert_behind(path, text, f"  {part['group']}: {part['key']}")
        else:
            draft.insert(path, [(part.get("key", ""), text)], part.get("order", ""))


def _refuse_taken(draft: Draft, path: str, text: str) -> None:
    """Refuse an entry of which the id stands in a list already."""
    lines = draft.text(path).splitlines()
    for line in text.splitlines():
        if line.startswith("- id: ") and line in lines:
            entry = line.removeprefix("- ")
            raise UnusableSiteError(
                f"{path}:{lines.index(line) + 1} has this entry already: {entry}"
            )
