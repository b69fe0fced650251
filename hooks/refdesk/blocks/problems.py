"""``<!-- problems -->``: every problem that the check can report, as the rules declare it."""

from pathlib import PurePath

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.problems.problem import CATALOGUE, Rule

# The sections of the page in their order: folders and modules of rules/, title, introduction.
_MADE = (
    "Tables, charts and lists are made from the data whenever the site is built. "
    "One that is out of date cannot exist, so nothing checks for it."
)
_SECTIONS = (
    (("links",), "Links, images and anchors", ""),
    (("sources",), "Sources and citations", ""),
    (("terms",), "Terms", ""),
    (("numbers",), "Numbers", ""),
    (("blocks",), "Tables and lists made from data", _MADE),
    (("page", "markdown", "house_style"), "The form of a page", ""),
    (("site",), "Navigation and settings", ""),
    (("data",), "Data files", ""),
    (("translations", "chinese_words"), "Translations", ""),
)
# by the ending of the file of an example
_LANGUAGES = {"": "markdown", ".yml": "yaml", ".svg": "xml"}


class Problems(FileBlock, marker="problems", shown={"": ()}):
    """Every problem that the check can report, with an example and how to fix it."""

    def render(self, _: Desk, __: str) -> list[str]:
        """Return a heading, an explanation, an example and a fix for each code."""
        parts: list[str] = []
        for folders, title, words in _SECTIONS:
            parts += [f"## {title}", words]
            parts += [
                _section(rule)
                for folder in folders
                for rule in CATALOGUE.values()
                if rule.section == folder
            ]
        return parts


def _section(rule: Rule) -> str:
    fence = "````" if "```" in rule.example else "```"
    explanation = f"A notice. {rule.explanation}" if rule.severity == "notice" else rule.explanation
    language = _LANGUAGES.get(PurePath(rule.file).suffix, "text")
    example = f"{fence}{language}\n{rule.example}\n{fence}"
    return f"### {rule.code}\n\n{explanation}\n\n{example}\n\nTo fix it, {rule.fix}"
