with

    run as (select * from {{ ref("dim_run") }}),

    key_results as (
        select
            count(*) as live_key_result_count,
            sum(
                case when coverage.is_funded then 1 else 0 end
            ) as funded_key_result_count,
            sum(
                case
                    when concentration.concentration_status = 'single_thread'
                    then 1
                    else 0
                end
            ) as single_thread_count,
            sum(
                case
                    when concentration.concentration_status = 'crowded' then 1 else 0
                end
            ) as crowded_count,
            {{ exact_sum("coverage.raw_priority") }} as live_priority,
            {{
                exact_sum(
                    "case when coverage.is_funded then coverage.raw_priority else 0 end"
                )
            }} as funded_priority
        from {{ ref("fct_key_result_coverage") }} as coverage
        inner join
            {{ ref("fct_key_result_concentration") }} as concentration
            on coverage.key_result_code = concentration.key_result_code
        where coverage.is_live
    ),

    initiatives as (
        select
            count(*) as change_initiative_count,
            sum(
                case when alignment.aligned_weight_share > 0 then 1 else 0 end
            ) as aligned_initiative_count
        from {{ ref("dim_initiative") }} as members
        inner join
            {{ ref("fct_initiative_alignment") }} as alignment
            on members.initiative_code = alignment.initiative_code
        where members.is_live and not members.is_run
    )

select
    {{ surrogate_key(["run.as_of_date"]) }} as strategy_day_key,
    case
        when key_results.live_key_result_count = 0
        then 'no_live_key_result'
        when coalesce(key_results.live_priority, 0) = 0
        then 'no_priority'
    end as strategy_coverage_reason,
    case
        when initiatives.change_initiative_count = 0 then 'no_live_initiative'
    end as aligned_initiative_count_share_reason,
    {{ safe_divide("key_results.funded_priority", "key_results.live_priority") }}
    as strategy_coverage_share,
    {{
        safe_divide(
            "key_results.funded_key_result_count", "key_results.live_key_result_count"
        )
    }} as strategy_coverage_count_share,
    {{
        safe_divide(
            "initiatives.aligned_initiative_count",
            "initiatives.change_initiative_count",
        )
    }} as aligned_initiative_count_share,
    cast(key_results.live_key_result_count as bigint) as live_key_result_count,
    cast(
        coalesce(key_results.single_thread_count, 0) as bigint
    ) as single_thread_key_result_count,
    cast(coalesce(key_results.crowded_count, 0) as bigint) as crowded_key_result_count,
    cast(initiatives.change_initiative_count as bigint) as change_initiative_count,
    cast(
        coalesce(initiatives.aligned_initiative_count, 0) as bigint
    ) as aligned_initiative_count,
    run.as_of_date
from run
cross join key_results
cross join initiatives
