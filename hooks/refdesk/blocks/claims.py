"""``<!-- claims -->``: the founding report, claim by claim."""

from collections import Counter

from refdesk.blocks import base
from refdesk.blocks.desk import Desk
from refdesk.data.models import Claim
from refdesk.html.text import escape, join

VERDICTS = {
    "confirmed": "Confirmed",
    "partly": "Confirmed in part",
    "report-only": "Only in the report",
    "conflicting": "Conflicts with the record",
}
_HEADS = ("Claim of the report", "Verdict", "What the record says")


class Claims(base.FileBlock, marker="claims"):
    """A table of claims: what the report says, the verdict, what the record says. Filterable by verdict."""

    def render(self, desk: Desk, _: str) -> str:
        """The claims as HTML."""
        claims = list(desk.library.entries("claims", Claim).values())
        counts = Counter(str(claim.verdict) for claim in claims)
        choices = [(value, label, counts[value]) for value, label in VERDICTS.items() if counts[value]]
        rows = [_row(desk, number, claim) for number, claim in enumerate(claims, 1)]
        caption = "The claims of the founding report against the record"
        table = base.stacked_table(caption, map(base.column_head, _HEADS), rows)
        shown = base.filters("Show claims by verdict", choices) + table
        about = base.explained(join(rows)) + base.downloads(desk, base.table_files(self.data))
        return base.figure("claims-table", shown, about, "rd-claims")


def _row(desk: Desk, number: int, claim: Claim) -> str:
    missing, said, record = (desk.field("claims", claim.id, name) for name in ("not_found", "claim", "record"))
    row_id = f"claim-{claim.id}"
    not_found = f'<p class="rd-none">Not found: {missing}</p>' if missing else ""
    return (
        f'<tr id="{escape(row_id)}" data-kind="{claim.verdict}"><th scope="row">'
        f'<span class="rd-section">{number}. {escape(claim.section)}</span> {said}'
        f"{base.anchor(row_id, 'Link to this claim')}</th>"
        f'<td data-label="Verdict"><span class="rd-verdict rd-{claim.verdict}">{VERDICTS[claim.verdict]}</span></td>'
        f'<td data-label="What the record says">{record}{not_found}</td></tr>'
    )
