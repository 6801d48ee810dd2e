with

    periods as (
        select distinct
            fiscal_year_label,
            fiscal_period_label,
            fiscal_period_start_date,
            fiscal_period_end_date
        from {{ ref("dim_date") }}
    )

select
    {{ surrogate_key(["targets.theme_name", "periods.fiscal_period_label"]) }}
    as theme_target_key,
    {{ surrogate_key(["targets.theme_name"]) }} as theme_key,
    targets.theme_name,
    targets.strategy_version,
    periods.fiscal_year_label,
    periods.fiscal_period_label,
    targets.target_share,
    targets.floor_share,
    targets.cap_share,
    periods.fiscal_period_start_date
from {{ ref("stg_theme_targets") }} as targets
inner join
    periods
    -- The strategy in force on a period's last day holds for the period.
    on periods.fiscal_period_end_date >= targets.valid_from_date
    and (
        targets.valid_to_date is null
        or periods.fiscal_period_end_date < targets.valid_to_date
    )
