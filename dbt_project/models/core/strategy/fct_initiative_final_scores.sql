with

    run as (select * from {{ ref("dim_run") }}),

    ended as (
        select
            links.initiative_code,
            key_results.period_end_date,
            {{ exact_sum("links.weight * scores.score") }} as weighted_score,
            {{ exact_sum("links.weight") }} as weight
        from {{ ref("bridge_initiative_key_result") }} as links
        cross join run
        inner join
            {{ ref("dim_key_result") }} as key_results
            on links.key_result_code = key_results.key_result_code
        inner join
            {{ ref("fct_key_result_score_intervals") }} as scores
            on links.key_result_code = scores.key_result_code
            and scores.valid_from_date <= key_results.period_end_date
            and coalesce(scores.valid_to_date > key_results.period_end_date, true)
        where
            links.weight > 0
            and not key_results.is_dropped
            and key_results.period_end_date <= run.as_of_date
        group by links.initiative_code, key_results.period_end_date
    )

select
    {{ surrogate_key(["ended.initiative_code", "ended.period_end_date"]) }}
    as initiative_final_score_key,
    ended.initiative_code,
    round({{ safe_divide("ended.weighted_score", "ended.weight") }}, 9) as final_score,
    ended.period_end_date
from ended
