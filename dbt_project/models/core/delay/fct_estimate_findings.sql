{%- set scores = [
    "user_business_value",
    "time_criticality",
    "risk_opportunity",
    "job_size",
] -%}

with

    estimates as (select * from {{ ref("int_estimates__latest") }}),

    scores as (
        {% for score in scores %}
            select
                estimates.initiative_code,
                estimates.estimation_batch,
                '{{ score }}' as score_name,
                estimates.{{ score }} as score
            from estimates
            where estimates.{{ score }} is not null {{ "union all" if not loop.last }}
        {% endfor %}
    ),

    findings as (
        select
            'score_off_scale' as rule_name,
            scores.estimation_batch,
            scores.initiative_code,
            scores.score_name,
            scores.score
        from scores
        where scores.score not in (1, 2, 3, 5, 8, 13, 20)
        union all
        select
            'no_one_in_batch' as rule_name,
            scores.estimation_batch,
            cast(null as {{ dbt.type_string() }}) as initiative_code,
            scores.score_name,
            min(scores.score) as score
        from scores
        where scores.estimation_batch is not null
        group by scores.estimation_batch, scores.score_name
        having sum(case when scores.score = 1 then 1 else 0 end) = 0
    )

select
    {{
        surrogate_key(
            [
                "findings.rule_name",
                "findings.estimation_batch",
                "findings.initiative_code",
                "findings.score_name",
            ]
        )
    }} as estimate_finding_key,
    findings.rule_name,
    findings.estimation_batch,
    findings.initiative_code,
    findings.score_name,
    findings.score,
    run.as_of_date
from findings
cross join {{ ref("dim_run") }} as run
