"""Everything on one initiative."""

from typing import Any

import polars as pl

from analytics_app.queries.conditions import PERIOD, known_sum
from analytics_app.session import Filters, ask, ask_one

_VERSIONED = (
    "initiative_name hypothesis value_stream_name owner_name horizon stage_name kill_criterion "
    "remaining_duration_weeks approved_date ready_date started_date blocked_since_date needed_date "
    "forecast_delivery_date value_start_date cancelled_date"
)
_NAMES = ", ".join(_VERSIONED.split())
_AS_TEXT = ", ".join(f"cast({name} as varchar) as {name}" for name in _VERSIONED.split())


def names() -> dict[str, str]:
    """Return the names of all initiatives by code: a link opens one whatever the filters choose."""
    found = ask(
        "select initiative_code, initiative_name from marts.mart_initiatives order by initiative_code"
    )
    return dict(found.iter_rows())


def facts(code: str) -> dict[str, Any]:
    """Return what the register says of it and its figures of today; what it has none of is NULL."""
    return ask_one(
        """
        select dim.*, told.reported_status, told.status_report_date, told.alignment_reason,
            told.aligned_weight_share, told.linked_key_result_count, told.live_key_result_count,
            told.spend_per_week_amount, told.actual_total_amount, told.is_green_without_live_key_result,
            delay.cost_of_delay_per_week_amount, delay.cost_of_delay_per_week_low_amount,
            delay.cost_of_delay_per_week_high_amount, delay.accrued_since_ready_amount,
            coalesce(delay.cost_of_delay_reason, case when delay.initiative_code is null then 'not_live' end)
                as cost_of_delay_reason,
            delay.cd3_rank, delay.wsjf_rank, delay.urgency_profile, delay.basis, delay.estimation_batch,
            delay.estimate_date, delay.estimate_age_days, delay.latest_start_date,
            evidence.rule_id, evidence.evidence_date, evidence.is_answered,
            evidence.spend_after_evidence_amount,
            coalesce(evidence.spend_after_evidence_reason, 'no_evidence') as spend_after_evidence_reason,
            earned.percent_complete_share, coalesce(earned.earned_value_reason, 'no_work_items')
                as percent_complete_reason,
            earned.cost_performance_index, earned.estimate_at_completion_amount
        from core.dim_initiative as dim
        inner join marts.mart_initiatives as told using (initiative_code)
        left join marts.mart_cost_of_delay as delay using (initiative_code)
        left join marts.mart_spend_after_evidence as evidence using (initiative_code)
        left join marts.mart_earned_value as earned
            on earned.scope_kind = 'initiative' and earned.scope_name = dim.initiative_code
            and earned.baseline_name = 'current'
        where initiative_code = $code
        """,
        code=code,
    )


def money(filters: Filters, code: str) -> pl.DataFrame:
    """Return one row per fiscal period: budget, forecast, actuals, commitments, and the aligned part.

    A line without an exchange rate makes a sum unknown, not smaller; actuals are NULL in periods to come.
    """
    return ask(
        f"""
        with summed as (
            select fiscal_period_label, fiscal_period_start_date,
                {known_sum("budget")} as budget_amount,
                case
                    when fiscal_period_start_date <= (select as_of_date from marts.mart_run)
                    then {known_sum("actual")}
                end as actual_amount,
                {known_sum("forecast")} as forecast_amount, {known_sum("commitment")} as commitment_amount,
                {known_sum("aligned_actual")} as aligned_actual_amount
            from marts.mart_theme_spend
            where initiative_code = $code and {PERIOD}
            group by fiscal_period_label, fiscal_period_start_date
        )
        select *, actual_amount - budget_amount as variance_amount
        from summed order by fiscal_period_start_date
        """,  # noqa: S608 - constant conditions
        filters,
        code=code,
    )


def money_totals(filters: Filters, code: str) -> dict[str, Any]:
    """Return the period's sums; unknown where a line has no exchange rate."""
    return ask_one(
        f"""
        select
            {known_sum("actual")} as actual_amount, {known_sum("budget")} as budget_amount,
            {known_sum("commitment")} as commitment_amount,
            case when sum(unconverted_line_count) > 0 then 'no_exchange_rate' else 'no_money' end as reason
        from marts.mart_theme_spend where initiative_code = $code and {PERIOD}
        """,  # noqa: S608
        filters,
        code=code,
    )


def earned_value(code: str) -> pl.DataFrame:
    """Return one row per baseline: plan, progress and cost, and what they make of the end (M40, M41)."""
    return ask(
        """
        select *,
            coalesce(earned_value_reason, cost_performance_index_reason, estimate_at_completion_reason)
                as missing_reason
        from marts.mart_earned_value
        where scope_kind = 'initiative' and scope_name = $code order by baseline_name
        """,
        code=code,
    )


def delay(code: str) -> pl.DataFrame:
    """Return one row per figure of delay with the band of its estimate; none of what is not live."""
    return ask(
        """
        select figure.* from marts.mart_cost_of_delay, lateral (values
            ('M01 a week', cost_of_delay_per_week_low_amount, cost_of_delay_per_week_amount,
                cost_of_delay_per_week_high_amount, cost_of_delay_reason),
            ('M04 since it was needed', accrued_since_needed_low_amount, accrued_since_needed_amount,
                accrued_since_needed_high_amount, accrued_since_needed_reason),
            ('M05 since it was ready', accrued_since_ready_low_amount, accrued_since_ready_amount,
                accrued_since_ready_high_amount, accrued_since_ready_reason),
            ('M06 while blocked, at most', null, blocked_cost_upper_amount, null, null),
            ('M06 while blocked, on the critical path', null, blocked_cost_critical_amount, null,
                blocked_cost_critical_reason)
        ) as figure (figure_name, low_amount, likely_amount, high_amount, missing_reason)
        where initiative_code = $code
        """,
        code=code,
    )


def delay_by_state(code: str) -> pl.DataFrame:
    """Return what has been lost since it was ready, by the state it was in."""
    return ask(
        """
        select part.* from marts.mart_cost_of_delay, lateral (values
            ('queue', accrued_in_queue_amount), ('active', accrued_in_active_amount),
            ('blocked', accrued_in_blocked_amount), ('released', accrued_in_released_amount)
        ) as part (delay_state, amount)
        where initiative_code = $code and amount > 0
        """,
        code=code,
    )


def links(code: str, kind: str) -> pl.DataFrame:
    """Return one row per key result, or theme, that it is linked to: the weight, and live or why not."""
    return ask(
        """
        select *, coalesce(not_live_reason, score_reason) as missing_reason, score - expected as gap,
            linked_code as key_result_code, linked_name as key_result_name
        from marts.mart_initiative_links
        where initiative_code = $code and link_kind = $kind
        order by weight desc, linked_code
        """,
        code=code,
        kind=kind,
    )


def outcomes(code: str) -> pl.DataFrame:
    """Return one row per quarter and lag: spend, and the score that moved (M27)."""
    return ask(
        """
        select *, outcome_yield_reason as missing_reason
        from marts.mart_outcome_yield where initiative_code = $code
        order by judged_on_date, lag_quarters
        """,
        code=code,
    )


def guardrails(code: str) -> pl.DataFrame:
    """Return one row per guardrail that judges it, the breached ones first (M43)."""
    return ask(
        """
        select *, coalesce(actual_reason, beyond_reason) as missing_reason from marts.mart_guardrails
        where scope_kind = 'initiative' and scope_name = $code
        order by case guardrail_result when 'breach' then 1 when 'warn' then 2 else 3 end, guardrail_code
        """,
        code=code,
    )


def flow(code: str) -> pl.DataFrame:
    """Return one row per fiscal period: stories done and cancelled, and their flow time (M46, M47)."""
    return ask(
        """
        select *, flow_time_reason as missing_reason from marts.mart_initiative_flow
        where initiative_code = $code and work_item_level = 'story' order by fiscal_period_start_date
        """,
        code=code,
    )


def work_items(code: str) -> pl.DataFrame:
    """Return its work items, those in progress first, then what is to do."""
    return ask(
        """
        select work_item_key, title, type_name, status_name, status_category, story_points, team_name,
            created_at, resolved_at, source_name
        from core.dim_work_item where initiative_code = $code and not is_subtask
        order by case status_category when 'in_progress' then 1 when 'todo' then 2 else 3 end,
            resolved_at desc, work_item_key
        """,
        code=code,
    )


def in_progress(code: str) -> pl.DataFrame:
    """Return its work in progress, the oldest first (M49)."""
    return ask(
        "select * from marts.mart_work_in_progress where initiative_code = $code "
        "order by age_days desc nulls last, work_item_key",
        code=code,
    )


def reports(code: str) -> pl.DataFrame:
    """Return its status reports with the evidence of their day, the newest first."""
    return ask(
        "select * from marts.mart_status_reports where initiative_code = $code order by report_date desc",
        code=code,
    )


def decisions(code: str) -> pl.DataFrame:
    """Return the decisions about it, the newest first."""
    return ask(
        """
        select *, latency_reason as missing_reason, reason as reason_text from marts.mart_decisions
        where initiative_code = $code order by decision_date desc, decision_id
        """,
        code=code,
    )


def dependencies(code: str) -> pl.DataFrame:
    """Return what it waits for, and who waits for it; `initiative_code` is the other one."""
    return ask(
        """
        select case when initiative_code = $code then 'needs' else 'is_needed_by' end as role_name,
            case when initiative_code = $code then provider_initiative_code else initiative_code end
                as initiative_code,
            case when initiative_code = $code then provider_initiative_name else initiative_name end
                as initiative_name,
            dependency_state, dependency_risk, needed_date, expected_date, slack_days, is_on_loop,
            slack_reason as missing_reason
        from marts.mart_dependencies where $code in (initiative_code, provider_initiative_code)
        order by role_name desc, slack_days nulls last
        """,
        code=code,
    )


def changes(code: str) -> pl.DataFrame:
    """Return what the register changed about it, the newest first; the first row it ever had is one, too."""
    return ask(
        f"""
        with versions as (
            select version_number, valid_from_date, {_AS_TEXT}
            from core.dim_initiative_version where initiative_code = $code
        ),
        told as (
            select * from versions unpivot include nulls (after_text for attribute_name in ({_NAMES}))
        ),
        compared as (
            select *, lag(after_text) over (partition by attribute_name order by version_number)
                as before_text
            from told
        )
        select valid_from_date, attribute_name, before_text, after_text from compared
        where version_number > 1 and before_text is distinct from after_text
        union all
        select valid_from_date, 'first_known', null, initiative_name from versions where version_number = 1
        order by valid_from_date desc, attribute_name
        """,  # noqa: S608 - constant names of columns
        code=code,
    )


def sources(filters: Filters, code: str) -> pl.DataFrame:
    """Return the rows it stands on, file and row number: all of the registers, the money of the period."""
    return ask(
        f"""
        select *, table_name as source_table, reporting_amount_reason as missing_reason
        from marts.mart_initiative_sources
        where initiative_code = $code and (fiscal_period_start_date is null or {PERIOD})
        order by table_name in ('ledger_lines', 'budget_lines'), table_name = 'budget_lines',
            business_date desc, table_name, entry_code, file_name, row_number
        """,  # noqa: S608
        filters,
        code=code,
    )
