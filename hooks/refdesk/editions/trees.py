"""``refdesk expand`` and ``refdesk export``: the expanded site for another engine, all data in plain formats."""

import re
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from refdesk.blocks.expand import expand
from refdesk.charts.drawings import drawings_of, with_drawings
from refdesk.files.cache import write_whole
from refdesk.files.checkout import DOCS, UnusableSiteError
from refdesk.files.progress import progress
from refdesk.publish.added_files import added_files
from refdesk.publish.downloads import everything
from refdesk.publish.publication import Publication
from refdesk.rules.run import load_rules
from refdesk.site.site import Site, load_site

# The keys hooks and plugins of mkdocs.yml with their comments and values.
_HOOKS = re.compile(r"^(?:#.*\n)*(?:hooks:.*|plugins: \[\]\s*)\n(?:[ \t#-].*\n|\s*\n)*", re.MULTILINE)


def run(root: Path, options: Namespace, say: Callable[[str], None]) -> int:
    """Write the expanded pages for another engine, or all data in plain formats."""
    load_rules()  # a page shows them
    site = load_site(root)
    tree = expanded(site) if options.command == "expand" else everything(site)
    write(tree, Path(options.out), site.config.docs_dir)
    say(f"{len(tree)} files written to {options.out}")
    return 0


def expanded(site: Site) -> dict[str, str | bytes | Path]:
    """Returns path and content (or the file to copy) of mkdocs.yml without hooks, the theme, pages and all files."""
    # Without the hook the site has no search of its own, so the engine's search plugin is enabled.
    config, own = site.config.yaml.file, site.config.theme_dir
    tree: dict[str, str | bytes | Path] = {config.path: _HOOKS.sub("", config.text)}
    parts = sorted(path for path in own.rglob("*") if path.is_file())
    tree |= {path.relative_to(site.config.root).as_posix(): path for path in parts}
    for uri in site.tree.published:
        tree[f"{DOCS}/{uri}"] = site.config.docs_dir / uri
        if page := site.pages.get(uri):
            body = with_drawings(expand(site, page), drawings_of(site).pages)
            tree[f"{DOCS}/{uri}"] = page.file.text[: page.body_start] + body
    made = everything(site) | added_files(Publication(site), {})
    return tree | {f"{DOCS}/{uri}": content for uri, content in made.items()}


def write(tree: Mapping[str, str | bytes | Path], out: Path, docs_dir: Path) -> None:
    """Writes files into a folder, after all of them have been read.

    Raises UnusableSiteError if ``out`` exists and is not an empty folder, is inside ``docs_dir``, or cannot be written.
    """
    try:
        if out.resolve().is_relative_to(docs_dir):
            raise UnusableSiteError(f"'{out}' is inside the documentation folder")
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise UnusableSiteError(f"'{out}' exists and is not an empty folder")
        files = {out / path: one.read_bytes() if isinstance(one, Path) else one for path, one in tree.items()}
        for path, content in progress(files.items(), "Writing files"):
            write_whole(path, content)
    except (OSError, RuntimeError, ValueError) as error:
        raise UnusableSiteError(f"'{out}' cannot be written: {error}") from None
