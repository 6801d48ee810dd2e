"""The board pack: the review of one version as one HTML file and one PDF, for those who never open a page.

`content.py` collects what it says, in plain text; `html.py` and `pdf.py` lay that out. Nothing in it depends
on the day, the machine's clock or a visitor: the same version gives the same bytes.
"""
