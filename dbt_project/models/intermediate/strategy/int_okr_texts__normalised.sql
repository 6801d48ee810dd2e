with

    texts as (
        select
            'objective' as entity_type,
            source_name,
            objective_code as entity_code,
            objective_name as told
        from {{ ref("stg_objectives") }}
        union all
        select
            'key_result' as entity_type,
            source_name,
            key_result_code as entity_code,
            key_result_name as told
        from {{ ref("stg_key_results") }}
    ),

    worded as (
        select
            texts.entity_type,
            texts.source_name,
            texts.entity_code,
            coalesce(
                sources.language, run_parameters.organisation_language
            ) as language,
            {{ words_of("texts.told") }} as words
        from texts
        cross join {{ ref("stg_run_parameters") }} as run_parameters
        left join
            {{ ref("stg_sources") }} as sources
            on texts.source_name = sources.source_name
    )

select
    worded.entity_type,
    worded.source_name,
    worded.entity_code,
    worded.language,
    worded.words,
    {{ distinct_words("worded.words") }} as distinct_words,
    {{ has_number("worded.words") }} as has_number
from worded
