"""Tables of Markdown: where they start and end, and what their cells say."""

import pytest

from ingest.parsing.markdown import is_bold, markdown_tables, plain_text

TEXT = r"""
# Goals
Not a table | because no rule follows

## Team
| Name | Value |
| :--- | ---: |
| a \| b | 1 |
| short |
c | 2 | 3

```
| Name | Value |
| --- | --- |
| an | example |
```
### Deeper
Name | Value
--- | ---
`x` | **y**
Text below.

## Other
| only | a header |
| one cell |
| --- |
| under |
"""


def test_tables_are_found_with_their_headings() -> None:
    first, second, third = markdown_tables(TEXT)
    assert (first.headings, first.header) == (("Goals", "Team"), ["Name", "Value"])
    assert first.rows == [[r"a \| b", "1"], ["short"], ["c", "2", "3"]]
    assert (second.headings, second.rows) == (("Goals", "Team", "Deeper"), [["`x`", "**y**"]])
    assert (third.headings, third.header, third.rows) == (("Goals", "Other"), ["one cell"], [["under"]])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (r"a \| b", "a | b"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("**bold** and *slanted*, _too_, ~~gone~~, `code`", "bold and slanted, too, gone, code"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        (r"\*not slanted\*", "*not slanted*"),
        ("![P0](https://example.org/p0.svg)", "P0"),
        ('[Ship it (soon)](https://example.org/a_(b) "A (title)")', "Ship it (soon)"),
        ('[\N{EARTH GLOBE ASIA-AUSTRALIA}](https://example.org/1 "x")', "https://example.org/1"),
        ("[![P1](https://example.org/p1.svg)](https://example.org)", "P1"),
        ("70&nbsp;% &lt; 80&nbsp;%", "70 % < 80 %"),
        ("<b>x</b><!-- hidden -->", "x"),
        ("****", ""),
    ],
)
def test_a_cell_is_what_a_reader_sees(cell: str, text: str) -> None:
    assert plain_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("**all**", True), ("__all__", True), ("**one** and **two**", False), ("****", False), ("none", False)],
)
def test_a_whole_cell_is_bold_or_not(cell: str, expected: bool) -> None:
    assert is_bold(cell) is expected
