with

    links as (
        select initiative_code, key_result_code, max(weight) as declared_weight
        from {{ ref("stg_initiative_key_results") }}
        group by initiative_code, key_result_code
    ),

    counted as (
        select
            links.initiative_code,
            links.key_result_code,
            links.declared_weight,
            sum(links.declared_weight) over (
                partition by links.initiative_code
            ) as declared_total,
            sum(case when links.declared_weight is null then 1 else 0 end) over (
                partition by links.initiative_code
            ) as unweighted_count
        from links
    )

select
    counted.initiative_code,
    counted.key_result_code,
    coalesce(
        counted.declared_weight,
        (1 - coalesce(counted.declared_total, 0))
        / cast(counted.unweighted_count as double)
    ) as weight,
    case
        when counted.declared_weight is null then 'assumed_equal' else 'declared'
    end as weight_source
from counted
