with

    run as (select * from {{ ref("dim_run") }}),

    days as (select * from {{ ref("fct_key_result_days") }}),

    key_results as (select * from {{ ref("dim_key_result") }}),

    objectives as (select * from {{ ref("dim_objective") }}),

    targets as (
        select theme_targets.theme_name, theme_targets.target_share
        from {{ ref("fct_theme_targets") }} as theme_targets
        inner join run on theme_targets.fiscal_period_label = run.fiscal_period_label
    ),

    target_count as (select count(*) as target_count from targets),

    -- M24: money spent lately, or a budget in the current year, makes a live bet
    -- funded; a line without an exchange rate is money as well.
    money as (
        select
            spend.initiative_code,
            sum(spend.budget_amount) > 0
            or sum(spend.unconverted_budget_line_count) > 0 as has_budget
        from {{ ref("fct_theme_spend") }} as spend
        inner join run on spend.fiscal_year_label = run.fiscal_year_label
        group by spend.initiative_code
    ),

    recent as (
        select
            allocations.initiative_code,
            coalesce(sum(allocations.reporting_amount) > 0, false)
            or count(allocations.reporting_amount) < count(*) as has_spent
        from {{ ref("fct_ledger_allocations") }} as allocations
        cross join run
        where
            allocations.entry_type = 'actual'
            and allocations.business_date <= run.as_of_date
            and {{ dbt.datediff("allocations.business_date", "run.as_of_date", "day") }}
            <= run.funded_within_days
        group by allocations.initiative_code
    ),

    links as (
        select
            bridge.key_result_code,
            sum(
                case when {{ is_link("bridge") }} then 1 else 0 end
            ) as linked_initiative_count,
            sum(
                case
                    when
                        initiatives.is_live
                        -- A link whose weight is 0 or was rejected funds nothing.
                        and bridge.weight > 0
                        and (money.has_budget or recent.has_spent)
                    then 1
                    else 0
                end
            ) as funded_initiative_count
        from {{ ref("bridge_initiative_key_result") }} as bridge
        inner join
            {{ ref("dim_initiative") }} as initiatives
            on bridge.initiative_code = initiatives.initiative_code
        left join money on bridge.initiative_code = money.initiative_code
        left join recent on bridge.initiative_code = recent.initiative_code
        group by bridge.key_result_code
    ),

    weighted as (
        select
            days.key_result_code,
            days.is_live,
            days.as_of_date,
            coalesce(links.linked_initiative_count, 0) as linked_initiative_count,
            coalesce(links.funded_initiative_count, 0) as funded_initiative_count,
            -- Weights that exceed the whole are no weights.
            case
                when key_results.weight_source <> 'rejected'
                then key_results.weight
                when key_results.weight_source is null
                then key_results.weight
            end
            * coalesce(objectives.weight, 1)
            * case
                when target_count.target_count = 0
                then 1
                else coalesce(targets.target_share, 0)
            end as raw_priority
        from days
        cross join target_count
        inner join key_results on days.key_result_code = key_results.key_result_code
        left join objectives on key_results.objective_code = objectives.objective_code
        left join targets on key_results.theme_name = targets.theme_name
        left join links on days.key_result_code = links.key_result_code
    ),

    best as (select max(raw_priority) as best_priority from weighted where is_live)

select
    {{ surrogate_key(["weighted.key_result_code", "weighted.as_of_date"]) }}
    as key_result_coverage_key,
    weighted.key_result_code,
    cast(weighted.linked_initiative_count as bigint) as linked_initiative_count,
    cast(weighted.funded_initiative_count as bigint) as funded_initiative_count,
    cast(weighted.raw_priority as double) as raw_priority,
    {{ safe_divide("weighted.raw_priority", "best.best_priority") }} as priority,
    weighted.is_live,
    weighted.funded_initiative_count > 0 as is_funded,
    weighted.as_of_date
from weighted
cross join best
