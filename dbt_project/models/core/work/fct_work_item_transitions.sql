with

    intervals as (select * from {{ ref("int_work_item_status_intervals__cut") }}),

    ranked as (
        select
            intervals.*,
            case
                intervals.prior_category
                when 'todo'
                then 1
                when 'in_progress'
                then 2
                when 'done'
                then 3
            end as prior_place,
            case
                intervals.status_category
                when 'todo'
                then 1
                when 'in_progress'
                then 2
                when 'done'
                then 3
            end as place,
            {{ surrogate_key(["intervals.source_name", "intervals.work_item_id"]) }}
            as work_item_hash
        from intervals
        where
            intervals.prior_started_at is not null
            -- Its first status is no change of a snapshot, and one of a change log.
            or (intervals.history_source = 'transitions' and intervals.entry_number > 0)
    )

select
    concat_ws(
        '-', ranked.work_item_hash, cast(ranked.entry_number as {{ dbt.type_string() }})
    ) as transition_key,
    ranked.work_item_hash,
    ranked.source_name,
    ranked.work_item_id,
    cast(ranked.entry_number as bigint) as transition_number,
    ranked.prior_status_name as from_status_name,
    ranked.status_name as to_status_name,
    ranked.status_category as to_status_category,
    ranked.history_source,
    cast(
        {{ dbt.datediff("ranked.prior_started_at", "ranked.started_at", "second") }}
        as bigint
    ) as prior_state_seconds,
    case
        when 'cancelled' in (ranked.prior_category, ranked.status_category)
        then 'aside'
        when ranked.place > ranked.prior_place
        then 'forward'
        when ranked.place < ranked.prior_place
        then 'backward'
        when ranked.place = ranked.prior_place
        then 'lateral'
    end as direction,
    case
        when 'cancelled' in (ranked.prior_category, ranked.status_category)
        then cast(null as {{ dbt.type_string() }})
        when ranked.prior_status_name is null
        then 'no_prior_status'
        when ranked.place is null or ranked.prior_place is null
        then 'unmapped_status'
    end as direction_reason,
    coalesce(
        ranked.prior_category = 'done' and ranked.status_category <> 'done', false
    ) as is_reopening,
    ranked.started_at as changed_at
from ranked
