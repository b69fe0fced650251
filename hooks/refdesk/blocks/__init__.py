"""Blocks: what a marker such as ``<!-- table: paradigms -->`` stands for."""

from refdesk.blocks.base import Block
from refdesk.blocks.bibliography import Bibliography
from refdesk.blocks.catalogue import Catalogue
from refdesk.blocks.changes import Changes
from refdesk.blocks.charts import Charts
from refdesk.blocks.claims import Claims
from refdesk.blocks.diagrams import Diagrams
from refdesk.blocks.editions import Editions
from refdesk.blocks.files import Files
from refdesk.blocks.glossary import Glossary
from refdesk.blocks.hub import HubRecord
from refdesk.blocks.institutions import Institutions
from refdesk.blocks.observations import Observations
from refdesk.blocks.people import People
from refdesk.blocks.problems import Problems
from refdesk.blocks.tables import Tables
from refdesk.blocks.timeline import Timeline

__all__ = ["BLOCKS", "Block"]

# Kind of marker -> the block it stands for.
BLOCKS: dict[str, Block] = {
    "table": Tables(),
    "chart": Charts(),
    "catalogue": Catalogue(),
    "diagram": Diagrams(),
    "series": Observations(),
    "glossary": Glossary(),
    "bibliography": Bibliography(),
    "claims": Claims(),
    "timeline": Timeline(),
    "hub": HubRecord(),
    "institutions": Institutions(),
    "people": People(),
    "changes": Changes(),
    "editions": Editions(),
    "problems": Problems(),
    "files": Files(),
}
