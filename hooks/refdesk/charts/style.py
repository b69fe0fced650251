"""The look of drawings. Their colours are those of the site's palette, told apart without colour as well.

A page takes them as variables; a picture that stands alone carries them itself.
"""

from __future__ import annotations

import re

from refdesk.charts.palette import Colours, Palette

_COLOURS = "".join(
    f".rd-svg .f{n}{{fill:var(--rd-c{n})}}.rd-svg .s{n}{{stroke:var(--rd-c{n});fill:none}}"
    f".rd-svg .h{n}{{stroke:var(--rd-c{n});fill:var(--rd-ground);stroke-width:1.8}}"
    f".rd-svg .b{n}{{stroke:var(--rd-c{n});fill:var(--rd-soft);stroke-width:1.5}}"
    for n in range(1, 5)
) + "".join(
    f".rd-svg .q{n}{{fill:var(--rd-q{n});stroke:var(--rd-faint);stroke-width:.7}}.rd-svg .t{n}{{fill:var(--rd-t{n})}}"
    for n in range(1, 6)
)

RULES = (
    ".rd-svg text{fill:var(--rd-ink)}"
    ".rd-svg .am{text-anchor:middle}.rd-svg .ae{text-anchor:end}"
    ".rd-svg .m{fill:var(--rd-muted)}.rd-svg .b{font-weight:700}"
    ".rd-svg .halo{stroke:var(--rd-ground);stroke-width:3.5;stroke-linejoin:round;paint-order:stroke}"
    ".rd-svg .w2{stroke-width:1.6}.rd-svg .head{fill:var(--rd-muted);stroke:none}"
    ".rd-svg .open{fill:none!important}.rd-svg .bg{fill:var(--rd-ground)}"
    ".rd-svg .grid{stroke:var(--rd-line);fill:none}.rd-svg .axis{stroke:var(--rd-muted);fill:none}"
    ".rd-svg .lead{stroke:var(--rd-faint);fill:none}.rd-svg .under{stroke:var(--rd-ground)}"
    ".rd-svg .event{stroke:var(--rd-muted);fill:none;stroke-dasharray:2 3}"
    ".rd-svg .ref{stroke:var(--rd-ink);fill:none;stroke-dasharray:5 3}"
    ".rd-svg .w{stroke-width:2.2;stroke-linejoin:round}.rd-svg .gap{stroke-width:1.2;stroke-dasharray:1.5 3.5}"
    ".rd-svg .dash{stroke-dasharray:6 4}.rd-svg .pre{stroke-dasharray:3 2.5;stroke-width:1.5}"
    ".rd-svg .box{stroke:var(--rd-muted);fill:var(--rd-soft)}.rd-svg .none{fill:var(--rd-soft);stroke:var(--rd-muted)}"
    f"{_COLOURS}"
)
_PAGE = (
    ".rd-plot{container-type:inline-size;margin:.4em 0}"
    ".rd-svg{display:block;width:100%;height:auto;overflow:visible;"
    "font-family:var(--md-text-font-family,system-ui),sans-serif}"
    ".rd-narrow{display:none;max-width:22rem}"
    ".rd-svg>[aria-describedby]{stroke:var(--rd-ink);stroke-width:2}"
    ".rd-fn{font-size:.72em;margin-left:.2em}.md-typeset .rd-fn a{padding:0 .15em}"
    ".md-typeset ol.rd-cell-notes{font-size:.62rem;columns:18rem;margin-top:.8em}"
    ".md-typeset ol.rd-cell-notes li{margin:0 0 .2em 2em;min-height:24px;overflow-wrap:anywhere}"
    "@container (max-width:33rem){.rd-wide{display:none}.rd-narrow{display:block}}"
)


ASKED = frozenset(re.findall(r"var\(--rd-(\w+)\)", RULES))  # the names of the colours that drawings ask for
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def page_sheet() -> str:
    """The style sheet that pages with drawings load."""
    return f"/* Made from hooks/refdesk/charts/style.py. */\n{_PAGE}\n{RULES}\n"


def alone_sheet(palette: Palette) -> str:
    """The style of a picture that stands alone: light, or dark where the reader's system asks for it."""
    light, dark = (
        "".join(f"--rd-{name}:{colours[name]};" for name in sorted(ASKED & colours.keys()))
        for colours in (palette.light, palette.dark)
    )
    return (
        f".rd-svg{{{light}font-family:Roboto,Arial,sans-serif}}"
        f"@media (prefers-color-scheme:dark){{.rd-svg{{{dark}}}}}{RULES}"
    )


def in_fixed_colours(svg: str, colours: Colours, extra: str = "") -> str:
    """A drawing with its colours filled in and no other style, for a reader of SVG that knows no variables."""
    rules = re.sub(r"var\(--rd-(\w+)\)", lambda match: colours.get(match[1], colours["ink"]), RULES)
    opening, _, rest = _STYLE.sub("", svg, count=1).partition(">")
    return f"{opening}><style>{extra}{rules}</style>{rest}"
