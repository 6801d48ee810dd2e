with

    themes as (select * from {{ ref("dim_strategic_theme") }}),

    targets as (select * from {{ ref("stg_theme_targets") }}),

    -- A theme without a target has one version, as long as it is pursued.
    versions as (
        select
            themes.theme_key,
            themes.theme_name,
            themes.description,
            themes.sponsor_name,
            targets.strategy_version,
            targets.target_share,
            targets.floor_share,
            targets.cap_share,
            case
                when themes.active_from_date > targets.valid_from_date
                then themes.active_from_date
                else coalesce(targets.valid_from_date, themes.active_from_date)
            end as valid_from_date,
            case
                when
                    {{ dbt.dateadd("day", 1, "themes.active_to_date") }}
                    < targets.valid_to_date
                then {{ dbt.dateadd("day", 1, "themes.active_to_date") }}
                else
                    coalesce(
                        targets.valid_to_date,
                        {{ dbt.dateadd("day", 1, "themes.active_to_date") }}
                    )
            end as valid_to_date
        from themes
        left join targets on themes.theme_name = targets.theme_name
    ),

    numbered as (
        select
            versions.*,
            row_number() over (
                partition by versions.theme_name
                order by versions.valid_from_date, versions.strategy_version
            ) as version_place
        from versions
        where
            versions.valid_from_date is null
            or versions.valid_to_date is null
            or versions.valid_from_date < versions.valid_to_date
    )

select
    {{
        surrogate_key(
            [
                "numbered.theme_name",
                "coalesce(numbered.strategy_version, 'none')",
            ]
        )
    }} as strategic_theme_version_key,
    numbered.theme_key,
    numbered.theme_name,
    numbered.description,
    numbered.sponsor_name,
    numbered.strategy_version,
    cast(numbered.version_place as bigint) as version_number,
    coalesce(numbered.valid_from_date <= run.as_of_date, true)
    and coalesce(numbered.valid_to_date > run.as_of_date, true) as is_current,
    cast(numbered.target_share as double) as target_share,
    cast(numbered.floor_share as double) as floor_share,
    cast(numbered.cap_share as double) as cap_share,
    cast(numbered.valid_from_date as date) as valid_from_date,
    cast(numbered.valid_to_date as date) as valid_to_date
from numbered
cross join {{ ref("dim_run") }} as run
