{%- set plan = "partition by baselines.baseline_name, baselines.initiative_code" -%}
{%- set scope = ["scoped.scope_kind", "scoped.scope_name", "scoped.baseline_name"] -%}

with

    baselines as (
        {% for baseline, budget in [
            ("original", "original_budget"),
            ("current", "budget"),
        ] %}
            select
                '{{ baseline }}' as baseline_name,
                initiative_code,
                theme_name,
                value_stream_name,
                fiscal_period_label,
                {{ budget }}_amount as planned_amount,
                forecast_amount,
                actual_amount,
                unconverted_line_count,
                unconverted_{{ budget }}_line_count as unconverted_planned_line_count,
                unconverted_forecast_line_count as unconverted_forecast
            from {{ ref("fct_theme_spend") }}
            where not is_run {{ "union all" if not loop.last }}
        {% endfor %}
    ),

    -- Only what is planned in this version, be it without an exchange rate, and has
    -- work items can be measured. Spend counts from the version's first fiscal year on.
    measured as (
        select
            baselines.*,
            periods.place,
            periods.elapsed_share,
            periods.fiscal_year_start_date,
            progress.percent_complete_share as done_share,
            sum(baselines.planned_amount) over ({{ plan }}) as budget_amount,
            min(
                case
                    when planned_amount <> 0 or unconverted_planned_line_count > 0
                    then periods.fiscal_year_start_date
                end
            ) over ({{ plan }}) as first_year_start_date,
            sum(unconverted_planned_line_count) over (
                {{ plan }}
            ) as unconverted_budget_line_count
        from baselines
        inner join
            {{ ref("int_fiscal_periods__elapsed") }} as periods
            on baselines.fiscal_period_label = periods.fiscal_period_label
        inner join
            {{ ref("fct_initiative_progress") }} as progress
            on baselines.initiative_code = progress.initiative_code
        where progress.percent_complete_share is not null
    ),

    scoped as (
        {% for kind, name in [
            ("initiative", "initiative_code"),
            ("theme", "theme_name"),
            ("value_stream", "value_stream_name"),
            ("portfolio", "'portfolio'"),
        ] %}
            select
                '{{ kind }}' as scope_kind,
                {{ name }} as scope_name,
                baseline_name,
                fiscal_period_label,
                place,
                sum(planned_amount) as planned_amount,
                {{ exact_sum("cast(planned_amount as double) * elapsed_share") }}
                as planned_to_date_amount,
                {{ exact_sum("cast(planned_amount as double) * done_share") }}
                as earned_amount,
                sum(actual_amount) as actual_amount,
                {{ exact_sum("cast(forecast_amount as double) * (1 - elapsed_share)") }}
                as remaining_forecast_amount,
                sum(unconverted_line_count) as unconverted_line_count,
                sum(unconverted_planned_line_count) as unconverted_planned_line_count,
                sum(
                    case when elapsed_share < 1 then unconverted_forecast else 0 end
                ) as unconverted_forecast_line_count
            from measured
            where
                (budget_amount > 0 or unconverted_budget_line_count > 0)
                and fiscal_year_start_date >= first_year_start_date
            group by
                {{ name ~ "," if kind != "portfolio" }}
                baseline_name,
                fiscal_period_label,
                place
                {{ "union all" if not loop.last }}
        {% endfor %}
    )

select
    {{ surrogate_key(scope + ["scoped.fiscal_period_label"]) }} as planned_value_key,
    {{ surrogate_key(scope) }} as earned_value_key,
    scoped.scope_kind,
    scoped.scope_name,
    scoped.baseline_name,
    scoped.fiscal_period_label,
    cast(scoped.place as bigint) as period_place,
    {{ money("scoped.planned_amount") }} as planned_amount,
    {{ money("scoped.planned_to_date_amount") }} as planned_to_date_amount,
    {{
        money(
            "sum(scoped.planned_amount) over (partition by scoped.scope_kind, scoped.scope_name, scoped.baseline_name order by scoped.place rows between unbounded preceding and current row)"
        )
    }}
    as cumulative_planned_amount,
    {{ money("scoped.earned_amount") }} as earned_amount,
    {{ money("scoped.actual_amount") }} as actual_amount,
    {{ money("scoped.remaining_forecast_amount") }} as remaining_forecast_amount,
    {% for lines in ["", "_planned", "_forecast"] %}
        cast(
            scoped.unconverted{{ lines }}_line_count as bigint
        ) as unconverted{{ lines }}_line_count {{ "," if not loop.last }}
    {% endfor %}
from scoped
