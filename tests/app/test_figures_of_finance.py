"""What finance's pages show of the example, against figures worked out anew from its exports."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

import pytest

from tests.app.conftest import OpenPage
from tests.app.shown import WHOLE_UNIT, check_column
from tests.oracle.alignment import PORTFOLIO_SCOPE, Span, Sums, funding, spend_cells
from tests.oracle.calendars import exchange_rate
from tests.oracle.earned import forecast_lines
from tests.oracle.fiscal import period_of, whole_year
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import Line, budget_in_force, ledger_lines, parts
from tests.oracle.register import initiatives
from tests.oracle.restatements import restatements
from tests.oracle.trust import MONEY_TABLES, control_totals, file_loads

pytestmark = pytest.mark.pipeline
CENT = Decimal("0.01")


def year_of(inputs: Inputs) -> Span:
    """The fiscal year of the data, which pages open with."""
    return "year", period_of(inputs, inputs.as_of).year_label


def change_spend(inputs: Inputs, lines: Iterable[Line]) -> Iterable[tuple[Line, str, str, Decimal]]:
    """The parts of lines of this fiscal year that are no run work."""
    year, register = period_of(inputs, inputs.as_of).year, initiatives(inputs)
    for line, code, theme, part in parts(inputs, [line for line in lines if line.period.year == year]):
        if not register.get(code, {}).get("is_run"):
            yield line, code, theme, part


def total(inputs: Inputs, lines: Iterable[Line]) -> Decimal:
    """What those parts sum to in the reporting currency."""
    return sum((line.reported * part for line, *_, part in change_spend(inputs, lines)), Decimal(0))


def outlook_lines(inputs: Inputs) -> list[Line]:
    """Of a closed period what was spent, of another what finance forecasts."""
    spent = [line for line in ledger_lines(inputs) if line.period.end <= inputs.as_of]
    return spent + [line for line in forecast_lines(inputs) if line.period.end > inputs.as_of]


def of_theme(inputs: Inputs, lines: Iterable[Line]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for line, _, theme, part in change_spend(inputs, lines):
        found[theme] += line.reported * part
    return found


def test_spend_by_theme(page: OpenPage, inputs: Inputs) -> None:
    money, actual = spend_cells(inputs)[PORTFOLIO_SCOPE, year_of(inputs)], ledger_lines(inputs)
    at_budget_rate = sum(
        ((line.budget or 0) * part for line, *_, part in change_spend(inputs, actual)), Decimal(0)
    )
    page("spend_by_theme").check_tiles(
        Change_spend_to_date=money.change,
        Against_budget=money.change - money.budget,
        Open_commitments=total(inputs, ledger_lines(inputs, "commitment")),
        Outlook_of_the_year=total(inputs, outlook_lines(inputs)),
        Effect_of_rates=money.change - at_budget_rate,
        Without_a_theme=money.unallocated,
    )


def test_the_themes(page: OpenPage, inputs: Inputs) -> None:
    cells, year = spend_cells(inputs), year_of(inputs)
    table = page("spend_by_theme").table("theme_name", "target_share", "outlook_amount")
    of = {theme: cells.get((("theme", theme), year), Sums()) for theme in table["theme_name"]}
    told = {theme: funding(inputs, cells, theme, year) for theme in of}
    outlook, committed = (
        of_theme(inputs, lines) for lines in (outlook_lines(inputs), ledger_lines(inputs, "commitment"))
    )
    assert {theme for (kind, theme), span in cells if (kind, span) == ("theme", year)} <= of.keys()
    money = {
        "actual_amount": {theme: sums.change for theme, sums in of.items()},
        "budget_amount": {theme: sums.budget for theme, sums in of.items()},
        "outlook_amount": {theme: outlook[theme] for theme in of},
        "commitment_amount": {theme: committed[theme] for theme in of},
    }
    for column, expected in money.items():
        check_column(table, "theme_name", column, expected, WHOLE_UNIT)
    for column in ("actual_share", "target_share", "gap_share"):
        shares = {theme: None if row[column] is None else row[column] * 100 for theme, row in told.items()}
        check_column(table, "theme_name", column, shares)
    words = {
        theme: status.split(" ", 1)[1] for theme, status in table[["theme_name", "funding_status"]].to_numpy()
    }
    assert {theme: word.lower().replace(" ", "_") for theme, word in words.items()} == {
        theme: row["funding_status"] for theme, row in told.items()
    }


def test_the_other_tables_of_spend_sum_to_the_same(page: OpenPage, inputs: Inputs) -> None:
    centers: dict[str, Decimal] = defaultdict(Decimal)
    periods: dict[str, Decimal | None] = dict.fromkeys(
        (period.label for period in whole_year(inputs, period_of(inputs, inputs.as_of).year)), None
    )
    bets: dict[str, Decimal] = defaultdict(Decimal)
    for line, code, _, part in change_spend(inputs, ledger_lines(inputs)):
        centers[line.row["cost_center_code"]] += line.reported * part
        periods[line.period.label] = (periods[line.period.label] or 0) + line.reported * part
        bets[code] += line.reported * part
    planned: dict[str, Decimal] = defaultdict(Decimal)
    for line, _, _, part in change_spend(inputs, budget_in_force(inputs)):
        planned[line.period.label] += line.reported * part
    shown = page("spend_by_theme")
    check_column(shown.table("slice_name"), "slice_name", "actual_amount", centers, WHOLE_UNIT)
    by_period = shown.table("fiscal_period_label", "forecast_amount")
    check_column(by_period, "fiscal_period_label", "actual_amount", periods, WHOLE_UNIT)
    check_column(by_period, "fiscal_period_label", "budget_amount", planned, WHOLE_UNIT)
    of_bets = shown.table("initiative_code", "aligned_actual_amount").groupby("initiative_code")[
        "actual_amount"
    ]
    spent = {code: amount for code, amount in of_bets.sum().items() if amount}
    assert spent.keys() == {code for code, amount in bets.items() if amount}
    assert all(abs(Decimal(amount) - bets[str(code)]) <= 2 * WHOLE_UNIT for code, amount in spent.items())


def changes(inputs: Inputs) -> list[Row]:
    """What later exports changed in this year's closed periods."""
    _, label = year_of(inputs)
    return [row for row in restatements(inputs) if row["fiscal_year_label"] == label]


def test_restatements(page: OpenPage, inputs: Inputs) -> None:
    rows = changes(inputs)
    moved = [row["change_reporting_amount"] for row in rows]
    newest = max(row["restated_at"] for row in rows)
    shown = page("restatements")
    shown.check_tiles(
        Restated_periods=len({row["fiscal_period_label"] for row in rows}),
        Net_change=sum(moved),
        Moved_in_all=sum(abs(amount) for amount in moved),
        Last_heard=newest.date(),
    )
    table = shown.table("restated_amount", "cost_object_code")
    assert sorted(round(Decimal(amount), 2) for amount in table["change_amount"]) == sorted(
        round(row["change_amount"], 2) for row in rows
    )


def test_reconciliation(page: OpenPage, inputs: Inputs) -> None:
    loaded: dict[tuple, Decimal] = defaultdict(Decimal)
    files, unrated = set(), set()
    for row in control_totals(inputs):
        loaded[row["table_name"], row["source_name"], row["currency_code"]] += row["loaded_amount"]
        files.add((row["source_name"], row["file_sha256"]))
    for table, day in MONEY_TABLES.items():
        for row in inputs.rows(table):
            if exchange_rate(inputs, row["currency_code"], row[day]) is None:
                unrated.add((table, row["source_name"], row["currency_code"]))
    late = [row for row in inputs.rows("ledger_lines") if row["posting_date"] > inputs.as_of]
    of_money = {source for _, source, _ in loaded}
    loads = [load for load in file_loads(inputs) if load["source_name"] in of_money]
    shown = page("reconciliation")
    table = shown.table("mart_amount", "currency_code")
    assert not late
    shown.check_tiles(
        Totals_that_tie=(len(loaded), len(loaded)),
        Files_that_tie=(len(loads), len(loads)),
        Rows_refused=sum(load["row_count_rejected"] for load in loads),
        Without_a_rate=(len(unrated), len(loaded)),
        Not_on_the_pages=0,
    )
    table["key"] = list(zip(table["table_name"], table["source_name"], table["currency_code"], strict=True))
    for column in ("loaded_amount", "fact_amount", "mart_amount"):
        check_column(table, "key", column, loaded, CENT / 2)
    assert files <= {(load["source_name"], load["file_sha256"]) for load in loads}
