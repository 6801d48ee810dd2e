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
            sum(
                case when is_current_year then budget_amount else 0 end
            ) as budget_amount,
            sum(
                case when is_current_year then actual_amount else 0 end
            ) as actual_amount,
            sum(
                case when is_current_year then aligned_actual_amount else 0 end
            ) as aligned_actual_amount,
            sum(actual_amount) as actual_total_amount,
            sum(case when is_trailing then actual_amount else 0 end) as trailing_amount,
            sum(
                case when is_current_year then unconverted_budget_line_count else 0 end
            ) as unconverted_budget,
            sum(
                case when is_current_year then unconverted_line_count else 0 end
            ) as unconverted_actual,
            sum(unconverted_line_count) as unconverted_total,
            sum(
                case when is_trailing then unconverted_line_count else 0 end
            ) as unconverted_trailing
        from spend
        group by initiative_code
    )

select
    {{ surrogate_key(["initiatives.initiative_code", "run.as_of_date"]) }}
    as initiative_spend_key,
    initiatives.initiative_key,
    initiatives.initiative_code,
    run.reporting_currency_code as currency_code,
    -- Run spend is a category of its own: neither aligned nor unaligned.
    {% for name, amount, unconverted in [
        ("budget_amount", "totals.budget_amount", "budget"),
        ("actual_amount", "totals.actual_amount", "actual"),
        ("aligned_actual_amount", "totals.aligned_actual_amount", "actual"),
        (
            "unaligned_actual_amount",
            "case when initiatives.is_run then 0 else totals.actual_amount - totals.aligned_actual_amount end",
            "actual",
        ),
        ("actual_total_amount", "totals.actual_total_amount", "total"),
        (
            "spend_per_week_amount",
            "cast(totals.trailing_amount as double) / trailing_weeks.weeks",
            "trailing",
        ),
    ] %}
        {{
            known_sum(
                "coalesce(" ~ amount ~ ", 0)",
                "coalesce(totals.unconverted_" ~ unconverted ~ ", 0)",
            )
        }} as {{ name }},
    {% endfor %}
    {{ rate_reason("totals.unconverted_budget") }} as budget_amount_reason,
    {{ rate_reason("totals.unconverted_actual") }} as actual_amount_reason,
    {{ rate_reason("totals.unconverted_total") }} as actual_total_amount_reason,
    {{ rate_reason("totals.unconverted_trailing") }} as spend_per_week_amount_reason,
    run.as_of_date
from initiatives
cross join run
cross join trailing_weeks
left join totals on initiatives.initiative_code = totals.initiative_code
