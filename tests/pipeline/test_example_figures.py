"""The example, refreshed whole: every headline figure against a second, independent way to it."""

import csv
import gzip
import json
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import openpyxl
import pytest
import yaml

from ingest.workspace import Workspace
from tests.pipeline import oracle

pytestmark = pytest.mark.pipeline

EXAMPLES = Path(__file__).parents[2] / "examples"
INBOX = EXAMPLES / "inbox"
AS_OF = date(2026, 10, 31)
CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def facts() -> dict:
    return json.loads((EXAMPLES / "facts.json").read_text())


@pytest.fixture(scope="module")
def marts(demo_workspace: Workspace) -> duckdb.DuckDBPyConnection:
    file = json.loads((demo_workspace.published / "CURRENT").read_text())["file"]
    return duckdb.connect(str(demo_workspace.published / file), read_only=True)


@pytest.fixture(scope="module")
def register() -> dict[str, dict[str, str]]:
    return oracle.read_register(INBOX / "initiatives" / "initiatives_2026-10-31.csv")


def test_r04_every_row_of_every_export_is_accounted_for(marts, facts) -> None:
    rows = marts.execute(
        "select source_name, as_of_date, row_count_read, row_count_accepted, row_count_rejected,"
        " difference_count"
        " from marts.mart_file_loads"
    ).fetchall()
    assert all(difference == 0 for *_, difference in rows)
    accepted = {(source, str(day)): count for source, day, _, count, _, _ in rows}
    rejected = {(source, str(day)): count for source, day, _, _, count, _ in rows if count}
    assert accepted["jira", "2026-10-31"] == facts["work_items"]["jira"]
    assert accepted["jira_storefront", "2026-10-31"] == facts["work_items"]["jira_storefront"]
    assert accepted["initiatives", "2026-10-31"] == facts["initiatives"]
    assert {day: accepted["ledger", day] for day in facts["ledger_rows"]} == facts["ledger_rows"]
    assert rejected == {("ledger", day): count for day, count in facts["ledger_rows_rejected"].items()}


def test_o03_the_ledger_reconciles_to_the_cent_by_currency(marts, facts) -> None:
    rows = marts.execute(
        "select currency_code, loaded_amount, fact_amount, mart_amount, difference_amount"
        " from marts.mart_reconciliation where table_name = 'ledger_lines' and source_name = 'ledger'"
    ).fetchall()
    expected = {c: Decimal(total) for c, total in facts["ledger_total_by_currency"]["2026-10-31"].items()}
    assert {currency: loaded for currency, loaded, *_ in rows} == expected
    assert all(loaded == fact == mart and gap == 0 for _, loaded, fact, mart, gap in rows)


def test_o04_the_ledger_total_is_that_of_the_file_read_by_hand(marts) -> None:
    with (INBOX / "ledger" / "ledger_2026-10-31.csv").open(newline="", encoding="utf-8") as lines:
        amounts = [
            oracle.european_amount(row["Amount"])
            for row in csv.DictReader(lines, delimiter=";")
            if row["Amount"] and row["Posting Date"] != "Total"
        ]
    total = sum((amount for amount in amounts if amount is not None), Decimal(0))
    (loaded,) = marts.execute("select sum(amount) from core.fct_ledger_lines").fetchone() or (None,)
    assert loaded == total


def test_the_newest_budget_is_the_one_that_counts(marts, facts) -> None:
    rows = marts.execute(
        "select version_name, sum(amount) from core.fct_budget_lines"
        " where source_name = 'budget' group by version_name"
    ).fetchall()
    expected = {v: Decimal(total) for v, total in facts["budget_total_by_version"]["2026-09-30"].items()}
    assert dict(rows) == expected


def test_the_forecast_stands_beside_the_budget(marts, facts) -> None:
    rows = marts.execute(
        "select currency_code, sum(amount) from core.fct_budget_lines"
        " where version_name = 'forecast 1' group by currency_code"
    ).fetchall()
    assert dict(rows) == {c: Decimal(total) for c, total in facts["forecast_total_by_currency"].items()}


def test_spend_by_theme(marts, facts) -> None:
    rows = marts.execute(
        "select theme_name, actual_amount from marts.mart_theme_funding where fiscal_year_label = 'FY27'"
    ).fetchall()
    expected = {theme: Decimal(amount) for theme, amount in facts["actual_by_theme_fy27"].items()}
    assert {theme: amount.quantize(CENT) for theme, amount in rows} == expected


def test_strategy_drift_follows_from_spend_and_targets(marts, facts) -> None:
    configuration = yaml.safe_load((EXAMPLES / "portfolio.yml").read_text())
    target = {
        theme["name"]: goal["share"]
        for theme in configuration["themes"]
        for goal in theme["targets"]
        if goal["strategy_version"] == "S2027"
    }
    spend = {theme: float(amount) for theme, amount in facts["actual_by_theme_fy27"].items()}
    actual = {theme: amount / sum(spend.values()) for theme, amount in spend.items()}
    (drift,) = marts.execute(
        "select strategy_drift from marts.mart_strategy where is_current"
    ).fetchone() or (None,)
    assert drift == pytest.approx(oracle.strategy_drift(actual, target), abs=1e-9)


def test_cost_of_delay_of_every_initiative(marts, register) -> None:
    rows = marts.execute(
        "select initiative_code, cost_of_delay_per_week_amount, accrued_since_needed_amount"
        " from marts.mart_cost_of_delay where needed_date is not null and cost_of_delay_reason is null"
    ).fetchall()
    assert len(rows) > 20
    for code, per_week, accrued in rows:
        estimate = oracle.register_estimate(register[code])
        assert estimate.needed is not None
        delay = max(0.0, oracle.weeks_between(estimate.needed, AS_OF))
        assert float(per_week) == pytest.approx(oracle.cost_of_delay_per_week(estimate, delay), rel=1e-4), (
            code
        )
        assert float(accrued) == pytest.approx(oracle.delay_cost(estimate, delay), abs=0.01), code


def _accrued(estimate: oracle.Estimate, start: date, end: date) -> float:
    """Cost from one day to another, day by day: what a day costs depends on how late it is by then."""
    assert estimate.needed is not None
    days = [start + timedelta(days=offset) for offset in range((end - start).days)]
    delays = [max(0.0, oracle.weeks_between(estimate.needed, day) + 0.5 / 7) for day in days]
    return sum((oracle.cost_of_delay_per_week(estimate, delay) or 0) / 7 for delay in delays)


def test_accrued_since_ready_is_the_integral_of_the_weekly_cost(marts, register) -> None:
    rows = marts.execute(
        "select initiative_code, accrued_since_ready_amount from marts.mart_cost_of_delay"
        " where accrued_since_ready_reason is null and cost_of_delay_reason is null"
        " and needed_date is not null"
    ).fetchall()
    assert len(rows) > 20
    for code, accrued in rows:
        estimate, ready = oracle.register_estimate(register[code]), oracle.parse_date(register[code]["Ready"])
        assert ready is not None
        assert float(accrued) == pytest.approx(_accrued(estimate, ready, AS_OF), rel=2e-3), code


def test_cost_of_delay_has_its_band(marts, register) -> None:
    """The low and high estimates, put in place of the three points, give the ends of the band."""
    rows = marts.execute(
        "select initiative_code, cost_of_delay_per_week_low_amount, cost_of_delay_per_week_high_amount,"
        " accrued_since_needed_low_amount, accrued_since_needed_high_amount, accrued_since_ready_low_amount,"
        " accrued_since_ready_high_amount from marts.mart_cost_of_delay"
        " where needed_date is not null and ready_date is not null and rate_low_amount is not null"
    ).fetchall()
    assert len(rows) > 20
    for code, *amounts in rows:
        estimate, ready = oracle.register_estimate(register[code]), oracle.parse_date(register[code]["Ready"])
        assert estimate.needed is not None
        assert ready is not None
        delay = max(0.0, oracle.weeks_between(estimate.needed, AS_OF))
        low = replace(estimate, low=None, likely=estimate.low, high=None)
        high = replace(estimate, low=None, likely=estimate.high, high=None)
        ends = (low, high)
        expected = [oracle.cost_of_delay_per_week(end, delay) for end in ends]
        expected += [oracle.delay_cost(end, delay) for end in ends]
        expected += [_accrued(end, ready, AS_OF) for end in ends]
        assert [float(amount) for amount in amounts] == pytest.approx(expected, rel=2e-3, abs=0.01), code


def test_what_was_lost_since_ready_is_split_by_state(marts, register) -> None:
    """Approved, begun, blocked, released: each day costs in the state of that day."""
    rows = marts.execute(
        "select initiative_code, accrued_since_ready_amount, accrued_in_queue_amount,"
        " accrued_in_active_amount, accrued_in_blocked_amount, accrued_in_released_amount"
        " from marts.mart_cost_of_delay where accrued_since_ready_reason is null and needed_date is not null"
    ).fetchall()
    whole: dict[str, float] = {}
    for code, total, *parts in rows:
        assert total == sum(parts), code
        row, estimate = register[code], oracle.register_estimate(register[code])
        ready, started, blocked, released = (
            oracle.parse_date(row[name]) for name in ("Ready", "Started", "Blocked since", "Released")
        )
        assert ready is not None
        end_of_work = released or AS_OF
        begun, halted = started or end_of_work, blocked or end_of_work
        spans = [(ready, begun), (begun, halted), (halted, end_of_work), (end_of_work, AS_OF)]
        expected = [_accrued(estimate, start, end) for start, end in spans]
        if estimate.profile != "fixed_date":
            assert [float(part) for part in parts] == pytest.approx(expected, rel=2e-3, abs=0.01), code
        whole |= {name: whole.get(name, 0) + float(part) for name, part in zip("qabr", parts, strict=True)}
    assert all(whole.values())


def test_the_portfolio_burns_what_its_initiatives_and_its_themes_burn(marts) -> None:
    total, queued, count = marts.execute(
        "select cost_of_delay_per_week_amount, queued_cost_per_week_amount, queued_initiative_count"
        " from marts.mart_portfolio_delay"
    ).fetchone()
    ((of_initiatives,), (of_themes,)) = (
        marts.execute(f"select sum(cost_of_delay_per_week_amount) from marts.{mart}").fetchone()
        for mart in ("mart_cost_of_delay", "mart_cost_of_delay_burn")
    )
    assert total == of_initiatives == of_themes
    assert (count, queued) == (3, Decimal("96166.6667"))  # I-12, I-25, and I-18 before its deadline


def test_the_price_of_points(marts, register) -> None:
    """The same jobs one after the other, once by points and once by money, in plain loops."""
    jobs = []
    for code, per_week in marts.execute(
        "select initiative_code, cost_of_delay_per_week_amount from marts.mart_cost_of_delay"
        " where wsjf is not null"
    ).fetchall():
        row = register[code]
        points = sum(
            float(row[part]) for part in ("User-business value", "Time criticality", "Risk/opportunity")
        )
        weeks = float(row["Remaining weeks"])
        jobs.append((points / float(row["Job size"]), float(per_week) / weeks, code, float(per_week), weeks))

    def delay_cost(order) -> float:
        cost = done = 0.0
        for _, _, _, per_week, weeks in order:
            done += weeks
            cost += per_week * done
        return cost

    by_points = delay_cost(sorted(jobs, key=lambda job: (-job[0], -job[1], job[2])))
    by_money = delay_cost(sorted(jobs, key=lambda job: (-job[1], job[2])))
    found = marts.execute(
        "select wsjf_delay_cost_amount, cd3_delay_cost_amount, cost_of_points_share"
        " from marts.mart_delay_sequences where sequence_scope = 'batch'"
    ).fetchone()
    assert [float(figure) for figure in found] == pytest.approx(
        [by_points, by_money, by_points / by_money - 1], rel=1e-6
    )
    assert by_points > 1.5 * by_money


def test_ranks_by_money_and_by_points(marts, register) -> None:
    rows = marts.execute(
        "select initiative_code, cd3, wsjf, cd3_rank, wsjf_rank from marts.mart_cost_of_delay"
    ).fetchall()
    cd3, wsjf = {}, {}
    for code, *_ in rows:
        row, estimate = register[code], oracle.register_estimate(register[code])
        delay = max(0.0, oracle.weeks_between(estimate.needed, AS_OF)) if estimate.needed else 0.0
        per_week = oracle.cost_of_delay_per_week(estimate, delay)
        if per_week is not None and row["Remaining weeks"]:
            cd3[code] = per_week / float(row["Remaining weeks"])
        if row["Job size"]:
            parts = ("User-business value", "Time criticality", "Risk/opportunity")
            wsjf[code] = sum(float(row[part]) for part in parts) / float(row["Job size"])
    assert {code: value for code, value, *_ in rows if value is not None} == pytest.approx(cd3, rel=1e-4)
    assert {code: value for code, _, value, *_ in rows if value is not None} == pytest.approx(wsjf)
    by_rank = [code for code, _, _, rank, _ in sorted(rows, key=lambda row: row[3] or 99) if rank]
    assert [cd3[code] for code in by_rank] == sorted(cd3.values(), reverse=True)


def test_the_dearest_initiative_waits_and_comes_first(marts, facts) -> None:
    row = marts.execute(
        "select initiative_code, delay_state, cost_of_delay_per_week_amount, cd3_rank"
        " from marts.mart_cost_of_delay"
        " order by cost_of_delay_per_week_amount desc nulls last limit 1"
    ).fetchone()
    assert row == (facts["waiting_initiative"], "queue", Decimal(91000), 1)


def test_green_initiatives_that_lost_their_reason(marts, facts) -> None:
    rows = marts.execute(
        "select initiative_code from marts.mart_initiatives where is_green_without_live_key_result order by 1"
    ).fetchall()
    assert [code for (code,) in rows] == facts["green_without_reason"]


def _workbook() -> tuple[dict[str, dict], dict[str, list[tuple[date, float]]]]:
    book = openpyxl.load_workbook(INBOX / "okr" / "okr_2026-10-31.xlsx", data_only=True)
    header, *rows = book["OKRs"].iter_rows(values_only=True)
    key_results = {row[3]: dict(zip(header, row, strict=True)) for row in rows if row[3]}
    check_ins: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for day, code, _, value, *_ in list(book["Check-ins"].iter_rows(values_only=True))[1:]:
        check_ins[code].append((day.date(), value))
    return key_results, check_ins


def test_score_and_expected_progress_of_every_key_result(marts) -> None:
    key_results, check_ins = _workbook()
    spans = {"FY26": (date(2025, 7, 1), date(2026, 6, 30)), "FY27": (date(2026, 7, 1), date(2027, 6, 30))}
    rows = marts.execute(
        "select key_result_code, score_raw, expected, score_reason from marts.mart_key_results"
    ).fetchall()
    found = {code: values for code, *values in rows if code in key_results}
    assert set(found) == set(key_results)
    for code, row in key_results.items():
        current = max(check_ins[code])[1] if check_ins[code] else None
        score = oracle.key_result_score(row["Start Value"], row["Target Value"], current)
        expected = oracle.expected_progress(*spans[row["Period"]], AS_OF)
        raw, share, reason = found[code]
        assert raw == (None if score is None else pytest.approx(score)), code
        assert (raw is None) == (reason is not None), code
        assert share == pytest.approx(expected), code


def _flow_by_hand() -> tuple[dict[str, int], float, float]:
    """Throughput by month, and the sums of active and of flow seconds, from the tracker's own changelog."""
    throughput: dict[str, int] = defaultdict(int)
    active, total = 0.0, 0.0
    with gzip.open(INBOX / "jira" / "platform_2026-10-31.jsonl.gz", "rt") as lines:
        for line in lines:
            issue = json.loads(line)
            fields = issue["fields"]
            changes = [
                (oracle.jira_instant(history["created"]), item["toString"])
                for history in issue["changelog"]["histories"]
                for item in history["items"]
            ]
            if fields["status"]["name"] != "Done" or fields["issuetype"]["subtask"]:
                continue
            done = max(moment for moment, status in changes if status == "Done")
            throughput[f"{done:%Y-%m}"] += 1
            working = {"In Progress", "Code Review", "Waiting for Release", "Blocked"}
            started = min((moment for moment, status in changes if status in working), default=None)
            if started is None:
                continue
            total += (done - started).total_seconds()
            for (begin, status), (end, _) in pairwise(changes):
                if status in {"In Progress", "Code Review"} and begin >= started and end <= done:
                    active += (end - begin).total_seconds()
    return throughput, active, total


def test_throughput_and_flow_efficiency(marts, facts) -> None:
    rows = marts.execute(
        "select strftime(fiscal_period_start_date, '%Y-%m'), sum(throughput_count)"
        " from marts.mart_flow group by 1"
    ).fetchall()
    assert {month: int(count) for month, count in rows} == facts["throughput_by_month"]
    _, active, total = _flow_by_hand()
    sums = marts.execute(
        "select sum(active_seconds), sum(flow_seconds) from core.fct_work_item_flow"
        " where source_name = 'jira' and not is_subtask"
    ).fetchone()
    assert sums is not None
    assert float(sums[0]) == pytest.approx(active, abs=2 * 2800)  # the tracker cuts to seconds
    assert float(sums[1]) == pytest.approx(total, abs=2 * 2800)


WORKING = {"In Progress", "Code Review", "Waiting for Release", "Blocked"}


def _flow_of_weekly_exports() -> dict[str, float]:
    """Seconds from the first export that shows an item in progress to the minute it was resolved."""
    zone = ZoneInfo("Europe/Zurich")
    seen: dict[str, list[tuple[date, str, str]]] = defaultdict(list)
    files = sorted((INBOX / "jira_csv").glob("storefront_*.csv"))
    assert len(files) >= 3
    for path in files:
        day = date.fromisoformat(path.stem.removeprefix("storefront_"))
        with path.open(newline="", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                seen[row["Issue key"]].append((day, row["Status"], row["Resolved"]))
    first_day = min(shown[0][0] for shown in seen.values())
    seconds = {}
    for key, shown in seen.items():
        begun = [day for day, status, _ in shown if status in WORKING]
        # Begun before the first export, or begun and done between two of them: nobody knows when.
        if shown[-1][1] != "Done" or not begun or begun[0] == first_day:
            continue
        if (shown[0][0], shown[0][1]) == (first_day, "Done"):
            continue
        done = datetime.strptime(shown[-1][2], "%d/%b/%y %I:%M %p").replace(tzinfo=zone)
        started = datetime.combine(begun[0], time(), zone)
        seconds[key] = (done.astimezone(UTC) - started.astimezone(UTC)).total_seconds()
    return seconds


def test_flow_times_of_a_tracker_that_tells_no_changes(marts) -> None:
    rows = marts.execute(
        "select work_item_key, flow_seconds, history_source from core.fct_work_item_flow"
        " where source_name = 'jira_storefront' and flow_seconds is not null"
    ).fetchall()
    assert {source for _, _, source in rows} == {"snapshots"}
    assert {key: seconds for key, seconds, _ in rows} == _flow_of_weekly_exports()
    assert len(rows) >= 10


def _stories() -> list[tuple[str | None, float | None]]:
    """Epic and story points of each story, bug and task of both trackers."""
    found: list[tuple[str | None, float | None]] = []
    with gzip.open(INBOX / "jira" / "platform_2026-10-31.jsonl.gz", "rt") as lines:
        for line in lines:
            fields = json.loads(line)["fields"]
            if fields["issuetype"]["name"] not in {"Epic", "Sub-task"}:
                found.append((fields["customfield_10014"], fields["customfield_10016"]))
    with (INBOX / "jira_csv" / "storefront_2026-10-31.csv").open(newline="", encoding="utf-8") as lines:
        header, *rows = csv.reader(lines)
    names = ("Issue Type", "Custom field (Epic Link)", "Custom field (Story Points)")
    kind, epic, points = (header.index(name) for name in names)
    found += [
        (row[epic] or None, oracle.parse_number(row[points]))
        for row in rows
        if row[kind] not in {"Epic", "Sub-task"}
    ]
    return found


def test_traceability_by_hand(marts, register) -> None:
    """M26 from the exports' epics and points, and the register's epics and live key results."""
    of_epic = {
        epic.strip(): row for row in register.values() for epic in row["Epics"].split(";") if epic.strip()
    }
    live = {
        code
        for (code,) in marts.execute(
            "select links.initiative_code from core.bridge_initiative_key_result as links"
            " inner join core.fct_key_result_days as days using (key_result_code) where days.is_live"
        ).fetchall()
    }
    points, traced = 0.0, 0.0
    for epic, size in _stories():
        row = of_epic.get(epic or "")
        if row is not None and row["Run"] == "yes":
            continue
        points += size or 0
        traced += (size or 0) if row is not None and row["Code"] in live else 0
    assert marts.execute(
        "select sum(traced_story_points), sum(story_points) from marts.mart_traceability"
    ).fetchone() == (traced, points)
    assert 0.5 < traced / points < 0.9


def test_more_is_implemented_than_the_limit_allows_and_the_dearest_waits(marts, register, facts) -> None:
    current = marts.execute(
        "select initiative_count, wip_limit, excess_count from marts.mart_wip_limits"
        " where portfolio_state = 'implementing' and lane = 'standard' and is_current"
    ).fetchone()
    delivering = [row for row in register.values() if row["Stage"] == "In delivery" and row["Run"] != "yes"]
    count = sum(row["Urgency profile"] != "expedite" for row in delivering)
    assert current == (count, 20, count - 20)
    breach_days, cost = marts.execute(
        "select sum(breach_day_count), sum(waiting_cost_amount) from marts.mart_wip_limits"
    ).fetchone() or (0, 0)
    # The 21st began on 6 July; the dearest has been ready since March and waits at 91,000 a week.
    assert breach_days == (AS_OF - date(2026, 7, 6)).days + 1
    waiting = Decimal(91000) * breach_days / 7
    assert facts["waiting_initiative"] == "I-12"
    assert waiting < cost < 2 * waiting


def test_aligned_spend_share_by_hand(marts, register) -> None:
    """M20 from the postings, the register's weights and which key results were live at each period's end."""
    live = {
        (code, label): bool(is_live)
        for code, label, is_live in marts.execute(
            "select key_result_code, fiscal_period_label, is_live from core.fct_key_result_periods"
        ).fetchall()
    }
    postings = marts.execute(
        "select cost_object_code, fiscal_period_label, sum(reporting_amount) from core.fct_ledger_lines"
        " where entry_type = 'actual' and fiscal_period_label like 'FY27%' group by all"
    ).fetchall()
    by_cost_object = {row["Cost objects"]: row for row in register.values()}
    aligned, change = 0.0, 0.0
    for cost_object, label, amount in postings:
        row = by_cost_object.get(cost_object)
        if row is not None and row["Run"] == "yes":
            continue
        change += float(amount)
        weights = oracle.split_by_weight(row["Key results"]) if row else {}
        aligned += float(amount) * sum(
            weight for code, weight in weights.items() if weight and live.get((code, label))
        )
    (share,) = marts.execute(
        "select aligned_spend_share from marts.mart_strategy where is_current"
    ).fetchone() or (None,)
    assert share == pytest.approx(aligned / change, abs=1e-6)


def test_money_is_never_a_float(marts) -> None:
    rows = marts.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns()"
        " where schema_name in ('core', 'marts') and column_name like '%amount'"
        " and data_type not like 'DECIMAL%'"
    ).fetchall()
    assert rows == []


def _postings_by_initiative(register) -> dict[str, list[tuple[date, Decimal]]]:
    """Actual postings in EUR by initiative, read from the ledger's export."""
    by_cost_object = {row["Cost objects"]: code for code, row in register.items()}
    rates = yaml.safe_load((EXAMPLES / "portfolio.yml").read_text())["reporting"]["exchange_rates"]
    found = defaultdict(list)
    with (INBOX / "ledger" / "ledger_2026-10-31.csv").open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            amount = oracle.european_amount(row["Amount"] or "")
            if row["Entry Type"] != "actual" or amount is None or row["WBS Element"] not in by_cost_object:
                continue
            try:
                day = datetime.strptime(row["Posting Date"], "%d.%m.%Y").date()
            except ValueError:
                continue
            valid = [
                rate
                for rate in rates
                if rate["currency"] == row["Currency"]
                and rate.get("rate_type", "average") == "average"
                and rate["valid_from"] <= day
            ]
            rate = max(valid, key=lambda each: each["valid_from"])["rate"] if valid else 1
            found[by_cost_object[row["WBS Element"]]].append((day, amount * Decimal(str(rate))))
    return found


def test_spend_after_evidence_by_hand(marts, register) -> None:
    """M28: dropped key results were last heard of on 18 March, the retired theme's last day was 30 June."""
    spoke = dict.fromkeys(("I-06", "I-07", "I-11"), date(2026, 3, 31))
    spoke |= dict.fromkeys(("I-08", "I-10"), date(2026, 6, 30))
    rows = marts.execute(
        "select initiative_code, evidence_date, spend_after_evidence_amount, weeks_after_evidence,"
        " answer_date"
        " from marts.mart_spend_after_evidence where evidence_date is not null"
    ).fetchall()
    found = {code: rest for code, *rest in rows}
    postings = _postings_by_initiative(register)
    assert set(spoke) <= set(found)
    for code, evidence in spoke.items():
        evidence_date, amount, weeks, answer = found[code]
        until = answer or AS_OF
        expected = sum(posted for day, posted in postings[code] if evidence < day <= until)
        assert evidence_date == evidence, code
        assert float(amount) == pytest.approx(float(expected), abs=0.01), code
        assert weeks == pytest.approx(oracle.weeks_between(evidence, until)), code


def test_stale_mandates_by_hand(marts, register) -> None:
    """M29b: in FY27 an approval before July 2026 is one of the strategy of 2026."""
    stale, change = Decimal(0), Decimal(0)
    for code, postings in _postings_by_initiative(register).items():
        row = register[code]
        if row["Run"] == "yes":
            continue
        spent = sum((amount for day, amount in postings if date(2026, 7, 1) <= day <= AS_OF), Decimal(0))
        change += spent
        approved = oracle.parse_date(row["Approved"])
        if approved is not None and approved < date(2026, 7, 1):
            stale += spent
    found, total = marts.execute(
        "select stale_mandate_amount, change_spend_amount from marts.mart_strategy where is_current"
    ).fetchone() or (None, None)
    assert float(found) == pytest.approx(float(stale), abs=0.05)
    (unknown,) = marts.execute(
        "select sum(actual_amount) from marts.mart_theme_spend"
        " where initiative_code = 'unknown' and fiscal_year_label = 'FY27'"
    ).fetchone() or (None,)
    assert float(total) == pytest.approx(float(change) + float(unknown or 0), abs=0.05)


def test_money_follows_the_strategy_by_hand(marts) -> None:
    """M29 from the spend by theme and month: the first closed month within five points of the target."""
    configuration = yaml.safe_load((EXAMPLES / "portfolio.yml").read_text())
    spend = defaultdict(dict)
    for label, start, theme, amount in marts.execute(
        "select fiscal_period_label, fiscal_period_start_date, theme_name, sum(actual_amount)"
        " from marts.mart_theme_spend where not is_run group by all"
    ).fetchall():
        spend[start, label][theme] = float(amount)
    expected = {}
    for theme in configuration["themes"]:
        for target in theme["targets"]:
            until = date(2026, 6, 30) if target["strategy_version"] == "S2026" else AS_OF
            met = [
                start
                for (start, _), by_theme in sorted(spend.items())
                if target["valid_from"] <= start <= until
                and sum(by_theme.values()) > 0
                and abs(by_theme.get(theme["name"], 0.0) / sum(by_theme.values()) - target["share"]) <= 0.05
            ]
            days = (met[0] - target["valid_from"]).days if met else None
            expected[target["strategy_version"], theme["name"]] = days
    found = {
        (version, theme): days
        for version, theme, days in marts.execute(
            "select strategy_version, theme_name, strategy_latency_days from marts.mart_strategy_latency"
        ).fetchall()
    }
    assert found == expected
    assert any(days is None for days in found.values())
    assert any(days is not None for days in found.values())


def test_threads_of_key_results_by_hand(marts, register) -> None:
    """M25: live initiatives that serve a key result, and how evenly, from the register's links."""
    weights = defaultdict(list)
    for row in register.values():
        if row["Stage"] not in {"Stopped", "Done"}:
            for code, weight in oracle.split_by_weight(row["Key results"]).items():
                weights[code].append(weight)
    rows = marts.execute(
        "select key_result_code, serving_initiative_count, contribution_concentration"
        " from core.fct_key_result_concentration"
    ).fetchall()
    for code, count, concentration in rows:
        assert count == len(weights[code]), code
        if count:
            total = sum(weights[code])
            assert concentration == pytest.approx(sum((w / total) ** 2 for w in weights[code]), abs=1e-6), (
                code
            )


def test_what_the_roadmap_tells_otherwise_is_shown_and_does_not_count(marts, facts) -> None:
    """M72: both were heard first on one day, and the register comes first by name."""
    attributes = {
        "Name": "initiative_name",
        "Owner": "owner_name",
        "Stage": "stage_name",
        "Started": "started_date",
        "Needed by": "needed_date",
        "Forecast delivery": "forecast_delivery_date",
        "Remaining weeks": "remaining_duration_weeks",
    }
    told = {
        (code, attributes[column]): (register, roadmap)
        for code, columns in facts["told_otherwise_by_the_roadmap"].items()
        for column, (register, roadmap) in columns.items()
    }
    rows = marts.execute(
        "select entity_code, attribute_name, winning_value, other_value, conflict_kind,"
        " winning_source_name, other_source_name from marts.mart_source_conflicts"
    ).fetchall()
    found = {
        (code, name): tuple((value or "").removesuffix(".0") for value in values)
        for code, name, *values, _, _, _ in rows
    }
    assert (len(rows), found) == (len(found), told)
    assert {row[5:] for row in rows} == {("initiatives", "roadmap_storefront")}
    assert all((row[4] == "hidden") == (row[2] is None) for row in rows)
    assert marts.execute(
        "select initiative_name, stage_name, remaining_duration_weeks from core.dim_initiative"
        " where initiative_code in ('I-18', 'I-33') order by 1"
    ).fetchall() == [
        ("Accessible storefront", "Approved", 14.0),
        ("Storefront hosting move", "In delivery", 6.0),
    ]
