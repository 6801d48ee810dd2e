with

    -- A snapshot shows a status days late; the tracker may tell the instant itself.
    dated as (
        select
            entered.*,
            statuses.status_category,
            statuses.activity,
            case
                when statuses.status_category = 'todo' and entered.entry_number = 1
                then entered.created_at
                when statuses.status_category = 'in_progress'
                then entered.started_at
                when statuses.status_category in ('done', 'cancelled')
                then entered.resolved_at
            end as told_at
        from {{ ref("int_work_item_statuses__entered") }} as entered
        left join
            {{ ref("int_statuses__mapped") }} as statuses
            on entered.source_name = statuses.source_name
            and entered.status_name = statuses.status_name
    ),

    placed as (
        select
            dated.source_name,
            dated.work_item_id,
            dated.entry_number,
            dated.history_source,
            dated.status_name,
            dated.status_category,
            dated.activity,
            dated.is_start_known
            or coalesce(
                dated.told_at > dated.prior_seen_at,
                dated.told_at is not null and dated.prior_seen_at is null
            ) as is_start_known,
            -- What it went through before the first snapshot is not known.
            not dated.is_start_known
            and coalesce(dated.status_category, '') <> 'todo'
            and not coalesce(
                dated.status_category = 'in_progress' and dated.told_at is not null,
                false
            ) as is_cut_off,
            case
                when dated.told_at <= dated.prior_seen_at
                then dated.entered_at
                else coalesce(dated.told_at, dated.entered_at)
            end as started_at
        from dated
        -- One that ended without a change has changes that nobody tells.
        where
            dated.is_changed
            or coalesce(dated.status_category, '') not in ('done', 'cancelled')
    ),

    -- Before the neighbours are looked up: what is carried there is sorted.
    told as (
        select placed.*, {{ looked_up_day("placed.started_at") }} as started_date
        from placed
        left join
            {{ ref("int_days__begun") }} as days
            on cast(placed.started_at as date) = days.calendar_date
    )

select
    told.*,
    lag(told.status_name) over (
        partition by told.source_name, told.work_item_id
        order by told.started_at, told.entry_number
    ) as prior_status_name,
    lag(told.status_category) over (
        partition by told.source_name, told.work_item_id
        order by told.started_at, told.entry_number
    ) as prior_category,
    lag(told.started_at) over (
        partition by told.source_name, told.work_item_id
        order by told.started_at, told.entry_number
    ) as prior_started_at,
    lead(told.status_category) over (
        partition by told.source_name, told.work_item_id
        order by told.started_at, told.entry_number
    ) as next_category,
    lead(told.started_at) over (
        partition by told.source_name, told.work_item_id
        order by told.started_at, told.entry_number
    ) as ended_at
from told
