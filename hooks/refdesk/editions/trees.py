"""``refdesk expand`` and ``refdesk export``: the expanded site for another engine, all data in plain formats."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from refdesk.publish.downloads import everything
from refdesk.publish.expanded_tree import expanded, write
from refdesk.rules.run import load_rules
from refdesk.site.site import load_site


def run(root: Path, options: Namespace, say: Callable[[str], None]) -> int:
    """Write the expanded pages for another engine, or all data in plain formats."""
    load_rules()  # a page shows them
    site = load_site(root)
    tree = expanded(site) if options.command == "expand" else everything(site)
    write(tree, Path(options.out), site.config.docs_dir)
    say(f"{len(tree)} files written to {options.out}")
    return 0
