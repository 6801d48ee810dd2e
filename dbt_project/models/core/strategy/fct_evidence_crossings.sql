with

    run as (select * from {{ ref("dim_run") }}),

    -- Silence is no evidence: a stale key result may still be pursued.
    judged as (
        select
            bridge.initiative_code,
            periods.judged_on_date,
            min(
                case
                    when
                        periods.not_live_reason
                        in ('dropped', 'closed', 'ended', 'theme_retired')
                    then 1
                    else 0
                end
            ) as is_over
        from {{ ref("bridge_initiative_key_result") }} as bridge
        inner join
            {{ ref("fct_key_result_periods") }} as periods
            on bridge.key_result_code = periods.key_result_code
        where bridge.weight > 0
        group by bridge.initiative_code, periods.judged_on_date
    ),

    episodes as (
        select
            judged.*,
            lead(judged.judged_on_date) over (
                partition by judged.initiative_code order by judged.judged_on_date
            ) as next_judged_on_date,
            row_number() over (
                partition by judged.initiative_code
                order by judged.judged_on_date
            ) - row_number() over (
                partition by judged.initiative_code, judged.is_over
                order by judged.judged_on_date
            ) as episode
        from judged
    ),

    final_scores as (select * from {{ ref("fct_initiative_final_scores") }}),

    retired as (
        select bridge.initiative_code, max(themes.active_to_date) as first_true_date
        from {{ ref("bridge_initiative_theme") }} as bridge
        inner join
            {{ ref("dim_strategic_theme") }} as themes
            on bridge.theme_name = themes.theme_name
        where bridge.theme_name <> 'Unallocated'
        group by bridge.initiative_code
        having count(*) = count(themes.active_to_date)
    ),

    crossings as (
        select
            'key_results_over' as rule_id,
            initiative_code,
            min(judged_on_date) as first_true_date,
            case
                when count(*) = count(next_judged_on_date) then max(next_judged_on_date)
            end as cleared_date,
            cast(null as double) as value,
            cast(null as double) as threshold
        from episodes
        where is_over = 1
        group by initiative_code, episode
        union all
        select
            'final_score_low' as rule_id,
            final_scores.initiative_code,
            final_scores.period_end_date as first_true_date,
            cast(null as date) as cleared_date,
            final_scores.final_score as value,
            run.stop_score as threshold
        from final_scores
        cross join run
        where final_scores.final_score < run.stop_score
        union all
        select
            'theme_retired' as rule_id,
            retired.initiative_code,
            retired.first_true_date,
            cast(null as date) as cleared_date,
            cast(null as double) as value,
            cast(null as double) as threshold
        from retired
        cross join run
        where retired.first_true_date < run.as_of_date
    )

select
    {{
        surrogate_key(
            [
                "crossings.rule_id",
                "crossings.initiative_code",
                "crossings.first_true_date",
            ]
        )
    }} as evidence_crossing_key,
    crossings.rule_id,
    crossings.initiative_code,
    crossings.value,
    crossings.threshold,
    crossings.first_true_date,
    crossings.cleared_date
from crossings
