"""Lists the golden cases by the code that they expect: ``.venv/bin/python tests/cases.py [CODE]``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import yaml

from refdesk.problems.problem import CATALOGUE
from refdesk.rules.run import load_rules

GOLDEN = Path(__file__).parent / "rules" / "golden"
_CODE = re.compile(r"(?:«|:\d+:\d+: )([a-z-]+)")


def cases() -> dict[str, list[str]]:
    """Code -> the golden cases that expect it, as ``file: name``; '' for those that expect nothing."""
    load_rules()
    found: dict[str, list[str]] = {code: [] for code in ("", *sorted(CATALOGUE))}
    for path in sorted(GOLDEN.glob("*.yml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in [*data.get("cases", ()), *({"name": "every pair", **matrix} for matrix in data.get("matrix", ()))]:
            for code in set(_CODE.findall(str(case))) or {""}:
                found.setdefault(code, []).append(f"{path.stem}: {case['name']}")
    return found


if __name__ == "__main__":
    for code, names in cases().items():
        if not sys.argv[1:] or code in sys.argv[1:]:
            print(f"{code or 'no problem'} ({len(names)})", *(f"  {name}" for name in names), sep="\n")
