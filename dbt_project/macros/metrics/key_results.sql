{#- M30: progress from baseline to target, unbounded. One formula both ways; a missing value stays missing. -#}
{%- macro key_result_score_raw(direction, baseline, target, current) -%}
    case
        when {{ current }} is null or {{ target }} is null
        then cast(null as double)
        when {{ direction }} in ('maintain_at_least', 'stay_above')
        then
            case
                when {{ current }} >= {{ target }}
                then 1
                else
                    greatest(
                        0,
                        ({{ current }} - coalesce({{ baseline }}, 0))
                        / nullif({{ target }} - coalesce({{ baseline }}, 0), 0)
                    )
            end
        when {{ direction }} in ('maintain_at_most', 'stay_below')
        then
            case
                when {{ current }} <= {{ target }}
                then 1
                else
                    greatest(
                        0,
                        (
                            coalesce({{ baseline }}, 2 * {{ target }}) - {{ current }}
                        ) / nullif(
                            coalesce({{ baseline }}, 2 * {{ target }}) - {{ target }}, 0
                        )
                    )
            end
        when {{ baseline }} is null
        then cast(null as double)
        when {{ target }} = {{ baseline }}
        then case when {{ current }} = {{ target }} then 1 else 0 end
        else ({{ current }} - {{ baseline }}) / ({{ target }} - {{ baseline }})
    end
{%- endmacro -%}

{#- M31: linear share of the period that has passed, 0 before it starts and 1 after it ends. -#}
{%- macro expected_progress(start_date, end_date, as_of_date) -%}
    case
        when {{ start_date }} is null or {{ end_date }} is null
        then cast(null as double)
        else
            least(
                1,
                greatest(
                    0,
                    coalesce(
                        cast(
                            {{ dbt.datediff(start_date, as_of_date, "day") }} as double
                        ) / nullif(
                            cast(
                                {{ dbt.datediff(start_date, end_date, "day") }}
                                as double
                            ),
                            0
                        ),
                        1
                    )
                )
            )
    end
{%- endmacro -%}
