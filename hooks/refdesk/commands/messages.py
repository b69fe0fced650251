"""``refdesk messages LANGUAGE [PAGE…]``: bring the translations up to date with the pages
and data.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from importlib.resources import files as package_files
from pathlib import Path

import click
from babel.localedata import exists
from babel.messages.extract import extract_from_dir

from refdesk.blocks.expand import expand
from refdesk.blocks.shown import blocks_of
from refdesk.charts.drawings import drawings_of, with_drawings
from refdesk.commands import root_option
from refdesk.data.soundness import translated_library
from refdesk.data.translated import texts_by_file
from refdesk.engine.language import translate_settings
from refdesk.files.catalog import LABELS, LOCALES, NO_TRANSLATIONS, Translations, po_path, updated
from refdesk.files.checkout import DOCS, UnusableSiteError
from refdesk.files.language import Language
from refdesk.files.writing import write_together
from refdesk.html.text import HAN
from refdesk.pages.messages import messages
from refdesk.publish.explorer import explorer_script
from refdesk.site.site import Site, load_site

# Which of gettext's readers reads which files of the code.
_READERS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract"), ("**.js", "javascript")]
# Of two numbers of a label, the second is looked up.
_KEYWORDS = {"_": None, "_n": (2,), "gettext": None, "ngettext": (2,)}
# rare characters that no text has, of which one stands around each text of the data
_SIGNS = range(0x20000, 0x2A6E0)


@click.command()
@click.argument("language", metavar="LANGUAGE")
@click.argument("added", nargs=-1, metavar="[PAGE]...")
@root_option
def command(root: Path, language: str, added: Sequence[str]) -> int:
    """Write what is to be translated into docs/locale/LANGUAGE, for pages that stand there, and for
    those named.
    """
    if not exists(language):
        raise UnusableSiteError(f"'{language}' is the code of no language: Chinese is zh")
    site = load_site(root)
    named = [uri.removeprefix(f"{DOCS}/") for uri in added]
    _refuse_unknown(site, named)
    known = site.translations.get(language, {})
    _refuse_broken(known.values())
    uris = [uri for uri in site.pages if po_path(uri) in known or uri in named]
    folder = site.config.docs_dir / LOCALES / language
    unshown = {path: list[str]() for path in known if path.startswith("data/")}
    changed: dict[Path, str] = {}
    for path, wanted in {**unshown, **_texts(site, language, uris)}.items():
        before = known.get(path, NO_TRANSLATIONS).file.text
        after = updated(before, language, wanted)
        if after != before:
            changed[folder / path] = after
    write_together(changed)
    paths = [path.relative_to(site.config.docs_dir).as_posix() for path in changed]
    written = ", ".join(f"{DOCS}/{path}" for path in paths)
    click.echo(f"Written: {written or 'nothing, all is up to date'}")
    return 0


def _refuse_unknown(site: Site, uris: Iterable[str]) -> None:
    """Raise UnusableSiteError at the first of some pages that does not exist."""
    for uri in uris:
        if uri not in site.pages:
            raise UnusableSiteError(f"there is no page '{uri}'")


def _refuse_broken(translations: Iterable[Translations]) -> None:
    """Raise UnusableSiteError at the first problem of some PO files."""
    for one in translations:
        for problem in one.problems:
            raise UnusableSiteError(problem)


def _texts(site: Site, language: str, uris: Collection[str]) -> Mapping[str, list[str]]:
    """Return the texts of some pages, of the data that they show, and of the labels, by the path of
    their PO file.

    What they show is seen on the pages: they are made of data in which each text stands between
    signs of its own.
    """
    texts = (one for one in texts_by_file(site.read) if _is_foreign(one[1]))
    signs = dict(zip(texts, map(chr, _SIGNS), strict=False))
    marked: dict[str, dict[str, str]] = {}
    for (path, text), sign in signs.items():
        marked.setdefault(path, {})[text] = f"{sign}{text}{sign}"
    # each label, noted when it is asked for and found to have no translation
    asked: dict[str, None] = {}
    noting = Language(language, asked.setdefault)
    of_data = {path: texts.get for path, texts in marked.items()}
    library = translated_library(site.read, site.library, noting, of_data)
    shown = {*_shown(replace(site, library=library, language=noting), uris)}
    found: dict[str, list[str]] = {
        po_path(uri): [one.text for one in messages(site.pages[uri])] for uri in uris
    }
    for (path, text), sign in signs.items():
        if sign in shown:
            found.setdefault(path, []).append(text)
    said = {*_of_code(site)}
    values = (text for text in asked.keys() - said if not _is_marked(text) and not HAN.search(text))
    return found | {LABELS: sorted(said.union(filter(_is_foreign, values)))}


def _is_marked(text: str) -> bool:
    """Return whether a text of the data stands in another one."""
    return any(ord(sign) in _SIGNS for sign in text)


def _is_foreign(text: str) -> bool:
    """Return whether a text has words, and not for the most part in Chinese."""
    return any(map(str.isalpha, text)) and 2 * len("".join(HAN.findall(text))) < len(text)


def _shown(site: Site, uris: Collection[str]) -> str:
    """Return all that some pages show; around them, labels are asked for alone."""
    options = {one.name: one.options for one in site.config.lists["markdown_extensions"]}
    settings = {"nav": (), "theme": {}, **site.config.settings, "mdx_configs": options}
    translate_settings(deepcopy(settings), uris, site.language)
    pages = [site.pages[uri] for uri in uris]
    expanded = [expand(site, page) for page in pages]
    parts = [part for one in expanded for part in (one.markdown, *one.pieces)]
    if any(block.script for page in pages for _, block in blocks_of(site, page)):
        parts.append(explorer_script(site.library))
    return with_drawings("".join(parts), drawings_of(site).pages)


def _of_code(site: Site) -> Iterator[str]:
    """Yield what templates, scripts and code say."""
    package = Path(str(package_files("refdesk")))
    for folder in (package, site.config.theme_dir):
        found = extract_from_dir(folder, _READERS, keywords=_KEYWORDS, strip_comment_tags=False)
        yield from (str(text) for _, _, text, _, _ in found)
