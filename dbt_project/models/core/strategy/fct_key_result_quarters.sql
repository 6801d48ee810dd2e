with

    run as (select * from {{ ref("dim_run") }}),

    scores as (select * from {{ ref("fct_key_result_score_intervals") }}),

    quarters as (
        select distinct
            spans.span_label,
            spans.span_start_date,
            spans.span_end_date,
            least(spans.span_end_date, run.as_of_date) as judged_on_date
        from {{ ref("bridge_fiscal_period_span") }} as spans
        cross join run
        where spans.span_type = 'quarter' and spans.span_start_date <= run.as_of_date
    ),

    -- A value to keep in its band has no progress.
    members as (
        select key_results.key_result_code, key_results.period_start_date, quarters.*
        from {{ ref("dim_key_result") }} as key_results
        inner join
            quarters
            on key_results.period_start_date <= quarters.judged_on_date
            and key_results.period_end_date >= quarters.span_start_date
        where not key_results.is_control
    )

select
    {{ surrogate_key(["members.key_result_code", "members.span_label"]) }}
    as key_result_quarter_key,
    members.key_result_code,
    members.span_label as fiscal_quarter_label,
    case
        when
            closing.valid_from_date is null
            or closing.valid_from_date < members.span_start_date
        then 'no_check_in'
        when
            opening.score is null
            and members.period_start_date < members.span_start_date
        then 'no_score_before'
    end as score_change_reason,
    -- A key result begins at 0 in the quarter in which its period begins.
    case
        when opening.score is not null
        then opening.score
        when members.period_start_date >= members.span_start_date
        then 0
    end as opening_score,
    closing.score as closing_score,
    case
        when closing.valid_from_date >= members.span_start_date
        then
            closing.score - coalesce(
                opening.score,
                case
                    when members.period_start_date >= members.span_start_date then 0
                end
            )
    end as score_change,
    members.span_start_date,
    members.span_end_date,
    members.judged_on_date
from members
left join
    scores as opening
    on members.key_result_code = opening.key_result_code
    and opening.valid_from_date < members.span_start_date
    and coalesce(opening.valid_to_date >= members.span_start_date, true)
left join
    scores as closing
    on members.key_result_code = closing.key_result_code
    and closing.valid_from_date <= members.judged_on_date
    and coalesce(closing.valid_to_date > members.judged_on_date, true)
