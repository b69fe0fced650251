"""Charts: from the cells of the series to SVG, PNG, CSV and JSON. Declared in
docs/data/charts.yml.
"""
