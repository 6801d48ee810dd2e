{#- Lines by theme, initiative and fiscal period, once for each roll-up they belong to: the portfolio, a theme or an initiative,
    over a period, a quarter or a year. Sums of these are what shares are taken of. -#}
{%- macro by_scope_and_span(lines) -%}
    select
        lines.*,
        scopes.scope_type,
        case
            scopes.scope_type
            when 'theme'
            then lines.theme_name
            when 'initiative'
            then lines.initiative_code
            else 'portfolio'
        end as scope_name,
        spans.span_type,
        spans.span_label,
        spans.fiscal_year_label,
        spans.span_start_date,
        spans.span_end_date
    from {{ lines }} as lines
    inner join
        {{ ref("bridge_fiscal_period_span") }} as spans
        on lines.fiscal_period_label = spans.fiscal_period_label
    cross join
        (
            select 'portfolio' as scope_type
            union all
            select 'theme' as scope_type
            union all
            select 'initiative' as scope_type
        ) as scopes
{%- endmacro -%}

{#- M20: why no share of a sum of spend can be taken; null when one can. -#}
{%- macro share_reason(amount, unconverted_line_count, nothing="no_change_spend") -%}
    case
        when {{ unconverted_line_count }} > 0
        then 'no_exchange_rate'
        when {{ amount }} <= 0
        then '{{ nothing }}'
    end
{%- endmacro -%}

{#- M22: a theme's share of spend against its target. Rounded first: 0.35 - 0.4 is a little less than -0.05 to a computer. -#}
{%- macro funding_status(actual_share, target_share, tolerance) -%}
    case
        when {{ target_share }} is null
        then 'untargeted'
        when round({{ actual_share }} - {{ target_share }}, 9) < -{{ tolerance }}
        then 'starved'
        when round({{ actual_share }} - {{ target_share }}, 9) > {{ tolerance }}
        then 'overfed'
        else 'on_target'
    end
{%- endmacro -%}

{#- M23: why an initiative has no path to a live key result; null when it has one, for which it needs no theme.
    `alignment` is fct_initiative_alignment. -#}
{%- macro orphan_reason(alignment) -%}
    case
        when {{ alignment }}.alignment_reason <> 'no_theme'
        then {{ alignment }}.alignment_reason
        when {{ alignment }}.linked_key_result_count = 0
        then 'bet_no_kr'
        when {{ alignment }}.live_key_result_count = 0
        then 'kr_dead'
    end
{%- endmacro -%}
