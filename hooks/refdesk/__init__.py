"""The reference desk: reads a documentation site, validates every reference in it and builds its tables from data.

Data flows one way: files -> load and scan -> one immutable ``Site`` -> checks -> problems -> report,
and ``Site`` -> expand -> the site engine. Nothing here imports a site engine.
"""

import os

# Plugins of pydantic are looked for in every installed distribution, and would be run: none is wanted here.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
