"""``<!-- claims -->``: the founding report, claim by claim."""

from collections import Counter

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.template import fill
from refdesk.data.models import Claim
from refdesk.files.labels import _


class Claims(FileBlock, marker="claims"):
    """The claims of the founding report: what it says, the verdict, what the record says."""

    def render(self, desk: Desk, _name: str) -> str:
        """Return the claims as HTML, with a filter by verdict."""
        claims = list(desk.library.entries(Claim).values())
        counts = Counter(str(claim.verdict) for claim in claims)
        verdicts = {
            "confirmed": _("Confirmed"),
            "partly": _("Confirmed in part"),
            "report-only": _("Only in the report"),
            "conflicting": _("Conflicts with the record"),
        }
        choices = [(value, label, counts[value]) for value, label in verdicts.items() if counts[value]]
        return fill(
            "claims.html",
            desk=desk,
            claims=claims,
            verdicts=verdicts,
            choices=[("", _("All"), len(claims)), *choices],
        )
