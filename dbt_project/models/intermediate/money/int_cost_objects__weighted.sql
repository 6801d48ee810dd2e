with

    initiatives as (select * from {{ ref("int_initiatives__current") }}),

    links as (
        select cost_object_code, initiative_code, max(weight) as declared_weight
        from {{ ref("stg_initiative_cost_objects") }}
        group by cost_object_code, initiative_code
    ),

    weighted as (
        select
            links.cost_object_code,
            links.initiative_code,
            cast(
                {{ link_weight("links.declared_weight", "links.cost_object_code") }}
                as decimal(18, 10)
            ) as weight
        from links
    ),

    -- The part of an initiative that nobody knows goes to the unknown one.
    shares as (
        select weighted.cost_object_code, weighted.initiative_code, weighted.weight
        from weighted
        inner join initiatives on weighted.initiative_code = initiatives.initiative_code
    ),

    cost_objects as (select distinct cost_object_code from links),

    remainders as (
        select
            cost_objects.cost_object_code,
            'unknown' as initiative_code,
            cast(1 - coalesce(sum(shares.weight), 0) as decimal(18, 10)) as weight
        from cost_objects
        left join shares on cost_objects.cost_object_code = shares.cost_object_code
        group by cost_objects.cost_object_code
    )

-- Thirds leave nothing over.
select shares.cost_object_code, shares.initiative_code, shares.weight
from shares
where shares.weight > 0.000001
union all
select remainders.cost_object_code, remainders.initiative_code, remainders.weight
from remainders
where remainders.weight > 0.000001
