{#- M34: points of a rule, 2 when it is kept, 1 when half, 0 when not; null where it does not apply. -#}
{%- macro rule_points(applies, kept, half="false") -%}
    case
        when not coalesce({{ applies }}, false)
        then cast(null as bigint)
        when coalesce({{ kept }}, false)
        then 2
        when coalesce({{ half }}, false)
        then 1
        else 0
    end
{%- endmacro -%}

{#- A text as words between single characters of blank: small letters, punctuation and signs of currency left out. -#}
{%- macro words_of(text) -%}
    {%- set marks = '.,;:!?()/%+*#&=<>|€$£"“”„«»’–—-' -%}
    concat_ws(
        '',
        ' ',
        translate(
            lower(coalesce({{ text }}, '')),
            concat_ws('', '{{ marks }}', chr(39), chr(160)),
            '{{ " " * (marks | length + 2) }}'
        ),
        ' '
    )
{%- endmacro -%}

{#- Whether words hold a number: one that starts with a digit. A year from 1900 to 2099 alone is none. -#}
{%- macro has_number(words) -%}
    {%- set zeros = "translate(" ~ words ~ ", '123456789', '000000000')" -%}
    case
        when {{ words }} like '% 19__ %' or {{ words }} like '% 20__ %'
        then
            {{ zeros }} like '% 0 %'
            or {{ zeros }} like '% 00 %'
            or {{ zeros }} like '% 000 %'
            or {{ zeros }} like '% 00000%'
        else {{ zeros }} like '% 0%'
    end
{%- endmacro -%}

{#- What the bands of quality are called (M34). -#}
{%- macro quality_band(score) -%}
    case
        when {{ score }} >= 78
        then 'excellent'
        when {{ score }} >= 56
        then 'strong'
        when {{ score }} >= 34
        then 'weak'
        when {{ score }} is not null
        then 'critical'
    end
{%- endmacro -%}

{#- The rules of key results over the columns of fct_open_key_results (M34): when each applies, when it is kept, when half, what shows it. -#}
{%- macro key_result_rules() -%}
    {{
        return(
            [
                (
                    "R01",
                    "true",
                    "has_own_owner",
                    "owner_name <> 'Unassigned'",
                    "null",
                ),
                (
                    "R02",
                    "true",
                    "period_start_date is not null and period_end_date is not null",
                    "period_start_date is not null or period_end_date is not null",
                    "null",
                ),
                (
                    "R03",
                    "way not in ('baseline', 'milestone', 'maintain_at_least', 'maintain_at_most')",
                    "baseline_value is not null",
                    "false",
                    "null",
                ),
                (
                    "R04",
                    "way not in ('baseline', 'milestone')",
                    "target_value is not null",
                    "false",
                    "null",
                ),
                ("R05", "way <> 'milestone'", "unit is not null", "false", "null"),
                (
                    "R06",
                    "true",
                    "target_value is not null or current_value is not null or way in ('baseline', 'milestone')",
                    "has_number",
                    "null",
                ),
                (
                    "R07",
                    "not is_control and is_a_way is not null",
                    "is_a_way",
                    "false",
                    "null",
                ),
                (
                    "R08",
                    "way in ('increase', 'decrease') and is_a_way",
                    "(way = 'increase') = (target_value > baseline_value)",
                    "false",
                    "direction",
                ),
                (
                    "R09",
                    "is_language_known",
                    "output_verb is null",
                    "baseline_value is not null and target_value is not null",
                    "output_verb",
                ),
                (
                    "R10",
                    "is_language_known",
                    "vague_word is null or has_number or target_value is not null",
                    "false",
                    "vague_word",
                ),
                (
                    "R11",
                    "not is_guardrail",
                    "commitment_type is not null",
                    "false",
                    "null",
                ),
                (
                    "R15",
                    "true",
                    "twin_key_result_code is null",
                    "false",
                    "twin_key_result_code",
                ),
                (
                    "R17",
                    "true",
                    "funded_initiative_count > 0",
                    "linked_initiative_count > 0",
                    "null",
                ),
                (
                    "R18",
                    "last_check_in_date is not null or coalesce(silent_days > check_in_cadence_days, true)",
                    "last_check_in_date is not null and silent_days <= check_in_cadence_days",
                    "last_check_in_date is not null and silent_days <= stale_after_days",
                    "last_check_in_date",
                ),
                (
                    "R21",
                    "not is_control and way <> 'baseline' and score_at_start is not null and coalesce(is_a_way, true)",
                    "score_at_start < 1",
                    "false",
                    "null",
                ),
            ]
        )
    }}
{%- endmacro -%}

{#- The rules of objectives over the columns of fct_open_objectives (M34): when each applies, when it is kept, when half, what shows it. -#}
{%- macro objective_rules() -%}
    {{
        return(
            [
                ("R01", "true", "owner_name <> 'Unassigned'", "false", "null"),
                (
                    "R02",
                    "true",
                    "period_start_date is not null and period_end_date is not null",
                    "period_start_date is not null or period_end_date is not null",
                    "null",
                ),
                (
                    "R12",
                    "key_result_count > 0 or child_objective_count = 0",
                    "key_result_count between 3 and 5",
                    "key_result_count = 2",
                    "key_result_count",
                ),
                (
                    "R13",
                    "is_language_known",
                    "not has_number and number_word is null",
                    "false",
                    "number_word",
                ),
                (
                    "R14",
                    "is_language_known",
                    "solution_word is null",
                    "false",
                    "solution_word",
                ),
                (
                    "R16",
                    "true",
                    "has_known_theme or has_known_parent",
                    "theme_name is not null or parent_objective_code is not null",
                    "null",
                ),
                (
                    "R19",
                    "judged_key_result_count > 0",
                    "output_key_result_count < judged_key_result_count",
                    "false",
                    "null",
                ),
                (
                    "R20",
                    "declared_weight_count > 0",
                    "weight_problem is null",
                    "weight_problem = 'below_one'",
                    "weight_problem",
                ),
                (
                    "R22",
                    "owner_name <> 'Unassigned'",
                    "owned_objective_count <= 5",
                    "false",
                    "owned_objective_count",
                ),
            ]
        )
    }}
{%- endmacro -%}

{#- The rows of `facts`, once for each rule of an entity (M34): points, why there are none, and what shows it. -#}
{%- macro facts_by_rule(entity_type, rules) -%}
    select
        judged.*,
        case
            when judged.points is not null
            then cast(null as {{ dbt.type_string() }})
            when judged.needs_language and not judged.is_language_known
            then 'language_unknown'
            else 'not_applicable'
        end as points_reason
    from
        (
            select
                facts.*,
                okr_rules.rule_id,
                okr_rules.needs_language,
                cast(
                    case
                        {% for rule, applies, kept, half, evidence in rules %}
                            when okr_rules.rule_id = '{{ rule }}'
                            then {{ rule_points(applies, kept, half) }}
                        {% endfor %}
                    end as bigint
                ) as points,
                case
                    {% for rule, applies, kept, half, evidence in rules %}
                        when okr_rules.rule_id = '{{ rule }}'
                        then cast({{ evidence }} as {{ dbt.type_string() }})
                    {% endfor %}
                end as evidence
            from facts
            cross join {{ ref("okr_rules") }} as okr_rules
            where okr_rules.entity_type = '{{ entity_type }}'
        ) as judged
{%- endmacro -%}
