with

    initiatives as (select * from {{ ref("int_initiatives__current") }}),

    links as (
        select cost_object_code, initiative_code, max(weight) as declared_weight
        from {{ ref("stg_initiative_cost_objects") }}
        group by cost_object_code, initiative_code
    ),

    counted as (
        select
            links.cost_object_code,
            links.initiative_code,
            links.declared_weight,
            sum(links.declared_weight) over (
                partition by links.cost_object_code
            ) as declared_total,
            sum(case when links.declared_weight is null then 1 else 0 end) over (
                partition by links.cost_object_code
            ) as unweighted_count
        from links
        inner join initiatives on links.initiative_code = initiatives.initiative_code
    ),

    -- Weights that sum to more than 1 are scaled down: the money of a cost object is
    -- spent once.
    shares as (
        select
            counted.cost_object_code,
            counted.initiative_code,
            cast(
                case
                    when counted.declared_total > 1
                    then coalesce(counted.declared_weight, 0) / counted.declared_total
                    else
                        coalesce(
                            counted.declared_weight,
                            (1 - coalesce(counted.declared_total, 0))
                            / cast(counted.unweighted_count as double)
                        )
                end as decimal(18, 10)
            ) as weight
        from counted
    ),

    remainders as (
        select
            shares.cost_object_code,
            'unknown' as initiative_code,
            cast(1 - sum(shares.weight) as decimal(18, 10)) as weight
        from shares
        group by shares.cost_object_code
    )

select shares.cost_object_code, shares.initiative_code, shares.weight
from shares
where shares.weight > 0
union all
select remainders.cost_object_code, remainders.initiative_code, remainders.weight
from remainders
where remainders.weight > 0
