with

    loads as (select * from {{ ref("stg_file_loads") }}),

    days as (
        select distinct source_name, as_of_date
        from loads
        where status = 'loaded' and as_of_date is not null
    ),

    following as (
        select
            source_name,
            as_of_date,
            lag(as_of_date) over (
                partition by source_name order by as_of_date
            ) as previous_date
        from days
    ),

    -- Nobody exports on days off: a gap counts from its first working day on.
    gaps as (
        select
            following.source_name,
            following.as_of_date,
            min(calendar.calendar_date) as missing_from_date,
            max(calendar.calendar_date) as missing_to_date
        from following
        inner join
            {{ ref("dim_source") }} as sources
            on following.source_name = sources.source_name
        inner join
            {{ ref("dim_date") }} as calendar
            on following.previous_date < calendar.calendar_date
            and following.as_of_date > calendar.calendar_date
        where
            calendar.is_working_day
            and
            {{ dbt.datediff("following.previous_date", "following.as_of_date", "day") }}
            > sources.expect_every_days
        group by following.source_name, following.as_of_date
    )

select
    {{
        surrogate_key(
            [
                "loads.source_name",
                "loads.file_sha256",
                "loads.file_name",
                "loads.as_of_date",
            ]
        )
    }} as file_load_key,
    loads.source_name,
    loads.file_sha256,
    loads.file_name,
    loads.status,
    loads.reason,
    loads.remedy,
    loads.ignored_rules,
    loads.byte_count,
    loads.row_count_read,
    loads.row_count_accepted,
    loads.row_count_rejected,
    loads.row_count_ignored,
    loads.row_count_read
    - loads.row_count_accepted
    - loads.row_count_rejected
    - loads.row_count_ignored as difference_count,
    -- Where trackers and spreadsheets cut an export without a word.
    loads.status = 'loaded'
    and loads.row_count_read in (
        1000, 2000, 5000, 10000, 20000, 50000, 65535, 100000, 1048575
    ) as is_cut_suspected,
    loads.column_changes,
    loads.column_change_severity,
    case
        when loads.status = 'loaded' then gaps.missing_from_date
    end as missing_from_date,
    case when loads.status = 'loaded' then gaps.missing_to_date end as missing_to_date,
    loads.as_of_date,
    loads.known_at,
    loads.received_at
from loads
left join
    gaps on loads.source_name = gaps.source_name and loads.as_of_date = gaps.as_of_date
