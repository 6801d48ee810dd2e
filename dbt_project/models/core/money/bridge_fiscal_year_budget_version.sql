with

    planned as (
        select distinct days.fiscal_year_label, lines.version_name
        from {{ ref("fct_budget_lines") }} as lines
        inner join
            {{ ref("dim_date") }} as days on lines.business_date = days.calendar_date
    ),

    ranked as (
        select
            planned.*,
            versions.is_original,
            -- "current" wins by name; where nobody is called so, the version that
            -- appeared last is current, however late an older one is corrected.
            row_number() over (
                partition by planned.fiscal_year_label
                order by
                    case when lower(planned.version_name) = 'current' then 0 else 1 end,
                    case when versions.is_original then 1 else 0 end,
                    versions.first_known_at desc,
                    planned.version_name
            ) as version_rank,
            versions.is_forecast,
            row_number() over (
                partition by planned.fiscal_year_label
                order by
                    case when versions.is_forecast then 0 else 1 end,
                    versions.first_known_at desc,
                    planned.version_name desc
            ) as forecast_rank
        from planned
        inner join
            {{ ref("dim_budget_version") }} as versions
            on planned.version_name = versions.version_name
    )

select
    {{ surrogate_key(["ranked.fiscal_year_label", "ranked.version_name"]) }}
    as fiscal_year_budget_version_key,
    ranked.fiscal_year_label,
    ranked.version_name,
    ranked.version_rank = 1 as is_current,
    ranked.is_original,
    ranked.is_forecast and ranked.forecast_rank = 1 as is_latest_forecast
from ranked
