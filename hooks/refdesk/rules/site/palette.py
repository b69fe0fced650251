"""The palette: drawings find the colours that they ask for."""

from __future__ import annotations

from collections.abc import Iterator

from refdesk.charts.drawings import palette_of
from refdesk.charts.palette import PALETTE
from refdesk.charts.style import ASKED
from refdesk.problems.problem import Problem
from refdesk.site.site import Site


def check_site(site: Site) -> Iterator[Problem]:
    """Every colour that drawings ask for and docs/assets/palette.css does not give."""
    if not (site.library.files.get("charts") or site.library.files.get("diagrams")):
        return
    for kind, names in palette_of(site).lacking(ASKED):
        written = ", ".join(f"--rd-{name}" for name in names)
        message = f"drawings ask for colours that the {kind} palette does not give: {written}"
        yield Problem(site.shown(PALETTE), 1, 1, "missing-field", message, "Write each as #rrggbb or var(--rd-…)")
