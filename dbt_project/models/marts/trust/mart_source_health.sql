with

    loads as (
        select
            source_name,
            max(case when status = 'loaded' then as_of_date end) as latest_as_of_date,
            count(*) as file_count,
            sum(
                case when status in ('refused', 'held') then 1 else 0 end
            ) as refused_file_count,
            sum(row_count_read) as row_count_read,
            sum(row_count_accepted) as row_count_accepted,
            sum(row_count_rejected) as row_count_rejected,
            sum(row_count_ignored) as row_count_ignored,
            max(abs(difference_count)) as largest_difference
        from {{ ref("fct_file_loads") }}
        group by source_name
    )

select
    sources.source_key,
    sources.source_name,
    sources.format,
    sources.delivery,
    sources.owner_name,
    sources.expect_every_days,
    cast(
        {{ dbt.datediff("loads.latest_as_of_date", "run.as_of_date", "day") }} as bigint
    ) as age_days,
    case when loads.latest_as_of_date is null then 'never_loaded' end as age_reason,
    cast(coalesce(loads.file_count, 0) as bigint) as file_count,
    cast(coalesce(loads.refused_file_count, 0) as bigint) as refused_file_count,
    cast(coalesce(loads.row_count_read, 0) as bigint) as row_count_read,
    cast(coalesce(loads.row_count_accepted, 0) as bigint) as row_count_accepted,
    cast(coalesce(loads.row_count_rejected, 0) as bigint) as row_count_rejected,
    cast(coalesce(loads.row_count_ignored, 0) as bigint) as row_count_ignored,
    loads.latest_as_of_date is null
    or coalesce(
        {{ dbt.datediff("loads.latest_as_of_date", "run.as_of_date", "day") }}
        > sources.expect_every_days,
        false
    ) as is_stale,
    coalesce(loads.largest_difference, 0) = 0 as is_conserved,
    loads.latest_as_of_date
from {{ ref("dim_source") }} as sources
cross join {{ ref("dim_run") }} as run
left join loads on sources.source_name = loads.source_name
