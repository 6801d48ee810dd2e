with

    initiatives as (select * from {{ ref("int_initiatives__current") }}),

    links as (
        select initiative_code, theme_name, max(weight) as weight
        from {{ ref("stg_initiative_themes") }}
        group by initiative_code, theme_name
    ),

    -- A link without a weight gets an equal part of what the weighted ones leave.
    shares as (
        select
            links.initiative_code,
            links.theme_name,
            coalesce(
                links.weight,
                (
                    1 - coalesce(
                        sum(links.weight) over (partition by links.initiative_code), 0
                    )
                ) / cast(
                    sum(case when links.weight is null then 1 else 0 end) over (
                        partition by links.initiative_code
                    ) as double
                )
            ) as weight
        from links
    ),

    known as (
        select
            shares.initiative_code,
            shares.theme_name,
            cast(shares.weight as decimal(18, 10)) as weight
        from shares
        inner join initiatives on shares.initiative_code = initiatives.initiative_code
    ),

    remainders as (
        select
            initiatives.initiative_code,
            'Unallocated' as theme_name,
            cast(1 - coalesce(sum(known.weight), 0) as decimal(18, 10)) as weight
        from initiatives
        left join known on initiatives.initiative_code = known.initiative_code
        group by initiatives.initiative_code
    )

select known.initiative_code, known.theme_name, known.weight
from known
where known.weight > 0
union all
select remainders.initiative_code, remainders.theme_name, remainders.weight
from remainders
where remainders.weight > 0
