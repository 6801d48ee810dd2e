"""Where money, work and rules have drifted from the strategy."""

import polars as pl

from analytics_app.queries.conditions import OWNERS, STREAMS, THEMES
from analytics_app.session import Filters, ask

# What was spent after evidence names no value stream: it is its initiative's.
_OF_STREAMS = f"""(len($streams) = 0 or initiative_code in (
            select initiative_code from marts.mart_initiatives where {STREAMS}
        ))"""  # noqa: S608 - constant conditions


def after_evidence(filters: Filters) -> pl.DataFrame:
    """Return the initiatives that went on spending after evidence spoke against them (M28), dearest first."""
    return ask(
        f"""
        select *, rule_id as evidence_rule_id,
            case when is_answered then 'answered' else 'open' end as answer_state
        from marts.mart_spend_after_evidence
        where evidence_date is not null and {THEMES} and {OWNERS} and {_OF_STREAMS}
        order by is_answered, spend_after_evidence_amount desc nulls last, initiative_code
        """,  # noqa: S608 - constant conditions
        filters,
    )


def themes(filters: Filters) -> pl.DataFrame:
    """Return this fiscal year's share and target of each theme (M22), the most starved first."""
    return ask(
        f"""
        select *, funding_status_reason as missing_reason from marts.mart_theme_funding
        where fiscal_year_label = (select fiscal_year_label from marts.mart_run) and {THEMES}
        order by gap_share nulls last, theme_name
        """,  # noqa: S608
        filters,
    )


def latency(filters: Filters) -> pl.DataFrame:
    """Return how long money took to follow each version of the strategy (M29), the newest version first."""
    return ask(
        f"""
        select *, strategy_latency_reason as missing_reason from marts.mart_strategy_latency
        where {THEMES} order by valid_from_date desc, strategy_latency_days desc nulls first, theme_name
        """,  # noqa: S608
        filters,
    )


def traceability(filters: Filters) -> pl.DataFrame:
    """Return how much work of each value stream leads to a theme (M26), the least first."""
    return ask(
        f"""
        select *, traceability_rate_reason as missing_reason from marts.mart_traceability
        where {STREAMS} order by traceability_rate nulls first, value_stream_name
        """,  # noqa: S608
        filters,
    )


def breaks(filters: Filters) -> pl.DataFrame:
    """Return how many stories' paths break where; run-the-business work is not asked for one."""
    return ask(
        f"""
        select trace_break as reason, sum(work_items) as work_items, sum(story_points) as story_points
        from marts.mart_trace_breaks
        where {STREAMS} and trace_break not in ('complete', 'run')
        group by trace_break order by work_items desc, reason
        """,  # noqa: S608
        filters,
    )


def guardrails() -> pl.DataFrame:
    """Return the rules of the portfolio that are broken or nearly so (M43), the worst first."""
    return ask(
        f"""
        select *, coalesce(actual_reason, beyond_reason) as missing_reason,
            case when scope_kind = 'initiative' then scope_name end as initiative_code,
            coalesce(initiative_name, scope_name) as subject_name,
            {_written("actual_value")} as actual_text, {_written("lower_limit")} as lower_text,
            {_written("upper_limit")} as upper_text
        from marts.mart_guardrails where guardrail_result in ('breach', 'warn')
        order by guardrail_result, beyond_amount desc nulls last, guardrail_code,
            beyond_quantity desc nulls last, scope_name
        """  # noqa: S608
    )


def _written(column: str) -> str:
    """Return SQL that writes a value with its unit: a share in per cent, money and days in whole numbers."""
    return f"""
        case unit
            when 'share' then format('{{:.0f}}%', 100 * {column})
            when 'money' then format('{{:,.0f}}', {column})
            else format('{{:,.0f}} {{}}', {column}, unit)
        end"""
