{#- M30: progress from baseline to target, unbounded. One formula both ways; a missing value stays missing. -#}
{%- macro key_result_score_raw(direction, baseline, target, current) -%}
    case
        when {{ current }} is null
        then cast(null as double)
        when {{ direction }} = 'baseline'
        then 1
        when {{ direction }} = 'milestone'
        then
            {{
                progress(
                    direction,
                    "coalesce(" ~ baseline ~ ", 0)",
                    "coalesce(" ~ target ~ ", 1)",
                    current,
                )
            }}
        when {{ target }} is null
        then cast(null as double)
        when {{ direction }} = 'maintain_at_least'
        then
            case
                when {{ current }} >= {{ target }}
                then 1
                else {{ share_of_way(floor_below(baseline, target), target, current) }}
            end
        when {{ direction }} = 'maintain_at_most'
        then
            case
                when {{ current }} <= {{ target }}
                then 1
                else
                    {{ share_of_way(ceiling_above(baseline, target), target, current) }}
            end
        when {{ baseline }} is null
        then cast(null as double)
        when {{ direction }} = 'range'
        then {{ score_in_band(baseline, target, current) }}
        else {{ progress(direction, baseline, target, current) }}
    end
{%- endmacro -%}

{#- Share of the way from baseline to target; without a way, whether the target is met: reached
    or passed in its direction, and hit exactly where no direction is known. -#}
{%- macro progress(direction, baseline, target, current) -%}
    case
        when {{ target }} = {{ baseline }}
        then
            case
                when {{ current }} = {{ target }}
                then 1
                when {{ direction }} = 'increase' and {{ current }} > {{ target }}
                then 1
                when {{ direction }} = 'decrease' and {{ current }} < {{ target }}
                then 1
                else 0
            end
        else ({{ current }} - {{ baseline }}) / ({{ target }} - {{ baseline }})
    end
{%- endmacro -%}

{#- Share of the way from a limit to a threshold, never below 0; 0 where there is no way. -#}
{%- macro share_of_way(limit, threshold, current) -%}
    greatest(
        cast(0 as double),
        coalesce(
            ({{ current }} - {{ limit }}) / nullif({{ threshold }} - {{ limit }}, 0), 0
        )
    )
{%- endmacro -%}

{#- Where a value to keep up scores 0: its baseline where that lies below the target, else 0. -#}
{%- macro floor_below(baseline, target) -%}
    case
        when {{ baseline }} < {{ target }}
        then {{ baseline }}
        when {{ target }} > 0
        then cast(0 as double)
        else {{ target }}
    end
{%- endmacro -%}

{#- Where a value to keep down scores 0: its baseline where that lies above the target, else twice the target. -#}
{%- macro ceiling_above(baseline, target) -%}
    case
        when {{ baseline }} > {{ target }}
        then {{ baseline }}
        when {{ target }} > 0
        then 2 * {{ target }}
        else {{ target }}
    end
{%- endmacro -%}

{#- 1 inside the band of baseline and target, linear to 0 over one width of the band outside it. -#}
{%- macro score_in_band(one_end, other_end, current) -%}
    case
        when
            {{ current }} between least({{ one_end }}, {{ other_end }}) and greatest(
                {{ one_end }}, {{ other_end }}
            )
        then 1
        else
            greatest(
                cast(0 as double),
                coalesce(
                    1 - least(
                        abs({{ current }} - {{ one_end }}),
                        abs({{ current }} - {{ other_end }})
                    )
                    / nullif(abs({{ other_end }} - {{ one_end }}), 0),
                    0
                )
            )
    end
{%- endmacro -%}

{#- Share of the period that has passed, 0 before it starts and 1 from its last day on. -#}
{%- macro elapsed_share(start_date, end_date, as_of_date) -%}
    case
        when {{ start_date }} is null or {{ end_date }} is null
        then cast(null as double)
        when {{ as_of_date }} < {{ start_date }}
        then 0
        when {{ as_of_date }} >= {{ end_date }}
        then 1
        else
            {{
                safe_divide(
                    dbt.datediff(start_date, as_of_date, "day"),
                    dbt.datediff(start_date, end_date, "day"),
                )
            }}
    end
{%- endmacro -%}

{#- M31: progress expected after a share of the period: along a line, an S (3t^2 - 2t^3), the square of it, or equal steps. -#}
{%- macro expected_progress(curve, steps, elapsed) -%}
    case
        when coalesce({{ curve }}, 'linear') = 'linear'
        then {{ elapsed }}
        when {{ curve }} = 's_curve'
        then {{ elapsed }} * {{ elapsed }} * (3 - 2 * {{ elapsed }})
        when {{ curve }} = 'back_loaded'
        then {{ elapsed }} * {{ elapsed }}
        when {{ curve }} = 'step' and {{ steps }} > 0
        -- A third of 3 steps is a little less than 1 to a computer.
        then floor(round({{ elapsed }} * {{ steps }}, 9)) / cast({{ steps }} as double)
    end
{%- endmacro -%}

{#- M31s: status from score minus expected progress. Rounded first: 0.4 - 0.5 is a little less than -0.1 to a computer. -#}
{%- macro status_by_gap(gap, on_track_gap, at_risk_gap) -%}
    case
        when round({{ gap }}, 9) >= {{ on_track_gap }}
        then 'on_track'
        when round({{ gap }}, 9) >= {{ at_risk_gap }}
        then 'at_risk'
        when {{ gap }} is not null
        then 'off_track'
    end
{%- endmacro -%}

{#- What a score at the end of a period is worth: of a committed goal everything is expected, of an aspirational one 0.7. -#}
{%- macro grade(score, commitment_type) -%}
    case
        when {{ score }} is null
        then cast(null as {{ dbt.type_string() }})
        when
            round({{ score }}, 9)
            >= case when {{ commitment_type }} = 'committed' then 0.9 else 0.7 end
        then 'green'
        when
            round({{ score }}, 9)
            >= case when {{ commitment_type }} = 'committed' then 0.7 else 0.4 end
        then 'amber'
        else 'red'
    end
{%- endmacro -%}

{#- aspirational or committed in the words of goal tools; null for any other word, and for none. -#}
{%- macro commitment_type(expression) -%}
    case
        when
            lower({{ expression }}) in (
                'committed',
                'commitment',
                'must have',
                'verpflichtend',
                'engagement',
                'comprometido'
            )
        then 'committed'
        when
            lower({{ expression }}) in (
                'aspirational',
                'stretch',
                'moonshot',
                'ambitioniert',
                'ambitieux',
                'aspiracional'
            )
        then 'aspirational'
    end
{%- endmacro -%}

{#- Not below 0 and not above 1; missing stays missing. -#}
{%- macro clamped_to_share(expression) -%}
    case
        when {{ expression }} is not null then least(1, greatest(0, {{ expression }}))
    end
{%- endmacro -%}
