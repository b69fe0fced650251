"""Did you mean: a slip of the keyboard finds the name that was meant, and any other name finds nothing."""

from __future__ import annotations

from difflib import SequenceMatcher
from random import Random

from conftest import HOUSE
from refdesk.problems.suggest import nearest
from refdesk.site.links import nearest_file
from refdesk.site.site import Site, load_site

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def slips(name: str) -> list[str]:
    """The name with one letter left out, doubled, replaced, and changed places with the next."""
    at = Random(name).randrange(len(name) - 1)  # noqa: S311 - a place, no secret
    before, sign, after = name[:at], name[at], name[at + 1 :]
    other = next(letter for letter in LETTERS if letter not in name)
    return [before + after, before + 2 * sign + after, before + other + after, before + after[0] + sign + after[1:]]


def test_a_slip_finds_what_was_meant_and_a_name_of_another_finds_nothing(loaded: Site) -> None:
    sources = [*loaded.library.known("sources")]
    for name in sources[::60]:
        found = {nearest(slip, sources) or "" for slip in slips(name)}
        assert [one for one in found if SequenceMatcher(None, one, name).ratio() < 0.9] == []  # or one in a row with it
    some = sources[::20]
    strangers = [name for name in some if nearest_of(name, sources)]
    assert len(strangers) < len(some) / 10, strangers


def nearest_of(name: str, names: list[str]) -> list[str]:
    """What would be suggested for a name that is left out."""
    found = nearest(name, (other for other in names if other != name))
    return [found] if found is not None else []


def test_another_year_and_another_word_are_not_near() -> None:
    ids = ["nbs-2024-10-02-bulletin-2023", "nbs-2023-bulletin", "index", "basic-research"]
    for name in ("nbs-2025-bulletn", "nope", "nbs", "research", "a", "applied-research"):
        assert nearest(name, ids) is None
    assert nearest("nbs-2032-buletin", ids) == "nbs-2023-bulletin"


def test_a_path_is_near_in_each_of_its_parts() -> None:
    site = load_site(HOUSE)
    near = {
        "guide/listts.md": "guide/lists.md", "giude/lists.md": "guide/lists.md", "lists.md": "guide/lists.md",
        "hubs/lists.md": "guide/lists.md", "images/map.png": "images/map.svg",
        "nope.md": None, "guide/nope.md": None, "images/nope.svg": None, "data/series/nope.csv": None,
    }  # fmt: skip
    assert {path: nearest_file(site, path)[0] for path in near} == near
