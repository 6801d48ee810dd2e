"""A second way to every published figure: plain Python over the input tables, compared on every row."""
