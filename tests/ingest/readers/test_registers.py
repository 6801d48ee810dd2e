"""Registers of bets: targets, estimates, reports, needs, decisions, rates."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from ingest.reading import ReadResult, UnreadableFile
from tests.ingest.readers.reading import read_file, read_text

TARGETS = """Theme,Strategy version,Valid from,Target %,Floor
Growth,S-2027,2027-01-01,45,0.3
Trust,S-2027,2027-01-01,30.5%,
Cost,S-2027,2027-01-01,"24,5%",20%
"""
ESTIMATES = """Initiative,Estimate date,Urgency,CoD week low,CoD week,CoD week high,Half life,Estimator
INI-01,2026-09-01,Fixed-date,"€1,000","€2,500.50","€4,000",,Owner 07
INI-01,2026-10-01,Standard,€900,"€2,000",,26,Owner 07
INI-02,,Standard,€5,,,,
INI-03,2026-10-01,,,,,,Owner 08
"""
NEEDS = """Initiative,Needs,Needed by,Kind,Status,Note,Risk
INI-07,INI-02; INI-03,2026-09-01,Shared data,agreed,customer keys,high
INI-08,INI-02,,,,,
INI-09, ; ,2026-09-01,,,,
"""
DECISIONS = """ID,Date,Initiative,Gate,Outcome,Amount moved,Currency,From,To,Decided by,Recommended,Reason
D-014,2026-10-06,INI-07,Quarterly,Killed,"250,000.00",EUR,INI-07,INI-02,Owner 03,Continue,theme retired
D-015,2026-10-06,,,Fund,1000,,,INI-04,Owner 03,,
D-016,2026-10-06,,Quarterly,Stop,,,,,Owner 03,,
D-017,2026-10-06,INI-05,Quarterly,Sleep on it,,,,,Owner 03,Hold,more data
"""
RATES = """Currency,Date,Rate,Rate type,Quoted in
usd,2026-07-01,0.917431192660551,Avg,EUR
IDR,2026-07-01,0.00005556,M,
EURO,2026-01-01,2.5,,
CHF,2026-01-01,1.06,Plan,
"""


def rejections(result: ReadResult) -> list[tuple]:
    return result.rejected.select("row_number", "reason", "column_name").rows()


def test_targets_are_shares_however_they_are_written(tmp_path: Path) -> None:
    result = read_text("theme_targets", tmp_path, TARGETS, decimal_mark=None)
    assert rejections(result) == []
    rows = result.tables["theme_target_versions"].drop("row_number", "extra").rows()
    day = date(2027, 1, 1)
    assert rows == [
        ("Growth", "S-2027", day, 0.45, 0.3, None),
        ("Trust", "S-2027", day, 0.305, None, None),
        ("Cost", "S-2027", day, 0.245, 0.2, None),
    ]


def test_a_whole_number_without_a_percent_sign_is_no_share(tmp_path: Path) -> None:
    text = "Theme,Version,Valid from,Target\nGrowth,S1,2027-01-01,40\nTrust,S1,2027-01-01,0.4\nCost,S1,,-5%\n"
    result = read_text("theme_targets", tmp_path, text)
    assert rejections(result) == [
        (1, "not_a_share", "target_share"),
        (3, "not_a_share", "target_share"),
        (3, "missing_value", "valid_from_date"),
    ]
    assert result.tables["theme_target_versions"]["target_share"].to_list() == [0.4]


def test_a_share_of_one_under_a_heading_in_percent_is_refused(tmp_path: Path) -> None:
    text = (
        "Theme,Version,Valid from,Target %,Floor %\nGrowth,S1,2027-01-01,60,0.3\nTrust,S1,2027-01-01,0.4,\n"
    )
    result = read_text("theme_targets", tmp_path, text + "Cost,S1,2027-01-01,0.4%,0\n")
    assert rejections(result) == [
        (2, "percent_scale", "target_share"),
        (1, "percent_scale", "floor_share"),
    ]
    (cost,) = result.tables["theme_target_versions"].rows(named=True)
    assert (cost["theme_name"], cost["target_share"], cost["floor_share"]) == ("Cost", 0.004, 0.0)


def test_estimates_have_a_sheet_of_their_own(tmp_path: Path) -> None:
    result = read_text("cost_of_delay", tmp_path, ESTIMATES)
    assert rejections(result) == [
        (4, "missing_value", "urgency_profile"),
        (3, "missing_value", "estimate_date"),
    ]
    first, second = result.tables["cost_of_delay_estimates"].rows(named=True)
    assert (first["initiative_code"], first["urgency_profile"], first["currency_code"]) == (
        "INI-01", "fixed_date", "EUR",
    )  # fmt: skip
    assert (first["rate_low_amount"], first["rate_likely_amount"]) == (Decimal(1000), Decimal("2500.50"))
    assert (second["estimate_date"], second["half_life_weeks"]) == (date(2026, 10, 1), 26.0)
    assert second["rate_high_amount"] is None


def test_status_reports_without_a_date_are_as_old_as_their_file(tmp_path: Path) -> None:
    text = "Initiative,Health,Date,Comment\nINI-1,On track,2026-10-02,fine\nINI-2,R,,\nINI-3,,2026-10-02,x\n"
    result = read_text("status_reports", tmp_path, text, as_of_date=date(2026, 10, 31))
    assert result.tables["status_reports"].drop("row_number", "extra").rows() == [
        ("INI-1", date(2026, 10, 2), "green", "fine"),
        ("INI-2", date(2026, 10, 31), "red", None),
    ]
    assert rejections(result) == [(3, "missing_value", "reported_status")]
    undated = read_text("status_reports", tmp_path, text)
    assert (2, "missing_value", "report_date") in rejections(undated)


def test_the_register_of_initiatives_still_takes_estimate_and_status(tmp_path: Path) -> None:
    text = (
        "Code,Name,Status,CoD week,Currency,Estimate date,Remaining weeks\n"
        "INI-1,Refunds,amber,1200,EUR,2026-10-01,6\nINI-2,Invoices,,,,,\n"
    )
    result = read_text("initiatives", tmp_path, text, as_of_date=date(2026, 10, 31))
    assert result.tables["initiatives"]["remaining_duration_weeks"].to_list() == [6.0, None]
    estimates = result.tables["cost_of_delay_estimates"]
    assert estimates.select("initiative_code", "rate_likely_amount", "urgency_profile").rows() == [
        ("INI-1", Decimal(1200), "unknown")
    ]
    reports = result.tables["status_reports"].select("initiative_code", "report_date", "reported_status")
    assert reports.rows() == [("INI-1", date(2026, 10, 31), "amber")]


def test_needs_of_one_initiative_may_share_a_cell(tmp_path: Path) -> None:
    result = read_text("dependencies", tmp_path, NEEDS)
    assert rejections(result) == [(3, "missing_value", "provider_initiative_code")]
    needs = result.tables["initiative_dependencies"]
    assert needs.drop("extra", "committed_date", "row_number").rows() == [
        ("INI-07", "INI-02", "shared_data", date(2026, 9, 1), "agreed", "customer keys"),
        ("INI-07", "INI-03", "shared_data", date(2026, 9, 1), "agreed", "customer keys"),
        ("INI-08", "INI-02", "unknown", None, None, None),
    ]
    assert [json.loads(text) if text else None for text in needs["extra"]] == [{"Risk": "high"}] * 2 + [None]


def test_decisions_keep_what_was_advised_and_what_moved(tmp_path: Path) -> None:
    result = read_text("decisions", tmp_path, DECISIONS)
    assert rejections(result) == [
        (2, "missing_currency", "currency_code"),
        (3, "missing_value", "initiative_code"),
    ]
    stop, wait = result.tables["decisions"].rows(named=True)
    assert (stop["decision_id"], stop["decision_date"], stop["outcome"]) == (
        "D-014",
        date(2026, 10, 6),
        "stop",
    )
    assert (stop["moved_amount"], stop["currency_code"]) == (Decimal(250000), "EUR")
    assert (stop["from_initiative_code"], stop["to_initiative_code"]) == ("INI-07", "INI-02")
    assert (stop["recommended_outcome"], stop["reason"]) == ("continue", "theme retired")
    assert (wait["outcome"], wait["recommended_outcome"]) == ("sleep on it", "pause")


def test_rates_keep_ten_decimals_and_refuse_what_reads_two_ways(tmp_path: Path) -> None:
    result = read_text("exchange_rates", tmp_path, RATES)
    assert rejections(result) == [(3, "unknown_currency", "currency_code")]
    columns = ("currency_code", "rate_type", "valid_from_date", "rate", "quote_currency_code")
    july = date(2026, 7, 1)
    assert result.tables["exchange_rate_versions"].select(columns).rows() == [
        ("USD", "average", july, Decimal("0.9174311927"), "EUR"),
        ("IDR", "average", july, Decimal("0.0000555600"), None),
        ("CHF", "budget", date(2026, 1, 1), Decimal("1.06"), None),
    ]
    ambiguous = read_text("exchange_rates", tmp_path, "Currency,Date,Rate\nUSD,2026-07-01,1.087\n")
    assert rejections(ambiguous) == [(1, "ambiguous_number", "rate")]
    for number in ("99999999", "9" * 40):
        large = read_text("exchange_rates", tmp_path, f"Currency,Date,Rate\nUSD,2026-07-01,{number}\n")
        assert rejections(large) == [(1, "out_of_range", "rate")]


def test_a_rate_of_many_units_is_refused(tmp_path: Path) -> None:
    head = "From currency,To currency,Valid from,Rate,Ratio from,Ratio to\n"
    rows = "JPY,EUR,2026-07-01,0.62,100,1\nIDR,EUR,2026-07-01,0.000056,1,1\nUSD,EUR,2026-07-01,91.2,,100\n"
    result = read_text("exchange_rates", tmp_path, head + rows)
    assert rejections(result) == [(1, "not_of_one_unit", "units"), (3, "not_of_one_unit", "quote_units")]
    assert result.tables["exchange_rate_versions"]["currency_code"].to_list() == ["IDR"]


def test_registers_come_as_workbooks_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Log of decisions"])
    sheet.append(["ID", "Date", "Initiative", "Outcome", "Amount", "Currency"])
    sheet.append(["D-1", date(2026, 10, 6), "INI-07", "Pause", 1250.5, "CHF"])
    path = tmp_path / "log.xlsx"
    book.save(path)
    (row,) = read_file("decisions", path).tables["decisions"].rows(named=True)
    assert (row["decision_date"], row["outcome"], row["moved_amount"]) == (
        date(2026, 10, 6), "pause", Decimal("1250.5"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "source_format",
    ["theme_targets", "cost_of_delay", "decisions", "dependencies", "capacity", "gate_policy"],
)
def test_a_file_of_something_else_is_refused_whole(tmp_path: Path, source_format: str) -> None:
    with pytest.raises(UnreadableFile):
        read_text(source_format, tmp_path, "Colour,Shape\nred,round\n")
