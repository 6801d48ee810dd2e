{#- Why a row of scored key results has no score; null where it has one. -#}
{%- macro missing_score_reason(row) -%}
    case
        when {{ row }}.score_raw is not null
        then cast(null as {{ dbt.type_string() }})
        when {{ row }}.current_value is null
        then 'no_value'
        when {{ row }}.target_value is null
        then 'no_target'
        else 'no_baseline'
    end
{%- endmacro -%}

{#- Why a row of scored key results has no pace; null where it has one. -#}
{%- macro missing_pace_reason(row) -%}
    case
        when {{ row }}.is_control
        then 'control_key_result'
        when {{ row }}.elapsed_share is null
        then 'no_period'
        when {{ row }}.expected is null
        then 'unknown_curve'
        when {{ row }}.is_not_started
        then 'not_started'
        when {{ row }}.expected < 0.05
        then 'too_early'
        when {{ row }}.score is null
        then 'no_score'
    end
{%- endmacro -%}

{#- Why a key result has no derived status (M31s): only what has begun needs a score, and only what moves a plan. -#}
{%- macro missing_status_reason(scored) -%}
    case
        when coalesce({{ scored }}.is_not_started, false)
        then cast(null as {{ dbt.type_string() }})
        when {{ scored }}.score is null
        then {{ missing_score_reason(scored) }}
        when {{ scored }}.is_control
        then cast(null as {{ dbt.type_string() }})
        when {{ scored }}.elapsed_share is null
        then 'no_period'
        when {{ scored }}.expected is null
        then 'unknown_curve'
    end
{%- endmacro -%}
