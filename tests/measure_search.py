"""Builds the site, asks its search all of queries.yml, and prints how well it answers."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from conftest import ROOT, build
from search.measure import HALVES, measure


def main() -> None:
    """Build the site unless one is named, and measure it."""
    parser = argparse.ArgumentParser(description="Measures the search of the built site.")
    parser.add_argument("--site", type=Path, help="a built site (default: build one)")
    parser.add_argument("--half", choices=["all", *HALVES], default="all")
    parser.add_argument("--failures", action="store_true", help="name every query whose answer does not come first")
    parser.add_argument("--engine", type=Path, help="another script in place of search-engine.js, to compare")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        site = options.site or Path(work) / "site"
        if options.site is None:
            done = build(ROOT, "--strict", "--quiet", "--site-dir", str(site))
            if done.returncode:
                sys.exit(done.stdout)
        measure(site, options.half, failures=options.failures, engine=options.engine)


if __name__ == "__main__":
    main()
