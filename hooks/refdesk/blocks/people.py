"""``<!-- people -->``: the persons that the record names, by where they hold office."""

from typing import ClassVar

from refdesk.blocks.institutions import Institutions
from refdesk.data.models import Person


class People(Institutions):
    """Persons under a heading for each kind."""

    data = "people"
    model = Person
    kinds: ClassVar[dict[str, str]] = {
        "leadership": "Party and state leadership",
        "ministry": "Ministries and the science foundation",
        "science": "Academies, laboratories and universities",
        "province": "Provinces",
        "firm": "Firms",
    }
