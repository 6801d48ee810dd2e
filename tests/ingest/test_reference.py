"""Reference tables: portfolio.yml as rows."""

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from ingest.configuration import Configuration
from ingest.reference import reference_tables, run_parameters
from ingest.thresholds import Thresholds

DOCUMENT = {
    "organisation": {"name": "Harbour", "time_zone": "Europe/Zurich"},
    "reporting": {
        "currency": "EUR",
        "exchange_rates": [
            {"currency": "CHF", "valid_from": "2026-07-01", "rate": "1.06"},
            {"currency": "CHF", "valid_from": "2026-01-01", "rate": "1.05"},
            {"currency": "CHF", "valid_from": "2025-07-01", "rate": "1.0312345678", "rate_type": "budget"},
        ],
    },
    "themes": [
        {
            "name": "Growth",
            "sponsor": "Owner 07",
            "targets": [
                {"strategy_version": "S1", "valid_from": "2026-01-01", "share": "0.6", "floor": "0.5"},
                {"strategy_version": "S2", "valid_from": "2026-07-01", "share": "1"},
            ],
        },
        {
            "name": "Trust",
            "active_to": "2026-06-30",
            "targets": [{"strategy_version": "S1", "valid_from": "2026-01-01", "share": "0.4"}],
        },
    ],
    "sources": [{"name": "books", "format": "ledger", "files": "inbox/*", "owner": "Owner 01"}],
    "statuses": [
        {"status": "Open", "category": "todo"},
        {"status": "Coding", "source": "books", "category": "in_progress", "activity": "active"},
        {"status": "On hold", "category": "in_progress", "activity": "waiting", "blocked": True},
    ],
    "stages": [{"stage": "Design", "state": "analysing"}],
    "wip_limits": [{"state": "implementing", "limit": 4}],
    "guardrails": [{"name": "run", "dimension": "horizon", "member": "H0", "target_share": "0.4"}],
    "work_types": [{"type": "Bug", "class": "defect_debt"}],
    "dependency_statuses": [{"status": "done", "state": "delivered"}],
    "capacity": {"hours_per_day": 7.6},
    "thresholds": {"funded_within_days": 45, "significant_initiative_amount": "250000.50"},
}


def tables(**changes: object) -> dict[str, pl.DataFrame]:
    return reference_tables(Configuration.model_validate(DOCUMENT | changes))


def day(calendar: dict, text: str) -> dict:
    days = tables(fiscal_calendar=calendar)["calendar_days"]
    (row,) = days.filter(calendar_date=date.fromisoformat(text)).to_dicts()
    return row


@pytest.mark.parametrize(
    ("calendar", "text", "labels", "period"),
    [
        ({}, "2026-10-31", ("FY26", "FY26-Q4", "FY26-P10"), ("2026-10-01", "2026-10-31")),
        ({"first_month": 7}, "2026-10-31", ("FY27", "FY27-Q2", "FY27-P04"), ("2026-10-01", "2026-10-31")),
        (
            {"first_month": 7, "year_named_after": "start"},
            "2026-10-31",
            ("FY26", "FY26-Q2", "FY26-P04"),
            ("2026-10-01", "2026-10-31"),
        ),
        ({"first_month": 7}, "2026-06-30", ("FY26", "FY26-Q4", "FY26-P12"), ("2026-06-01", "2026-06-30")),
        ({"first_month": 2}, "2028-02-29", ("FY29", "FY29-Q1", "FY29-P01"), ("2028-02-01", "2028-02-29")),
        # 2026 starts on the Monday nearest to 1 January, 29 December 2025: 4, 4 and 5 weeks
        ({"pattern": "4-4-5"}, "2025-12-29", ("FY26", "FY26-Q1", "FY26-P01"), ("2025-12-29", "2026-01-25")),
        ({"pattern": "4-4-5"}, "2026-03-01", ("FY26", "FY26-Q1", "FY26-P03"), ("2026-02-23", "2026-03-29")),
        ({"pattern": "5-4-4"}, "2026-02-01", ("FY26", "FY26-Q1", "FY26-P01"), ("2025-12-29", "2026-02-01")),
        # a year of 53 weeks: its last period has six
        ({"pattern": "4-4-5"}, "2027-01-03", ("FY26", "FY26-Q4", "FY26-P12"), ("2026-11-23", "2027-01-03")),
    ],
)
def test_a_day_lies_in_its_fiscal_period(
    calendar: dict, text: str, labels: tuple[str, ...], period: tuple[str, str]
) -> None:
    row = day(calendar, text)
    assert (row["fiscal_year_label"], row["fiscal_quarter_label"], row["fiscal_period_label"]) == labels
    assert (row["fiscal_period_start_date"], row["fiscal_period_end_date"]) == tuple(
        map(date.fromisoformat, period)
    )
    assert row["iso_day_of_week"] == date.fromisoformat(text).isoweekday()


def test_days_know_their_week_month_and_whether_people_work() -> None:
    organisation = {"name": "O", "working_days": [7, 1, 2, 3, 4], "days_off": ["2026-12-24", "2026-12-25"]}
    for settings, worked in (({"name": "O"}, [1, 1, 1, 1, 1, 0, 0]), (organisation, [1, 1, 1, 0, 0, 0, 1])):
        days = tables(organisation=settings)["calendar_days"]
        week = days.filter(pl.col("calendar_date").is_between(date(2026, 12, 21), date(2026, 12, 27)))
        assert week["is_working_day"].cast(pl.Int64).to_list() == worked
    assert week["week_start_date"].unique().to_list() == [date(2026, 12, 21)]
    assert week["month_start_date"].unique().to_list() == [date(2026, 12, 1)]
    columns = ("calendar_year", "calendar_quarter", "calendar_month")
    assert week.select(columns).unique().rows() == [(2026, 4, 12)]


@pytest.mark.parametrize("pattern", ["months", "4-4-5", "4-5-4", "5-4-4"])
@pytest.mark.parametrize("first_month", [1, 7])
def test_every_day_stands_once_and_periods_leave_no_gap(pattern: str, first_month: int) -> None:
    days = tables(fiscal_calendar={"first_month": first_month, "pattern": pattern})["calendar_days"]
    expected = pl.date_range(date(1990, 1, 1), date(2060, 12, 31), eager=True)
    assert days["calendar_date"].to_list() == expected.to_list()
    assert days.null_count().sum_horizontal().item() == 0
    inside = days.filter(
        pl.col("calendar_date").is_between("fiscal_period_start_date", "fiscal_period_end_date"),
        pl.col("calendar_date").is_between("fiscal_year_start_date", "fiscal_year_end_date"),
        pl.col("fiscal_quarter_start_date") <= pl.col("calendar_date"),
    )
    assert inside.height == days.height
    whole_years = days.filter(pl.col("fiscal_year").is_between(1992, 2058))
    assert whole_years.group_by("fiscal_year").agg(pl.n_unique("fiscal_period"))[
        "fiscal_period"
    ].unique().to_list() == [12]


def test_a_rate_ends_where_the_next_of_its_kind_begins() -> None:
    rows = tables()["exchange_rates"].filter(currency_code="CHF").rows()
    assert rows == [
        ("CHF", "average", date(2026, 1, 1), date(2026, 7, 1), Decimal("1.05"), "own"),
        ("CHF", "average", date(2026, 7, 1), None, Decimal("1.06"), "own"),
        ("CHF", "budget", date(2025, 7, 1), None, Decimal("1.0312345678"), "own"),
    ]


def test_the_reporting_currency_is_worth_itself_at_either_kind_of_rate() -> None:
    rows = tables()["exchange_rates"].filter(currency_code="EUR").rows()
    assert [(kind, end, rate, source) for _, kind, _, end, rate, source in rows] == [
        ("average", None, 1, "identity"),
        ("budget", None, 1, "identity"),
    ]
    assert min(row[2] for row in rows) == date(1990, 1, 1)


def test_targets_end_with_their_strategy_version() -> None:
    rows = tables()["theme_targets"].rows()
    assert rows == [
        ("Growth", "S1", date(2026, 1, 1), date(2026, 7, 1), 0.6, 0.5, None),
        ("Growth", "S2", date(2026, 7, 1), None, 1.0, None, None),
        ("Trust", "S1", date(2026, 1, 1), date(2026, 7, 1), 0.4, None, None),
    ]


def test_the_other_tables_say_what_stands_in_the_file() -> None:
    found = tables()
    assert found["themes"].rows() == [
        ("Growth", "", "Owner 07", None, None, 1),
        ("Trust", "", None, None, date(2026, 6, 30), 2),
    ]
    assert found["statuses"].rows() == [
        (None, "Open", "todo", None, False),
        ("books", "Coding", "in_progress", "active", False),
        (None, "On hold", "in_progress", "waiting", True),
    ]
    assert found["stages"].rows() == [("Design", "analysing")]
    assert found["wip_limits"].rows() == [("implementing", 4, date(2000, 1, 1))]
    assert found["guardrails"].rows() == [("run", "horizon", "H0", 0.4, 0.05)]
    assert found["sources"].rows() == [("books", "ledger", "full_snapshot", "Owner 01", None, None)]
    assert found["work_types"].rows() == [("Bug", "defect_debt")]
    assert found["dependency_statuses"].rows() == [("done", "delivered")]


def test_tables_of_which_nothing_is_configured_are_empty_but_typed() -> None:
    bare = {key: DOCUMENT[key] for key in ("organisation", "reporting", "sources")}
    found = reference_tables(Configuration.model_validate(bare))
    full = tables()
    assert {name: frame.schema for name, frame in found.items()} == {
        name: frame.schema for name, frame in full.items()
    }
    assert found["theme_targets"].is_empty()


def test_the_parameters_of_a_run_are_one_row() -> None:
    configuration = Configuration.model_validate(DOCUMENT)
    (row,) = run_parameters(configuration, date(2026, 10, 31)).to_dicts()
    assert row["as_of_date"] == date(2026, 10, 31)
    assert row["as_known_on"] == datetime(9999, 12, 31)
    assert (row["reporting_currency_code"], row["organisation_time_zone"]) == ("EUR", "Europe/Zurich")
    assert row["organisation_language"] is None  # nobody says it, nobody guesses it
    assert (row["funded_within_days"], row["theme_tolerance"]) == (45, 0.05)
    assert (row["hours_per_day"], row["significant_initiative_amount"]) == (7.6, 250000.5)
    assert set(configuration.thresholds.model_dump()) <= set(row)


def test_limits_that_nobody_set_are_missing_and_typed() -> None:
    bare = Configuration.model_validate(
        {key: DOCUMENT[key] for key in ("organisation", "reporting", "sources")}
    )
    row = run_parameters(bare, date(2026, 10, 31))
    limits = ["hours_per_day", "owner_review_days", "significant_initiative_amount"]
    assert row.select(limits).rows() == [(None, None, None)]
    assert row.schema == run_parameters(Configuration.model_validate(DOCUMENT), date(2026, 10, 31)).schema


def test_a_run_as_known_then_says_so() -> None:
    configuration = Configuration.model_validate(DOCUMENT)
    until = run_parameters(configuration, date(2026, 10, 31), datetime(2026, 9, 30))
    assert until["as_known_on"].to_list() == [datetime(2026, 9, 30)]


def test_the_architecture_page_lists_each_reference_table_once_with_its_columns() -> None:
    page = (Path(__file__).parents[2] / "docs/architecture.md").read_text("utf-8")
    rows = re.findall(r"^\| input\.(\w+)(?: \(one row\))? \| (.*) \|$", page, re.MULTILINE)
    listed = {name: re.sub(r"\([^)]*\)", "", columns) for name, columns in rows}
    assert len(listed) == len(rows), "a table is listed twice"
    parameters = run_parameters(Configuration.model_validate(DOCUMENT), date(2026, 10, 31))
    made = tables() | {"run_parameters": parameters.drop(Thresholds.model_fields)}
    assert set(listed) == set(made)
    for name, columns in listed.items():
        named = [part.split()[0] for part in columns.split(", ") if not part.startswith("and each field")]
        assert sorted(named) == sorted(made[name].columns), name
