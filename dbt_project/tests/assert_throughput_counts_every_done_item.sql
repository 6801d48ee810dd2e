-- A row here is a difference between the items that are done and the throughput of all
-- periods.
with

    throughput as (
        select coalesce(sum(throughput_count), 0) as item_count
        from {{ ref("mart_flow") }}
    ),

    done as (
        select count(*) as item_count
        from {{ ref("fct_work_item_flow") }} as flow
        cross join {{ ref("dim_run") }} as run
        where flow.work_item_level <> 'subtask' and flow.done_date <= run.as_of_date
    )

select throughput.item_count as throughput_count, done.item_count as done_count
from throughput
cross join done
where throughput.item_count <> done.item_count
