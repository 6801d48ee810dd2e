{#- Name of each sum, which rows of spend belong to it, their amount and their lines without a rate. Run spend is a category
    of its own, neither aligned nor unaligned; a line that is wholly aligned is no part of the unaligned spend. -#}
{%- set unaligned = "is_current_year and not is_run and aligned_weight_share < 1" -%}

{%- set sums = [
    ("budget", "is_current_year", "budget_amount", "budget_"),
    ("actual", "is_current_year", "actual_amount", ""),
    (
        "aligned_actual",
        "is_current_year",
        "aligned_actual_amount",
        "aligned_",
    ),
    (
        "unaligned_actual",
        unaligned,
        "actual_amount - aligned_actual_amount",
        "",
    ),
    ("actual_total", "true", "actual_amount", ""),
    ("trailing", "is_trailing", "actual_amount", ""),
] -%}

with

    run as (select * from {{ ref("dim_run") }}),

    initiatives as (
        select *
        from {{ ref("dim_initiative") }}
        where initiative_code not in ('unknown', 'not_applicable')
    ),

    -- The burn is that of the last three closed periods: the open one is not yet whole.
    closed as (
        select
            days.fiscal_period_label,
            count(*) as day_count,
            row_number() over (order by min(days.calendar_date) desc) as newness
        from {{ ref("dim_date") }} as days
        cross join run
        where days.fiscal_period_end_date <= run.as_of_date
        group by days.fiscal_period_label
    ),

    last_periods as (select * from closed where newness <= 3),

    trailing_weeks as (
        select cast(sum(day_count) as double) / 7 as weeks from last_periods
    ),

    spend as (
        select
            theme_spend.*,
            theme_spend.fiscal_year_label = run.fiscal_year_label as is_current_year,
            last_periods.fiscal_period_label is not null as is_trailing
        from {{ ref("fct_theme_spend") }} as theme_spend
        cross join run
        left join
            last_periods
            on theme_spend.fiscal_period_label = last_periods.fiscal_period_label
    ),

    totals as (
        select
            initiative_code,
            {% for name, belongs, amount, lines in sums %}
                {{ sum_of_lines(amount, belongs) }} as {{ name }},
                {{ sum_of_lines("unconverted_" ~ lines ~ "line_count", belongs) }}
                as unconverted_{{ name }} {{- "," if not loop.last }}
            {% endfor %}
        from spend
        group by initiative_code
    )

select
    {{ surrogate_key(["initiatives.initiative_code", "run.as_of_date"]) }}
    as initiative_spend_key,
    initiatives.initiative_key,
    initiatives.initiative_code,
    run.reporting_currency_code as currency_code,
    {% for name in [
        "budget",
        "actual",
        "aligned_actual",
        "unaligned_actual",
        "actual_total",
    ] %}
        {{
            known_sum(
                "coalesce(totals." ~ name ~ ", 0)",
                "coalesce(totals.unconverted_" ~ name ~ ", 0)",
            )
        }} as {{ name }}_amount,
        {{ rate_reason("totals.unconverted_" ~ name) }} as {{ name }}_amount_reason,
    {% endfor %}
    {{
        known_sum(
            "coalesce(cast(totals.trailing as double) / trailing_weeks.weeks, 0)",
            "coalesce(totals.unconverted_trailing, 0)",
        )
    }} as spend_per_week_amount,
    {{ rate_reason("totals.unconverted_trailing") }} as spend_per_week_amount_reason,
    run.as_of_date
from initiatives
cross join run
cross join trailing_weeks
left join totals on initiatives.initiative_code = totals.initiative_code
