with

    initiatives as (select * from {{ ref("int_initiatives__current") }}),

    links as (
        select initiative_code, theme_name, max(weight) as declared_weight
        from {{ ref("stg_initiative_themes") }}
        group by initiative_code, theme_name
    ),

    shares as (
        select
            links.initiative_code,
            links.theme_name,
            cast(
                {{ link_weight("links.declared_weight", "links.initiative_code") }}
                as decimal(18, 10)
            ) as weight
        from links
        inner join initiatives on links.initiative_code = initiatives.initiative_code
    ),

    remainders as (
        select
            initiatives.initiative_code,
            'Unallocated' as theme_name,
            cast(1 - coalesce(sum(shares.weight), 0) as decimal(18, 10)) as weight
        from initiatives
        left join shares on initiatives.initiative_code = shares.initiative_code
        group by initiatives.initiative_code
    ),

    members as (
        select shares.initiative_code, shares.theme_name, shares.weight
        from shares
        union all
        select remainders.initiative_code, remainders.theme_name, remainders.weight
        from remainders
    )

-- An export that names Unallocated itself has it once; thirds leave nothing over.
select
    members.initiative_code,
    members.theme_name,
    cast(sum(members.weight) as decimal(18, 10)) as weight
from members
where members.weight > 0.000001
group by members.initiative_code, members.theme_name
