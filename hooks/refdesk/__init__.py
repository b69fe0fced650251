"""The reference desk: reads a documentation site, validates every reference in it and builds its tables from data."""

import os

# Plugins of pydantic are looked for in every installed distribution, and would be run: none is wanted here.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
