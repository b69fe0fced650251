"""Blocks: what a marker such as ``<!-- table: paradigms -->`` stands for. Every module of this
folder is loaded.
"""

import importlib
import pkgutil

from refdesk.blocks.base import BLOCKS, Block

__all__ = ["BLOCKS", "Block"]

for _module in pkgutil.iter_modules(__path__, f"{__name__}."):
    importlib.import_module(_module.name)
