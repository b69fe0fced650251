"""``<!-- claims -->``: the founding report, claim by claim."""

from __future__ import annotations

from collections import Counter

from refdesk.blocks.base import (
    FileBlock,
    anchor,
    column_head,
    downloads,
    explained,
    field_of,
    filters,
    stacked_table,
    table_files,
)
from refdesk.blocks.desk import Desk
from refdesk.data.models import Claim
from refdesk.html.text import address, escape, join

VERDICTS = {
    "confirmed": "Confirmed",
    "partly": "Confirmed in part",
    "report-only": "Only in the report",
    "conflicting": "Conflicts with the record",
}

_HEADS = ("Claim of the report", "Verdict", "What the record says")


class Claims(FileBlock):
    """A table of claims: what the report says, the verdict, what the record says. Filterable by verdict."""

    data = "claims"

    def render(self, desk: Desk, _: str) -> str:
        """The claims as HTML."""
        claims = list(desk.library.entries("claims", Claim).values())
        counts = Counter(str(claim.verdict) for claim in claims)
        choices = [(value, label, counts[value]) for value, label in VERDICTS.items() if counts[value]]
        rows = [_row(desk, number, claim) for number, claim in enumerate(claims, 1)]
        return (
            f'<figure class="rd-figure rd-claims" id="claims-table">{filters("Show claims by verdict", choices)}'
            f"{stacked_table('The claims of the founding report against the record', map(column_head, _HEADS), rows)}"
            f"<figcaption>{explained(join(rows))}{downloads(desk, table_files(self.data))}</figcaption></figure>"
        )


def _row(desk: Desk, number: int, claim: Claim) -> str:
    inlines = list(desk.library.files["claims"].inlines(claim.id))
    said, record, missing = (field_of(inlines, name) for name in ("claim", "record", "not_found"))
    row_id = f"claim-{claim.id}"
    not_found = f'<p class="rd-none">Not found: {desk.inline(missing)}</p>' if missing is not None else ""
    return (
        f'<tr id="{address(row_id)}" data-kind="{claim.verdict}"><th scope="row">'
        f'<span class="rd-section">{number}. {escape(claim.section)}</span> {desk.inline(said) if said else ""}'
        f"{anchor(row_id, f'Link to claim {number}')}</th>"
        f'<td data-label="Verdict"><span class="rd-verdict rd-{claim.verdict}">{VERDICTS[claim.verdict]}</span></td>'
        f'<td data-label="What the record says">{desk.inline(record) if record else ""}{not_found}</td></tr>'
    )
