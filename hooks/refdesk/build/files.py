"""The files of a built site that are no pages: announced to the engine by name, made once the check has passed."""

from collections.abc import Callable, Iterable, Mapping

from refdesk.charts.colours import page_sheet
from refdesk.files.docs_tree import is_own_file
from refdesk.publish.added_files import added_files
from refdesk.publish.assets import EXPLORER_DATA, is_changed, published_files
from refdesk.publish.cards import cards
from refdesk.publish.downloads import drawn_pictures, texts_and_archive
from refdesk.publish.explorer import explorer_script
from refdesk.publish.publication import Publication
from refdesk.search.records import PageHtml
from refdesk.site.generated import CHART_STYLES, ROOT_FILES, files_of_data
from refdesk.site.site import Site

Content = str | bytes


def announced_files(site: Site, known: Iterable[str], text_of: Callable[[str], str]) -> Mapping[str, Content | None]:
    """Return path -> content of the files that an engine adds to those it knows, or None for one that it takes away.

    Style sheets and scripts are replaced by what readers get of them. What is made from data is empty so far, but
    links lead to it. What stands behind a symbolic link is taken away before anything reads it.
    ``text_of`` gives the text of a file that the engine knows.
    """
    known = set(known)
    links = [path for path in known & site.tree.files.keys() if not is_own_file(site.config.docs_dir, path)]
    texts = {path: text_of(path) for path in known - {*links} if is_changed(path)} | {
        CHART_STYLES: page_sheet(),
        EXPLORER_DATA: explorer_script(site.library),
    }
    made = dict.fromkeys((files_of_data(site) | {*ROOT_FILES}) - known, "")
    assets = published_files(texts, (asset.name for asset in site.config.assets))
    return {**made, **dict.fromkeys([*texts, *links]), **assets}


def made_files(publication: Publication, pages: Mapping[str, PageHtml]) -> dict[str, Content]:
    """Return path -> content of all that is made from the data and pages of a site without mistakes."""
    site = publication.site
    return {**added_files(publication, pages), **texts_and_archive(site), **drawn_pictures(site), **cards(publication)}
