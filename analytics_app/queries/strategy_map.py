"""How money flows along the strategy: theme, objective, key result, initiative; and where the path breaks."""

import polars as pl

from analytics_app.queries.conditions import MEMBERS, OWNERS, PERIOD, THEMES
from analytics_app.session import Filters, ask

_OBJECTIVES = f"""
        with of_key_results as (
            select objective_code, count(*) filter (where is_live) as live_count,
                max(not_live_reason) as reason,
                bool_and(coalesce(not_live_reason in ('ended', 'closed', 'dropped', 'not_started'), false))
                    as is_over
            from marts.mart_key_results group by objective_code
        ),
        spend as (
            select objective_code,
                case when count(*) = count(actual_amount) then sum(actual_amount) end as actual_amount
            from marts.mart_key_result_spend
            where {PERIOD} and not is_live and objective_code is not null
            group by objective_code
        ),
        objectives as (
            select objective.*, coalesce(live_count, 0) as live_count, coalesce(is_over, false) as is_over,
                coalesce(of_key_results.reason, 'no_key_results') as reason, spend.actual_amount
            from marts.mart_objectives as objective
            left join of_key_results using (objective_code)
            left join spend using (objective_code)
        )"""  # noqa: S608 - constant conditions


def flows(filters: Filters) -> pl.DataFrame:
    """Return change spend by path, what serves a live key result first; it sums to the period's change spend.

    A key result that was live in a part of the periods has a path for each; what no link claims has none.
    """
    return ask(
        f"""
        with paths as (
            select theme_name, objective_code, objective_name, key_result_code, key_result_name,
                initiative_code, initiative_name, coalesce(unaligned_reason, 'aligned') as flow_state,
                actual_amount as amount
            from marts.mart_key_result_spend
            where {PERIOD} and {MEMBERS}
        ),
        summed as (
            select * exclude (amount),
                case when count(*) = count(amount) then sum(amount) end as actual_amount
            from paths group by all
        )
        select * from summed where actual_amount is distinct from 0
        order by flow_state = 'aligned' desc, actual_amount desc nulls last, theme_name, key_result_code,
            initiative_code, flow_state
        """,  # noqa: S608 - constant conditions
        filters,
    )


def gaps(filters: Filters) -> pl.DataFrame:
    """Return themes, objectives and key results where the path breaks, with the money that goes there still.

    An objective whose key results ended, closed, were dropped or have not begun is no gap unless money
    still goes there: then it is money without a living aim.
    """
    return ask(
        f"""
        {_OBJECTIVES},
        found as (
            select 1 as rank, 'theme_without_objective' as gap_kind, theme_name as gap_code,
                theme_name as gap_name, theme_name, cast(null as varchar) as owner_name,
                'no_live_objective' as reason, cast(null as decimal(18, 4)) as actual_amount
            from marts.mart_theme_targets as target
            where target_share > 0 and fiscal_period_label = (select fiscal_period_label from marts.mart_run)
                and not exists (
                    select * from marts.mart_key_results as live
                    where live.is_live and live.theme_name = target.theme_name
                )
            union all
            select 2, 'objective_without_live_key_result', objective_code, objective_name, theme_name,
                owner_name, reason, actual_amount
            from objectives
            where live_count = 0 and child_objective_count = 0 and (not is_over or actual_amount > 0)
            union all
            select 3, 'key_result_without_funded_work', key_result_code, key_result_name, theme_name,
                owner_name,
                case when linked_initiative_count = 0 then 'no_initiative_linked' else 'not_funded' end,
                cast(null as decimal(18, 4))
            from marts.mart_key_results where is_live and not is_funded
        )
        select gap_kind, gap_code, gap_name, theme_name, owner_name, reason, actual_amount
        from found where {THEMES} and {OWNERS}
        order by rank, actual_amount desc nulls last, gap_code
        """,  # noqa: S608
        filters,
    )
