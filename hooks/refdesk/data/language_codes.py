"""Codes of countries that are taken for those of their languages."""

_LANGUAGES = {
    "cn": "zh", "hk": "zh", "tw": "zh", "jp": "ja", "kr": "ko", "us": "en", "gb": "en", "ua": "uk", "cz": "cs",
}  # fmt: skip


def slip(tag: str) -> tuple[str, str] | None:
    """What is wrong with a language tag that begins with a country, and the code that was meant."""
    code = tag.partition("-")[0].lower()
    return (f"'{code}' is the code of a country, not of a language", _LANGUAGES[code]) if code in _LANGUAGES else None
