{#- A chain of a dozen initiatives that wait for each other is longer than any register should have. -#}
{%- set maximum_depth = 12 -%}
with

    edges as (
        select distinct provider_initiative_code, initiative_code
        from {{ ref("int_initiative_dependencies__current") }}
        where
            dependency_state in ('open', 'provider_cancelled')
            and provider_initiative_code <> initiative_code
    ),

    level_1 as (
        select
            edges.provider_initiative_code as origin_code,
            edges.initiative_code as reached_code,
            1 as depth,
            concat_ws(
                ' > ', edges.provider_initiative_code, edges.initiative_code
            ) as path
        from edges
    ),

    -- Each pair once a level, however many ways lead there; a way back to its origin
    -- ends.
    {%- for depth in range(2, maximum_depth + 1) %}

        level_{{ depth }} as (
            select
                below.origin_code,
                edges.initiative_code as reached_code,
                {{ depth }} as depth,
                min(concat_ws(' > ', below.path, edges.initiative_code)) as path
            from level_{{ depth - 1 }} as below
            inner join edges on below.reached_code = edges.provider_initiative_code
            where below.reached_code <> below.origin_code
            group by below.origin_code, edges.initiative_code
        ),
    {%- endfor %}

    reached as (
        {% for depth in range(1, maximum_depth + 1) %}
            select origin_code, reached_code, depth, path
            from level_{{ depth }} {{ "union all" if not loop.last }}
        {% endfor %}
    ),

    ranked as (
        select
            reached.*,
            row_number() over (
                partition by origin_code, reached_code order by depth, path
            ) as path_rank
        from reached
    )

select origin_code, reached_code, cast(depth as bigint) as depth, path
from ranked
where path_rank = 1
