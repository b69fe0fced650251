"""Links in data fields, whose paths are relative to the documentation folder."""

import re
from collections.abc import Iterator, Mapping

from refdesk.data.entries import marked_texts
from refdesk.data.fields import Mark
from refdesk.files.references import TARGET, without_references
from refdesk.files.text import blanked
from refdesk.pages.render import Link, Rendered
from refdesk.problems.problem import Problem, Slip
from refdesk.rules.links.form import form_slips, misshapen
from refdesk.rules.links.targets import link_slip, page_slip
from refdesk.site.links import leads_to
from refdesk.site.site import Site

_LINK = re.compile(rf"(?<!\\)(?P<image>!?)\[[^\[\]]*\]\([ ]*(?P<target>{TARGET})(?:\s+[\"'][^\"'\n]*[\"'])?[ ]*\)")
_FROM_DOCS = "Paths in data start at docs/"


def check_rendered_site(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Report mistakes in the links of data fields and in fields that name a page."""
    for inline in site.library.inlines():
        found = site.scan_inline(inline)
        rest = _LINK.sub(blanked, without_references(found.masked))
        for form in (*form_slips(inline.text, found), *misshapen(rest)):
            yield inline.problem(*form.at(form.offset))
        for match in _LINK.finditer(found.masked):
            target = match["target"].strip("<>")
            slip = _slip(site, Link("img" if match["image"] else "a", target), rendered)
            if slip is not None:
                problem = inline.problem(*slip.at(match.start("target")))
                yield problem._replace(rests_on=leads_to(site, "", target))
    for file in site.library.files.values():
        for base, item in file.items:
            for where, page in marked_texts(item, file.model, base, Mark.PAGE):
                if (slip := page_slip(site, page, rendered)) is not None:
                    yield file.yaml.problem(*slip.at(where))._replace(rests_on=leads_to(site, "", page))


def _slip(site: Site, link: Link, rendered: Mapping[str, Rendered]) -> Slip | None:
    if link.target.startswith("#"):
        return Slip("missing-page", f"'{link.target}' names no page", _FROM_DOCS)
    slip = link_slip(site, "index.md", link, rendered)
    if slip is None or slip.code not in {"missing-page", "missing-file"}:
        return slip
    return slip._replace(hint=f"{slip.hint} {_FROM_DOCS}".strip())
