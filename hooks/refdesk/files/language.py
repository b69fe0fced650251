"""The languages of the site: English, in which it is written, and that of its edition in Chinese.

What code, templates and scripts say around texts is a label. In code it is written
``language.gettext("Sources")``, or ``language.ngettext("1 row", "{} rows", number)``, in templates
and scripts ``_("Sources")``.
"""

from calendar import month_name
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

Translation = Callable[[str], str | None]  # of a text, None where there is none


@dataclass(frozen=True)
class Language:
    """A language: its code, and the translation of its labels; how it writes numbers and dates.

    Whatever is made in a language is kept by it; two of one code whose labels have one translation
    are the same.
    """

    code: str
    translation: Translation

    @property
    def is_chinese(self) -> bool:
        """Return whether what is shown is in Chinese."""
        return self.code == "zh"

    @property
    def thousands(self) -> str:
        """Return the sign that parts thousands, as a format of numbers has it; in Chinese none
        does.
        """
        return "" if self.is_chinese else ","

    def gettext(self, label: str) -> str:
        """Return a label; one without a translation stays as it is written."""
        return self.translation(label) or label

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return the label for a number: ``one``, or ``many``, by which its translation is looked
        up.
        """
        return self.translation(many) or (one if number == 1 else many)

    def number(self, number: Decimal, digits: int | None = None) -> str:
        """Return a number rounded half up to at most ``digits`` decimals."""
        if digits is not None and -int(number.as_tuple().exponent) > digits:
            number = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        return f"{number:{self.thousands}f}"

    def date(self, date: str) -> str:
        """Return a date as people write it: 2026-04-30 -> 30 April 2026, 2026-04 -> April 2026."""
        year, *rest = date.split("-")
        month, day, *_more = [*map(int, rest), 0, 0]
        if day:
            form = self.gettext("{day} {month} {year}")
        else:
            form = self.gettext("{month} {year}") if month else self.gettext("{year}")
        name = month if self.is_chinese else month_name[month]
        return form.format(day=day, month=name, year=year)

    def called(self, name: str, chinese: str | None) -> str:
        """Return the name of something: in Chinese its Chinese name, where it has one."""
        return chinese if chinese and self.is_chinese else name


ENGLISH = Language("en", lambda _label: None)
