"""OKRs in Markdown: columns by name, both in one column, what headings tell, rows that do not fit."""

from datetime import date
from pathlib import Path

import pytest

from ingest.reading import ReadResult, UnreadableFile
from tests.ingest.readers.reading import read_text

DAY = date(2026, 8, 15)
BY_NAME = r"""# Shop

## OKRs of Q3 2026
| Objective | Key Result | Owner | Start | Target | Current | Notes |
|---|:---|:---:|---:|---:|---:|---|
| Grow | Orders \| week | Owner 01 | 10 | 50 | 30 | first<br>second |
| | Returns | Owner 02 | 12% | 4% | 9% | |
| Calm | **Incidents** | Owner 03 | 9 | 3 | 5 | |
| Calm | Tickets | Owner 03 | 9 | 3 | 5 | a | b |
| | | | | | | |

## Q2 2026
| Objective | Key Result | Start | Target | Current |
|---|---|---|---|---|
| | Nobody's | 1 | 2 | 1 |
| Grow | Orders \| week | 5 | 20 | 22 |

## People
| Name | Role |
|---|---|
| Owner 01 | Sales |
| Owner 02 | Support |
"""
BELOW_HEADINGS = """# Plan of FY26
## Q3
### Delight our clients
| Key Result | Target | Current |
| --- | --- | --- |
| Score | 50 | 42 |

### Ship weekly
| Key Result | Target | Current |
| --- | --- | --- |
| Releases | 13 | 6 |

## Q4
| Key Result | Target |
| --- | --- |
| Of no objective | 1 |
"""
TWO_IN_ONE = """## 2026 Q3
| **Shop** | **Priority** | **Owner** | **Mid-Q Actual** |
| :---: | :---: | --- | --- |
| **** | P0-P4 | | **0.2** |
| **1 Grow** | | | |
| Orders | ![P0](https://example.org/p0.svg) | owner 01 | 0.7 |
| Returns | ![P1](https://example.org/p1.svg) | owner 02 | |
| | P2 | owner 02 | |
| Calm | | | |
| Incidents | ![P0](https://example.org/p0.svg) | owner 03 | 0 |
"""


def read(folder: Path, content: str, **options: object) -> ReadResult:
    return read_text("okr_markdown", folder, content, "okrs.md", as_of_date=DAY, **options)


def test_columns_by_name_in_several_tables(tmp_path: Path) -> None:
    result = read(tmp_path, BY_NAME)
    assert result.tables["objectives"].select("objective_code", "row_number").rows() == [
        ("grow", 1),
        ("calm", 3),
    ]
    assert result.tables["key_results"].select(
        "key_result_code", "owner_name", "unit", "baseline_value", "target_value", "row_number"
    ).rows() == [
        ("grow/orders-week", "Owner 01", None, 10.0, 50.0, 1),  # of two quarters, the latest
        ("grow/returns", "Owner 02", "%", 12.0, 4.0, 2),
        ("calm/incidents", "Owner 03", None, 9.0, 3.0, 3),
    ]
    check_ins = result.tables["key_result_check_ins"].filter(key_result_code="grow/orders-week")
    assert check_ins.select("check_in_date", "value", "note").rows() == [
        (DAY, 30.0, "first\nsecond"),
        (date(2026, 6, 30), 22.0, None),
    ]
    assert result.rejected.select("row_number", "reason").rows() == [(4, "width"), (6, "objective_unclear")]
    assert result.ignored == {"blank_row": 1, "other_table": 2}


def test_headings_tell_period_and_objective(tmp_path: Path) -> None:
    result = read(tmp_path, BELOW_HEADINGS)
    assert result.tables["key_results"].select(
        "key_result_code", "period_label", "period_end_date"
    ).rows() == [
        ("delight-our-clients/score", "FY26 Q3", date(2026, 9, 30)),
        ("ship-weekly/releases", "FY26 Q3", date(2026, 9, 30)),
    ]
    assert result.rejected.select("row_number", "reason").rows() == [(3, "objective_unclear")]


def test_objectives_and_key_results_in_one_column(tmp_path: Path) -> None:
    result = read(tmp_path, TWO_IN_ONE, columns={"current_value": "Mid-Q Actual"})
    assert result.tables["objectives"]["objective_name"].to_list() == ["1 Grow", "Calm"]
    assert result.tables["key_results"].select("key_result_code", "objective_code", "extra").rows() == [
        ("1-grow/orders", "1-grow", '{"Priority":"P0"}'),
        ("1-grow/returns", "1-grow", '{"Priority":"P1"}'),
        ("calm/incidents", "calm", '{"Priority":"P0"}'),
    ]
    assert result.tables["key_result_check_ins"].select("key_result_code", "value").rows() == [
        ("1-grow/orders", 0.7),
        ("calm/incidents", 0.0),
    ]
    assert result.ignored == {"above_first_objective": 1}
    assert result.rejected.select("row_number", "reason").rows() == [(5, "missing_value")]


def test_a_file_without_such_a_table_is_refused_with_what_it_has(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, "# People\n| Name | Role |\n|---|---|\n| Owner 01 | Sales |\n")
    assert "Name, Role" in caught.value.problem
