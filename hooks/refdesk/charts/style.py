"""The look of charts: one palette for light and one for dark, told apart without colour as well.

The five colours stay distinct under the common kinds of colour blindness and hold 4.5:1 against their ground. A page
takes them as variables; a picture that stands alone carries them itself.
"""

from __future__ import annotations

import re

LIGHT = {
    "ink": "#1f2430", "muted": "#4b5563", "line": "#d0d5dd", "ground": "#ffffff", "soft": "#eef0f3",
    "c1": "#a3262a", "c2": "#1f5fa8", "c3": "#8a5a00", "c4": "#0f6b62", "c5": "#6d6f7b",
    "q1": "#eaf1f8", "q2": "#c4d9ee", "q3": "#8fb8de", "q4": "#3372b0", "q5": "#174a82",
    "t1": "#1f2430", "t2": "#1f2430", "t3": "#111722", "t4": "#ffffff", "t5": "#ffffff",
}  # fmt: skip
DARK = {
    "ink": "#e6e8ee", "muted": "#b4bac6", "line": "#444a58", "ground": "#1e2129", "soft": "#2b303c",
    "c1": "#ff9c98", "c2": "#82bdf7", "c3": "#e5c07b", "c4": "#6fd6c3", "c5": "#a9adba",
    "q1": "#23303f", "q2": "#2b4a6b", "q3": "#356ea6", "q4": "#79b1e8", "q5": "#cfe4fa",
    "t1": "#e6e8ee", "t2": "#e6e8ee", "t3": "#ffffff", "t4": "#111722", "t5": "#111722",
}  # fmt: skip

_COLOURS = "".join(
    f".rd-svg .f{n}{{fill:var(--rd-c{n})}}.rd-svg .s{n}{{stroke:var(--rd-c{n});fill:none}}"
    f".rd-svg .h{n}{{stroke:var(--rd-c{n});fill:var(--rd-ground);stroke-width:1.8}}"
    f".rd-svg .b{n}{{stroke:var(--rd-c{n});fill:var(--rd-soft);stroke-width:1.5}}"
    for n in range(1, 6)
) + "".join(f".rd-svg .q{n}{{fill:var(--rd-q{n})}}.rd-svg .t{n}{{fill:var(--rd-t{n})}}" for n in range(1, 6))

RULES = (
    ".rd-svg text{fill:var(--rd-ink)}"
    ".rd-svg .am{text-anchor:middle}.rd-svg .ae{text-anchor:end}"
    ".rd-svg .m{fill:var(--rd-muted)}.rd-svg .b{font-weight:700}"
    ".rd-svg .halo{stroke:var(--rd-ground);stroke-width:3.5;stroke-linejoin:round;paint-order:stroke}"
    ".rd-svg .w2{stroke-width:1.6}.rd-svg .head{fill:var(--rd-muted);stroke:none}"
    ".rd-svg .bg{fill:var(--rd-ground)}"
    ".rd-svg .grid{stroke:var(--rd-line);fill:none}.rd-svg .axis{stroke:var(--rd-muted);fill:none}"
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
    ".rd-narrow{display:none;max-width:30rem}"
    ".rd-fn{font-size:.72em;margin-left:.2em}.md-typeset .rd-fn a{padding:0 .15em}"
    ".md-typeset ol.rd-cell-notes{font-size:.62rem;columns:18rem;margin-top:.8em}"
    ".md-typeset ol.rd-cell-notes li{margin:0 0 .2em 2em;overflow-wrap:anywhere}"
    "@container (max-width:33rem){.rd-wide{display:none}.rd-narrow{display:block}}"
)


def _variables(palette: dict[str, str]) -> str:
    return "".join(f"--rd-{name}:{value};" for name, value in palette.items() if name not in {"muted", "line", "soft"})


def page_sheet() -> str:
    """The style sheet that pages with charts load."""
    extra = "--rd-line:#d0d5dd;--rd-soft:#f5f6f8;--rd-muted:#4b5563;"
    return (
        "/* Made from hooks/refdesk/charts/style.py. */\n"
        f":root{{{_variables(LIGHT)}}}\n"
        f'[data-md-color-scheme="slate"]{{{_variables(DARK)}}}\n'
        f"@media print{{:root,[data-md-color-scheme]{{{_variables(LIGHT)}{extra}}}}}\n"
        f"{_PAGE}\n{RULES}\n"
    )


def fixed(palette: dict[str, str]) -> str:
    """The rules with one palette filled in, for a reader of SVG that knows no variables."""
    return re.sub(r"var\(--rd-(\w+)\)", lambda match: palette[match[1]], RULES)


def alone_sheet() -> str:
    """The style of a picture that stands alone: light, or dark where the reader's system asks for it."""
    colours = {name: value for name, value in DARK.items() if value != LIGHT[name]}
    variables = "".join(f"--rd-{name}:{value};" for name, value in LIGHT.items())
    dark = "".join(f"--rd-{name}:{value};" for name, value in colours.items())
    return (
        f".rd-svg{{{variables}font-family:Roboto,Arial,sans-serif}}"
        f"@media (prefers-color-scheme:dark){{.rd-svg{{{dark}}}}}{RULES}"
    )
