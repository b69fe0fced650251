"""The kinds of charts: one file each, called as the kind. It declares ``KIND``
(data/chart_kinds.py).
"""
