with

    versions as (
        select
            source_name,
            min(known_at) as first_known_at,
            count(distinct known_at) as snapshot_count
        from {{ ref("stg_work_items__versions") }}
        group by source_name
    ),

    transitions as (
        select source_name
        from {{ ref("int_work_item_transitions__numbered") }}
        group by source_name
    )

select
    versions.source_name,
    versions.first_known_at,
    versions.snapshot_count,
    transitions.source_name is not null as has_transitions
from versions
left join transitions on versions.source_name = transitions.source_name
