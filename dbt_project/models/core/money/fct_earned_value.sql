{%- set no_cost = [
    ("ac = 0", "no_actual_cost"),
    ("ac < 0", "negative_actual_cost"),
] -%}
with

    run as (select * from {{ ref("dim_run") }}),

    measured as (
        select
            sums.*,
            budget_at_completion_amount as bac,
            planned_value_amount as pv,
            earned_value_amount as ev,
            actual_cost_amount as ac,
            unmeasured_reason as reason
        from {{ ref("fct_earned_value_sums") }} as sums
    ),

    indexed as (
        select
            measured.*,
            case when ac > 0 then {{ safe_divide("ev", "ac") }} end as cpi,
            case when pv > 0 then {{ safe_divide("ev", "pv") }} end as spi,
            case
                when reason is not null
                then reason
                when ac is null
                then 'no_exchange_rate'
            end as ac_reason
        from measured
    ),

    estimated as (
        select
            indexed.*,
            {{ money(estimate_at_completion("cpi")) }} as eac_cpi,
            {{ money(estimate_at_completion("typical")) }} as eac_typical,
            {{ money(estimate_at_completion("cpi_spi")) }} as eac_cpi_spi
        from indexed
    )

select
    earned_value_key,
    scope_kind,
    scope_name,
    baseline_name,
    run.reporting_currency_code as currency_code,
    bac as budget_at_completion_amount,
    pv as planned_value_amount,
    ev as earned_value_amount,
    reason as earned_value_reason,
    {{ safe_divide("ev", "bac") }} as percent_complete_share,
    ac as actual_cost_amount,
    {{ money("ev - ac") }} as cost_variance_amount,
    ac_reason as actual_cost_reason,
    {{ money("ev - pv") }} as schedule_variance_amount,
    cpi as cost_performance_index,
    {{ case_reason("cpi", "ac_reason", no_cost) }} as cost_performance_index_reason,
    spi as schedule_performance_index,
    {{ case_reason("spi", "reason", [("pv <= 0", "nothing_planned_yet")]) }}
    as schedule_performance_index_reason,
    earned_schedule_periods,
    case
        when elapsed_periods > 0
        then {{ safe_divide("earned_schedule_periods", "elapsed_periods") }}
    end as time_performance_index,
    {{
        case_reason(
            "case when elapsed_periods > 0 then earned_schedule_periods end",
            "reason",
            [("elapsed_periods <= 0", "plan_not_begun")],
        )
    }} as time_performance_index_reason,
    case
        when bac > ac then {{ safe_divide("bac - ev", "bac - ac") }}
    end as to_complete_performance_index,
    {{
        case_reason(
            "case when bac > ac then ev end",
            "ac_reason",
            [("bac <= ac", "budget_spent")],
        )
    }} as to_complete_performance_index_reason,
    coalesce(eac_cpi, eac_typical) as estimate_at_completion_amount,
    ac_reason as estimate_at_completion_reason,
    case
        when eac_cpi is not null then 'cpi' when eac_typical is not null then 'typical'
    end as estimate_method,
    {{ money("coalesce(eac_cpi, eac_typical) - ac") }} as estimate_to_complete_amount,
    {{ money("bac - coalesce(eac_cpi, eac_typical)") }}
    as variance_at_completion_amount,
    eac_cpi as eac_cpi_amount,
    {{ case_reason("eac_cpi", "ac_reason", no_cost + [("ev = 0", "nothing_earned")]) }}
    as eac_cpi_reason,
    eac_typical as eac_typical_amount,
    eac_cpi_spi as eac_cpi_spi_amount,
    {{
        case_reason(
            "eac_cpi_spi",
            "ac_reason",
            no_cost
            + [("ev = 0", "nothing_earned"), ("pv <= 0", "nothing_planned_yet")],
        )
    }} as eac_cpi_spi_reason,
    eac_forecast_amount,
    {{
        case_reason(
            "eac_forecast_amount",
            "coalesce(ac_reason, remaining_forecast_reason)",
            [("reason is null", "no_forecast")],
        )
    }} as eac_forecast_reason,
    run.as_of_date
from estimated
cross join run
