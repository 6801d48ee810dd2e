with

    configured as (
        select
            theme_name,
            strategy_version,
            valid_from_date,
            target_share,
            floor_share,
            cap_share
        from {{ source("input", "theme_targets") }}
    ),

    registered as (select * from {{ ref("stg_theme_target_versions") }}),

    -- The source that was heard last speaks for a strategy version.
    sources as (
        select
            registered.strategy_version,
            registered.source_name,
            min(registered.valid_from_date) as valid_from_date,
            max(registered.known_at) as known_at,
            row_number() over (
                partition by registered.strategy_version
                order by max(registered.known_at) desc, registered.source_name
            ) as source_place
        from registered
        group by registered.strategy_version, registered.source_name
    ),

    -- portfolio.yml wins for its versions and their first days; then the newest.
    versions as (
        select
            sources.strategy_version,
            sources.source_name,
            sources.valid_from_date,
            row_number() over (
                partition by sources.valid_from_date
                order by sources.known_at desc, sources.strategy_version desc
            ) as day_place
        from sources
        left join
            configured
            on sources.strategy_version = configured.strategy_version
            or sources.valid_from_date = configured.valid_from_date
        where sources.source_place = 1 and configured.theme_name is null
    ),

    targets as (
        select
            theme_name,
            strategy_version,
            valid_from_date,
            target_share,
            floor_share,
            cap_share
        from configured
        union all
        select
            registered.theme_name,
            registered.strategy_version,
            versions.valid_from_date,
            registered.target_share,
            registered.floor_share,
            registered.cap_share
        from registered
        inner join
            versions
            on registered.strategy_version = versions.strategy_version
            and registered.source_name = versions.source_name
        where versions.day_place = 1
    ),

    starts as (select distinct valid_from_date from targets),

    -- A strategy version is in force until the next one begins.
    ends as (
        select
            starts.valid_from_date,
            lead(starts.valid_from_date) over (
                order by starts.valid_from_date
            ) as valid_to_date
        from starts
    )

select
    targets.theme_name,
    targets.strategy_version,
    targets.valid_from_date,
    ends.valid_to_date,
    targets.target_share,
    targets.floor_share,
    targets.cap_share
from targets
inner join ends on targets.valid_from_date = ends.valid_from_date
