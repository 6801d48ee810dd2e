with

    words as (
        select
            source_name,
            entity_code,
            count(*) as rule_count,
            max(case when rule_id = 'R09' then term end) as output_verb,
            max(case when rule_id = 'R10' then term end) as vague_word
        from {{ ref("int_okr_texts__matched") }}
        where entity_type = 'key_result'
        group by source_name, entity_code
    ),

    -- Advice is for what can still be mended.
    open_ones as (
        select
            key_results.*,
            days.as_of_date,
            days.current_value,
            days.last_check_in_date,
            texts.distinct_words,
            coalesce(texts.has_number, false) as has_number
        from {{ ref("dim_key_result") }} as key_results
        inner join
            {{ ref("fct_key_result_days") }} as days
            on key_results.key_result_code = days.key_result_code
        left join
            {{ ref("int_okr_texts__normalised") }} as texts
            on key_results.key_result_code = texts.entity_code
            and key_results.source_name = texts.source_name
            and texts.entity_type = 'key_result'
        where
            not key_results.is_dropped
            and not key_results.is_closed
            and coalesce(key_results.period_end_date >= days.as_of_date, true)
    ),

    twins as (
        select open_ones.key_result_code, min(others.key_result_code) as twin_code
        from open_ones
        inner join
            open_ones as others
            on open_ones.distinct_words = others.distinct_words
            and open_ones.key_result_code <> others.key_result_code
            and coalesce(open_ones.period_start_date <= others.period_end_date, true)
            and coalesce(others.period_start_date <= open_ones.period_end_date, true)
        where open_ones.distinct_words <> ''
        group by open_ones.key_result_code
    )

select
    {{ surrogate_key(["open_ones.key_result_code", "open_ones.as_of_date"]) }}
    as open_key_result_key,
    open_ones.key_result_code,
    open_ones.objective_code,
    open_ones.owner_name,
    open_ones.has_own_owner,
    open_ones.unit,
    open_ones.direction,
    open_ones.commitment_type,
    open_ones.is_control,
    open_ones.is_guardrail,
    open_ones.baseline_value,
    open_ones.target_value,
    open_ones.current_value,
    case
        when
            {{
                dbt.datediff(
                    "open_ones.period_start_date", "measured.first_value_date", "day"
                )
            }} <= open_ones.check_in_cadence_days
        then
            {{
                key_result_score_raw(
                    "open_ones.direction",
                    "open_ones.baseline_value",
                    "open_ones.target_value",
                    "measured.first_value",
                )
            }}
    end as score_at_start,
    open_ones.has_number,
    words.rule_count is not null as is_language_known,
    words.output_verb,
    words.vague_word,
    twins.twin_code as twin_key_result_code,
    coalesce(coverage.linked_initiative_count, 0) as linked_initiative_count,
    coalesce(coverage.funded_initiative_count, 0) as funded_initiative_count,
    open_ones.check_in_cadence_days,
    cast(
        run.stale_after_cadences * open_ones.check_in_cadence_days as bigint
    ) as stale_after_days,
    cast(
        {{
            dbt.datediff(
                "coalesce(open_ones.last_check_in_date, open_ones.period_start_date)",
                "open_ones.as_of_date",
                "day",
            )
        }} as bigint
    ) as silent_days,
    open_ones.period_start_date,
    open_ones.period_end_date,
    open_ones.last_check_in_date,
    open_ones.as_of_date
from open_ones
cross join {{ ref("dim_run") }} as run
left join twins on open_ones.key_result_code = twins.key_result_code
left join
    {{ ref("fct_key_result_coverage") }} as coverage
    on open_ones.key_result_code = coverage.key_result_code
left join
    {{ ref("int_key_results__measured") }} as measured
    on open_ones.key_result_code = measured.key_result_code
left join
    words
    on open_ones.key_result_code = words.entity_code
    and open_ones.source_name = words.source_name
