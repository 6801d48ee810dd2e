with

    assigned as (select * from {{ ref("int_work_items__assigned") }}),

    -- Nobody tells how initiatives share an item that several of them claim: equally.
    claims as (
        select
            distinct_claims.source_name,
            distinct_claims.work_item_id,
            distinct_claims.initiative_code,
            count(*) over (
                partition by distinct_claims.source_name, distinct_claims.work_item_id
            ) as claim_count
        from
            (
                select
                    linked.tracker_name as source_name,
                    linked.work_item_id,
                    linked.initiative_code
                from {{ ref("int_initiative_work_items__resolved") }} as linked
                inner join
                    {{ ref("int_initiatives__current") }} as initiatives
                    on linked.initiative_code = initiatives.initiative_code
                where linked.work_item_id is not null
                group by
                    linked.tracker_name, linked.work_item_id, linked.initiative_code
            ) as distinct_claims
    )

select
    assigned.source_name,
    assigned.work_item_id,
    coalesce(
        claims.initiative_code, assigned.initiative_code, 'unknown'
    ) as initiative_code,
    assigned.depth,
    assigned.path,
    assigned.is_cycle,
    assigned.break_reason,
    {{ safe_divide("1", "coalesce(claims.claim_count, 1)") }} as weight,
    case
        when assigned.initiative_code is null
        then 'unallocated'
        when claims.claim_count > 1
        then 'assumed_equal'
        else 'whole'
    end as weight_source
from assigned
left join
    claims
    on assigned.source_name = claims.source_name
    and assigned.claimed_id = claims.work_item_id
