"""The search index: what a reader can find on the site, read out of the rendered pages and the
data.
"""
