{#- Company, department, team and person, and one to spare. -#}
{%- set levels = 4 -%}
with

    run as (select * from {{ ref("dim_run") }}),

    own as (select * from {{ ref("fct_objective_scores") }}),

    children as (
        select
            objectives.objective_code,
            objectives.parent_objective_code,
            {{ link_weight("objectives.weight", "objectives.parent_objective_code") }}
            as weight,
            {{
                link_weight_source(
                    "objectives.weight", "objectives.parent_objective_code"
                )
            }} as weight_source
        from {{ ref("dim_objective") }} as objectives
        inner join
            own as parents on objectives.parent_objective_code = parents.objective_code
        where not objectives.is_dropped
    ),

    level_0 as (select own.objective_code, own.score from own),

    -- From the leaves up: what has no key results of its own is the mean of what serves
    -- it.
    {%- for level in range(1, levels + 1) %}
        means_{{ level }} as (
            select
                children.parent_objective_code,
                count(*) as child_objective_count,
                min(below.score) as worst_child_score,
                max(
                    case when children.weight_source = 'rejected' then 1 else 0 end
                ) as has_rejected_weights,
                {{ exact_sum("children.weight * below.score") }} / nullif(
                    {{
                        exact_sum(
                            "case when below.score is not null then children.weight end"
                        )
                    }},
                    0
                ) as score,
                {{
                    exact_sum(
                        "case when below.score is not null then children.weight else 0 end"
                    )
                }}
                / nullif({{ exact_sum("children.weight") }}, 0) as score_coverage_share
            from children
            inner join
                level_{{ level - 1 }} as below
                on children.objective_code = below.objective_code
            group by children.parent_objective_code
        ),

        level_{{ level }} as (
            select
                own.objective_code,
                case
                    when own.key_result_count > 0 then own.score else means.score
                end as score
            from own
            left join
                means_{{ level }} as means
                on own.objective_code = means.parent_objective_code
        ),
    {%- endfor %}

    worst as (
        select
            children.parent_objective_code,
            children.objective_code,
            row_number() over (
                partition by children.parent_objective_code
                order by below.score, children.objective_code
            ) as worst_rank
        from children
        inner join
            level_{{ levels - 1 }} as below
            on children.objective_code = below.objective_code
        where below.score is not null
    )

select
    {{ surrogate_key(["means.parent_objective_code", "run.as_of_date"]) }}
    as parent_objective_score_key,
    means.parent_objective_code as objective_code,
    worst.objective_code as worst_child_objective_code,
    case
        when means.score is not null
        then cast(null as {{ dbt.type_string() }})
        when means.has_rejected_weights = 1
        then 'child_weights_above_one'
        else 'no_scored_child'
    end as children_score_reason,
    round(means.score, 9) as children_score,
    means.score_coverage_share as children_coverage_share,
    means.worst_child_score,
    cast(means.child_objective_count as bigint) as child_objective_count,
    run.as_of_date
from means_{{ levels }} as means
cross join run
left join
    worst
    on means.parent_objective_code = worst.parent_objective_code
    and worst.worst_rank = 1
