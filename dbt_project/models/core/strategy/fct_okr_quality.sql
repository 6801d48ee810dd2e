with

    run as (select * from {{ ref("dim_run") }}),

    -- An objective is as good as its own wording and that of its key results.
    criteria as (
        select
            'key_result' as entity_type,
            key_result_code as entity_code,
            points,
            points_reason
        from {{ ref("fct_key_result_criteria") }}
        union all
        select
            'objective' as entity_type,
            key_results.objective_code as entity_code,
            key_results.points,
            key_results.points_reason
        from {{ ref("fct_key_result_criteria") }} as key_results
        inner join
            {{ ref("fct_open_objectives") }} as objectives
            on key_results.objective_code = objectives.objective_code
        union all
        select
            'objective' as entity_type,
            objective_code as entity_code,
            points,
            points_reason
        from {{ ref("fct_objective_criteria") }}
    ),

    summed as (
        select
            criteria.entity_type,
            criteria.entity_code,
            sum(criteria.points) as points,
            2 * count(criteria.points) as possible_points,
            sum(case when criteria.points < 2 then 1 else 0 end) as finding_count,
            sum(
                case when criteria.points_reason = 'language_unknown' then 1 else 0 end
            ) as unread_rule_count
        from criteria
        group by criteria.entity_type, criteria.entity_code
    ),

    scored as (
        select
            summed.*,
            run.as_of_date,
            100
            * {{ safe_divide("summed.points", "summed.possible_points") }}
            as quality_score
        from summed
        cross join run
    )

select
    {{ surrogate_key(["scored.entity_type", "scored.entity_code"]) }}
    as okr_quality_key,
    scored.entity_type,
    scored.entity_code,
    {{ quality_band("scored.quality_score") }} as quality_band,
    case
        when scored.quality_score is null then 'no_rule_applies'
    end as quality_score_reason,
    scored.quality_score,
    cast(scored.points as bigint) as points,
    cast(scored.possible_points as bigint) as possible_points,
    cast(scored.finding_count as bigint) as finding_count,
    cast(scored.unread_rule_count as bigint) as unread_rule_count,
    scored.as_of_date
from scored
