{%- set entities = [
    (
        "initiatives",
        "initiative_code",
        "initiative_name hypothesis value_stream_name owner_name horizon stage_name kill_criterion is_run remaining_duration_weeks approved_date ready_date started_date blocked_since_date needed_date forecast_delivery_date released_date value_start_date cancelled_date".split(),
    ),
    (
        "objectives",
        "objective_code",
        "objective_name theme_name owner_name period_label period_start_date period_end_date objective_type weight status_name parent_objective_code".split(),
    ),
    (
        "key_results",
        "key_result_code",
        "key_result_name objective_code owner_name unit direction key_result_type baseline_value target_value weight status_name period_label period_start_date period_end_date check_in_cadence_days progress_curve progress_steps".split(),
    ),
] -%}
with

    told as (
        {% for table, code, attributes in entities %}
            {% for attribute in attributes %}
                select
                    '{{ table }}' as table_name,
                    {{ code }} as entity_code,
                    '{{ attribute }}' as attribute_name,
                    source_name,
                    known_at,
                    cast({{ attribute }} as {{ dbt.type_string() }}) as told_value
                from {{ ref("stg_" ~ table) }} {{ "union all" if not loop.last }}
                {% endfor %} {{ "union all" if not loop.last }}
        {% endfor %}
    ),

    -- The rule of the dimensions: what was heard last counts, then the name of the
    -- source.
    ranked as (
        select
            told.*,
            row_number() over (
                partition by told.table_name, told.entity_code, told.attribute_name
                order by told.known_at desc, told.source_name
            ) as source_rank
        from told
    )

select
    {{
        surrogate_key(
            [
                "others.table_name",
                "others.entity_code",
                "others.attribute_name",
                "others.source_name",
            ]
        )
    }} as source_conflict_key,
    others.table_name,
    others.entity_code,
    others.attribute_name,
    winners.source_name as winning_source_name,
    winners.told_value as winning_value,
    others.source_name as other_source_name,
    others.told_value as other_value,
    case
        when winners.told_value is null then 'hidden' else 'differs'
    end as conflict_kind,
    winners.known_at as winning_known_at,
    others.known_at as other_known_at
from ranked as winners
inner join
    ranked as others
    on winners.table_name = others.table_name
    and winners.entity_code = others.entity_code
    and winners.attribute_name = others.attribute_name
    and winners.source_rank = 1
    and others.source_rank > 1
where
    others.told_value is not null
    and coalesce(winners.told_value, '') <> others.told_value
