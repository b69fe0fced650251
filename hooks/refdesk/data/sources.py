"""How a source reads: in a list of references and in the bibliography."""

from refdesk.data.dates import spoken_date
from refdesk.data.models import Source
from refdesk.html.language import with_language
from refdesk.html.text import HAN, escape

LANGUAGES = {
    "zh": "in Chinese", "ja": "in Japanese", "ru": "in Russian", "it": "in Italian", "es": "in Spanish",
    "pl": "in Polish", "hr": "in Croatian", "de": "in German", "bg": "in Bulgarian", "fr": "in French",
}  # fmt: skip


def language_tag(language: str) -> str:
    """The language of a title for a lang attribute."""
    return "zh-Hans" if language == "zh" else language


KINDS = {
    "official": "official text", "statistics": "statistics", "state-media": "state media", "media": "other press",
    "scholarly": "scholarly work", "analysis": "analysis",
}  # fmt: skip
_READ = {"original": "Read", "copy": "Read in a copy", "excerpt": "Excerpt read", "dataset": "Read as data"}
_WEAK = {
    "excerpt": "only fragments were read", "anonymous": "nobody answers for the text",
    "rewritten": "rewritten by a machine", "copy": "the original was not seen",
}  # fmt: skip
_ARCHIVE = "https://web.archive.org/web/*/"  # the calendar of all copies of the address that follows
_CALENDAR = "Look for copies of this address in the Web Archive; it may hold none"


def short_name(source: Source) -> str:
    """A source in a line of sources: ``National Bureau of Statistics 2025``, with the keeper of a linked copy."""
    publisher = source.publisher.partition(";")[0].partition("(")[0].strip()
    keeper = source.custom.copy_at if source.custom.copy_url and not source.url else None
    via = f", via {keeper.partition(',')[0]}" if keeper else ""
    return f"{publisher} {source.issued[:4] if source.issued else 'n.d.'}{via}"


def describe(source: Source) -> str:
    """One source as HTML: authors, title with its gloss, publisher, date, kind, address, how it was read."""
    parts: list[str] = []
    if source.author:
        parts.append(with_language(", ".join(str(name) for name in source.author)) + ".")
    parts.append(_title(source))
    where = with_language(source.publisher)
    if source.container_title and source.container_title != source.custom.copy_at:
        where = f"<em>{with_language(source.container_title)}</em>, {where}"
    when = f", {escape(spoken_date(source.issued))}" if source.issued else ", undated"
    language = LANGUAGES.get(source.language)
    kind = f"<span data-search-exclude>; {KINDS[source.custom.kind]}</span>"
    parts.append(f"{where}{when}{f' ({language})' if language else ''}{kind}.")
    if source.url:
        calendar = _outside(_ARCHIVE + source.url, "archived copies", "", f' title="{_CALENDAR}"')
        archive = f'<span class="rd-archive" data-search-exclude>, {calendar}</span>'
        parts.append(f"{_outside(source.url, host(source.url), source.language)}{archive}.")
    if source.archive_location:
        parts.append(_outside(source.archive_location, "archived copy", source.language))
    parts.append(f"<span data-search-exclude>{_reading(source)}</span>")
    return " ".join(parts)


def _reading(source: Source) -> str:
    """How and when a source was read, where, and why it is weak."""
    extra = source.custom
    keeper = with_language(extra.copy_at or "")
    if extra.copy_url:
        keeper = _outside(extra.copy_url, extra.copy_at or host(extra.copy_url), source.language)
    weak = f" Weak: {_WEAK[extra.weak]}." if extra.weak else ""
    return f"{_READ[extra.read]}{f' at {keeper}' if keeper else ''}, {escape(spoken_date(source.accessed))}.{weak}"


def outside_attributes(language: str, classes: str = "") -> str:
    """The attributes of a link that leads out of the site, to a text in a language ('' when it is not known)."""
    names = f"{classes} rd-out".strip()
    foreign = f' hreflang="{language}"' if language not in {"", "en"} else ""
    return f'class="{names}" rel="noopener external"{foreign}'


def _outside(url: str, label: str, language: str, attributes: str = "") -> str:
    return f'<a href="{escape(url)}" {outside_attributes(language)}{attributes}>{with_language(label)}</a>'


def host(url: str) -> str:
    """The host name of an address, without www."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")


def _title(source: Source) -> str:
    title = escape(source.title)
    if source.custom.title_note == "described":
        return f"&#91;{with_language(source.title)}&#93;."
    language = (
        language_tag(source.language)
        if source.language != "en" and (source.language != "zh" or HAN.search(source.title))
        else ""
    )
    marked = f'<cite lang="{language}">{title}</cite>' if language else f"<cite>{with_language(source.title)}</cite>"
    gloss = f" &#91;{with_language(source.custom.gloss)}&#93;" if source.custom.gloss else ""
    return f"{marked}{gloss}{'' if title.endswith(('?', '!', '.')) and not gloss else '.'}"
