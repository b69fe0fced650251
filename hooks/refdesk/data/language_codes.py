"""Codes of languages: the two letters of ISO 639-1, and the codes of countries that are taken for them."""

from __future__ import annotations

_CODES = (
    " aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
)
# Countries whose code is that of no language, or of one that few sources are written in.
_OF_COUNTRIES = {
    "cn": "zh", "hk": "zh", "mo": "zh", "tw": "zh", "jp": "ja", "kr": "ko", "us": "en", "gb": "en", "au": "en",
    "cz": "cs", "dk": "da", "gr": "el", "at": "de", "mx": "es", "ua": "uk", "vn": "vi", "in": "hi", "il": "he",
    "ir": "fa", "pk": "ur", "rs": "sr",
}  # fmt: skip


def slip(tag: str) -> tuple[str, str] | None:
    """What is wrong with a language tag such as ``zh`` or ``zh-Hans``, and the code that was meant ('' if unknown)."""
    code = tag.partition("-")[0].lower()
    meant = _OF_COUNTRIES.get(code, "")
    if meant:
        return f"'{code}' is the code of a country, not of a language", meant
    if len(code) == len("en") and f" {code} " not in _CODES:
        return f"'{code}' is the code of no language", meant
    return None
