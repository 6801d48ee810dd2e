with

    run as (select * from {{ ref("dim_run") }}),

    targets as (select * from {{ ref("stg_theme_targets") }}),

    -- Only closed periods tell: half a month is no share of spend.
    periods as (
        select
            funding.theme_name,
            funding.strategy_version,
            count(funding.gap_share) as known_period_count,
            min(
                case
                    when funding.funding_status = 'on_target'
                    then funding.span_start_date
                end
            ) as reached_date
        from {{ ref("fct_theme_funding") }} as funding
        cross join run
        where funding.span_type = 'period' and funding.span_end_date <= run.as_of_date
        group by funding.theme_name, funding.strategy_version
    )

select
    {{
        surrogate_key(
            [
                "targets.strategy_version",
                "targets.valid_from_date",
                "targets.theme_name",
            ]
        )
    }} as strategy_latency_key,
    {{ surrogate_key(["targets.theme_name"]) }} as theme_key,
    targets.strategy_version,
    targets.theme_name,
    case
        when periods.reached_date is not null
        then cast(null as {{ dbt.type_string() }})
        when targets.valid_from_date > run.as_of_date
        then 'not_started'
        when coalesce(periods.known_period_count, 0) = 0
        then 'no_known_share'
        when targets.valid_to_date <= run.as_of_date
        then 'never_reached'
        else 'not_yet'
    end as strategy_latency_reason,
    -- A version that begins within a period is reached on its first day at the
    -- earliest.
    cast(
        case
            when periods.reached_date < targets.valid_from_date
            then 0
            else
                {{
                    dbt.datediff(
                        "targets.valid_from_date", "periods.reached_date", "day"
                    )
                }}
        end as bigint
    ) as strategy_latency_days,
    case
        when periods.reached_date is null and targets.valid_from_date <= run.as_of_date
        then
            cast(
                {{
                    dbt.datediff(
                        "targets.valid_from_date",
                        "coalesce(least(targets.valid_to_date, run.as_of_date), run.as_of_date)",
                        "day",
                    )
                }}
                as bigint
            )
    end as days_without_reach,
    targets.target_share,
    targets.valid_from_date,
    periods.reached_date
from targets
cross join run
left join
    periods
    on targets.theme_name = periods.theme_name
    and targets.strategy_version = periods.strategy_version
