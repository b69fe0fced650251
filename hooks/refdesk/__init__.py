"""The reference desk: reads a documentation site, validates every reference in it and builds its
tables from data.
"""

import os

# Plugins of pydantic are looked for in every installed distribution, and would be run: none is
# wanted here.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
# The theme asks everyone who builds a site to leave MkDocs, in ten lines before those that matter.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
