with

    run as (select * from {{ ref("dim_run") }}),

    spend as (
        select *
        from {{ ref("fct_aligned_spend") }}
        where scope_type = 'initiative' and span_type = 'quarter'
    ),

    outcomes as (
        select
            bridge.initiative_code,
            quarters.fiscal_quarter_label,
            quarters.span_start_date,
            quarters.judged_on_date,
            {{ exact_sum("bridge.weight") }} as weight,
            {{
                exact_sum(
                    "case when quarters.score_change is not null and coverage.priority is not null then bridge.weight else 0 end"
                )
            }}
            as known_weight,
            {{ exact_sum("bridge.weight * quarters.score_change * coverage.priority") }}
            as weighted_score_change
        from {{ ref("bridge_initiative_key_result") }} as bridge
        inner join
            {{ ref("dim_initiative") }} as initiatives
            on bridge.initiative_code = initiatives.initiative_code
        inner join
            {{ ref("fct_key_result_quarters") }} as quarters
            on bridge.key_result_code = quarters.key_result_code
        inner join
            {{ ref("fct_key_result_coverage") }} as coverage
            on bridge.key_result_code = coverage.key_result_code
        where bridge.weight > 0 and not initiatives.is_run
        group by
            bridge.initiative_code,
            quarters.fiscal_quarter_label,
            quarters.span_start_date,
            quarters.judged_on_date
    ),

    -- The money of the same quarter, and that of the one before.
    windows as (
        select outcomes.*, 0 as lag_quarters, spend.span_label as spend_quarter_label
        from outcomes
        inner join
            {{ ref("fct_strategy_drift") }} as spend
            on outcomes.fiscal_quarter_label = spend.span_label
        where spend.span_type = 'quarter'
        union all
        select outcomes.*, 1 as lag_quarters, spend.span_label as spend_quarter_label
        from outcomes
        inner join
            {{ ref("fct_strategy_drift") }} as spend
            on outcomes.span_start_date
            = cast({{ dbt.dateadd("day", 1, "spend.span_end_date") }} as date)
        where spend.span_type = 'quarter'
    ),

    joined as (
        select
            windows.*,
            case
                when spend.change_spend_reason is null
                then {{ money("coalesce(spend.change_spend_amount, 0)") }}
            end as change_spend_amount,
            spend.change_spend_reason,
            case
                when windows.weighted_score_change is null
                then 'no_score_change'
                when spend.scope_name is null
                then 'no_change_spend'
                else spend.aligned_spend_share_reason
            end as outcome_yield_reason
        from windows
        left join
            spend
            on windows.initiative_code = spend.scope_name
            and windows.spend_quarter_label = spend.span_label
    )

select
    {{
        surrogate_key(
            [
                "joined.initiative_code",
                "joined.fiscal_quarter_label",
                "joined.lag_quarters",
            ]
        )
    }} as outcome_yield_key,
    joined.initiative_code,
    joined.fiscal_quarter_label,
    joined.spend_quarter_label,
    run.reporting_currency_code as currency_code,
    joined.outcome_yield_reason,
    joined.change_spend_amount,
    joined.change_spend_reason,
    joined.weighted_score_change,
    {{ safe_divide("joined.known_weight", "joined.weight") }} as score_coverage_share,
    case
        when joined.outcome_yield_reason is null
        then
            1000000
            * {{
                safe_divide(
                    "joined.weighted_score_change", "joined.change_spend_amount"
                )
            }}
    end as outcome_yield,
    cast(joined.lag_quarters as bigint) as lag_quarters,
    joined.judged_on_date
from joined
cross join run
