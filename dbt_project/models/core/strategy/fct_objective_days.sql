with

    run as (select * from {{ ref("dim_run") }}),

    objectives as (select * from {{ ref("dim_objective") }}),

    own as (select * from {{ ref("fct_objective_scores") }}),

    parents as (select * from {{ ref("fct_parent_objective_scores") }}),

    -- An objective without key results of its own is as good as those that serve it.
    measured as (
        select
            own.*,
            parents.children_score_reason,
            parents.children_score,
            parents.children_coverage_share,
            parents.worst_child_objective_code,
            parents.worst_child_score,
            coalesce(parents.child_objective_count, 0) as child_objective_count,
            own.key_result_count = 0
            and parents.objective_code is not null as is_of_children,
            case
                when own.key_result_count = 0 and parents.objective_code is not null
                then parents.children_score
                else own.score
            end as known_score,
            {{
                elapsed_share(
                    "objectives.period_start_date",
                    "objectives.period_end_date",
                    "run.as_of_date",
                )
            }} as expected,
            run.as_of_date < objectives.period_start_date as is_not_started,
            run.on_track_gap,
            run.at_risk_gap
        from own
        inner join objectives on own.objective_code = objectives.objective_code
        cross join run
        left join parents on own.objective_code = parents.objective_code
    ),

    judged as (
        select
            measured.*,
            {{ grade("measured.known_score", "measured.commitment_type") }}
            as grade_by_score,
            {{
                status_by_gap(
                    "measured.known_score - measured.expected",
                    "measured.on_track_gap",
                    "measured.at_risk_gap",
                )
            }} as status_by_score
        from measured
    )

select
    {{ surrogate_key(["judged.objective_code", "judged.as_of_date"]) }}
    as objective_day_key,
    judged.objective_key,
    judged.objective_code,
    judged.commitment_type,
    case
        when judged.is_of_children then 'child_objectives' else 'key_results'
    end as score_source,
    case
        when judged.is_of_children
        then judged.children_score_reason
        else judged.score_reason
    end as score_reason,
    case when judged.expected is null then 'no_period' end as expected_reason,
    -- A breached guardrail leaves amber at best.
    case
        when judged.is_not_started
        then 'not_started'
        when judged.has_breached_guardrail and judged.status_by_score = 'on_track'
        then 'at_risk'
        else judged.status_by_score
    end as derived_status,
    case
        when judged.has_breached_guardrail and judged.grade_by_score = 'green'
        then 'amber'
        else judged.grade_by_score
    end as grade,
    judged.worst_child_objective_code,
    judged.known_score as score,
    case
        when judged.is_of_children
        then judged.children_coverage_share
        else judged.score_coverage_share
    end as score_coverage_share,
    judged.children_score,
    judged.worst_child_score,
    judged.expected,
    judged.known_score - judged.expected as gap,
    judged.has_breached_guardrail,
    judged.key_result_count,
    judged.scored_key_result_count,
    cast(judged.child_objective_count as bigint) as child_objective_count,
    judged.as_of_date
from judged
