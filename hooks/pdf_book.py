"""Writes the whole site as one PDF: ``python hooks/pdf_book.py [FOLDER]`` writes FOLDER/from-0-to-1.pdf (dist/)."""

from __future__ import annotations

import sys
from pathlib import Path

from refdesk.book.press import pdf
from refdesk.check import check
from refdesk.files.checkout import UnusableSiteError
from refdesk.problems.report import line_of, total
from refdesk.site.edition import site_and_edition

ROOT = Path(__file__).resolve().parent.parent
NAME = "from-0-to-1.pdf"


def main(folder: Path) -> int:
    """Check the site, make the book, put it in place; 1 when the site has problems, 2 when it cannot be read."""
    try:
        site, edition = site_and_edition(ROOT)
    except UnusableSiteError as error:
        print(f"pdf: {error}", file=sys.stderr)
        return 2
    report = check(site)
    if report.failed:
        for problem in report.problems:
            print(line_of(problem), file=sys.stderr)
        print(total(report.problems, report.pages, report.references), file=sys.stderr)
        return 1
    out = folder / NAME
    folder.mkdir(parents=True, exist_ok=True)
    part = out.with_suffix(".part")
    part.write_bytes(pdf(site, edition))
    part.replace(out)
    print(f"{out}: edition {edition}, {out.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"))
