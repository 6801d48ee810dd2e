with

    planned as (select * from {{ ref("fct_planned_value") }}),

    elapsed as (
        select {{ exact_sum("elapsed_share") }} as period_count
        from {{ ref("int_fiscal_periods__elapsed") }}
    ),

    -- Every initiative has its row, also where nothing can be measured.
    scopes as (
        select earned_value_key, scope_kind, scope_name, baseline_name
        from planned
        {% for baseline in ["original", "current"] %}
            union
            select
                {{
                    surrogate_key(
                        ["'initiative'", "initiative_code", "'" ~ baseline ~ "'"]
                    )
                }} as earned_value_key,
                'initiative' as scope_kind,
                initiative_code as scope_name,
                '{{ baseline }}' as baseline_name
            from {{ ref("fct_initiative_progress") }}
        {% endfor %}
    ),

    totals as (
        select
            earned_value_key,
            min(case when planned_amount <> 0 then period_place end) as first_place,
            max(case when planned_amount <> 0 then period_place end) as last_place,
            max(
                case when remaining_forecast_amount <> 0 then period_place end
            ) as last_forecast_place,
            sum(planned_amount) as budget_at_completion,
            sum(planned_to_date_amount) as planned_value,
            sum(earned_amount) as earned_value,
            sum(actual_amount) as actual_cost,
            sum(remaining_forecast_amount) as remaining_forecast,
            sum(unconverted_line_count) as unconverted_actual,
            sum(unconverted_planned_line_count) as unconverted_plan,
            sum(unconverted_forecast_line_count) as unconverted_forecast
        from planned
        group by earned_value_key
    ),

    -- The first period by whose end more should have been done than is done.
    crossings as (
        select
            planned.period_place,
            planned.planned_amount,
            planned.cumulative_planned_amount - planned.planned_amount as before_amount,
            planned.earned_value_key,
            row_number() over (
                partition by planned.earned_value_key order by planned.period_place
            ) as crossing_number
        from planned
        inner join totals on planned.earned_value_key = totals.earned_value_key
        where planned.cumulative_planned_amount > totals.earned_value
    )

select
    scopes.earned_value_key,
    scopes.scope_kind,
    scopes.scope_name,
    scopes.baseline_name,
    {% for value in ["budget_at_completion", "planned_value", "earned_value"] %}
        {{ known_sum("totals." ~ value, "totals.unconverted_plan") }}
        as {{ value }}_amount,
    {% endfor %}
    {{ known_sum("totals.actual_cost", "unconverted_plan + unconverted_actual") }}
    as actual_cost_amount,
    -- A forecast that ends before the plan does says nothing about the rest.
    case
        when
            unconverted_plan + unconverted_actual + unconverted_forecast = 0
            and totals.last_forecast_place >= totals.last_place
        then {{ money("totals.actual_cost + totals.remaining_forecast") }}
    end as eac_forecast_amount,
    {{ rate_reason("unconverted_forecast") }} as remaining_forecast_reason,
    case
        when totals.earned_value_key is not null
        then {{ rate_reason("totals.unconverted_plan") }}
        when initiatives.is_run
        then 'run_spend'
        else coalesce(progress.percent_complete_reason, 'no_budget')
    end as unmeasured_reason,
    case
        when totals.unconverted_plan > 0
        then cast(null as double)
        when crossings.earned_value_key is null
        then cast(totals.last_place - totals.first_place + 1 as double)
        else
            crossings.period_place
            - totals.first_place
            + {{
                safe_divide(
                    "totals.earned_value - crossings.before_amount",
                    "crossings.planned_amount",
                )
            }}
    end as earned_schedule_periods,
    elapsed.period_count - totals.first_place + 1 as elapsed_periods
from scopes
cross join elapsed
left join totals on scopes.earned_value_key = totals.earned_value_key
left join
    crossings
    on scopes.earned_value_key = crossings.earned_value_key
    and crossings.crossing_number = 1
left join
    {{ ref("dim_initiative") }} as initiatives
    on scopes.scope_kind = 'initiative'
    and scopes.scope_name = initiatives.initiative_code
left join
    {{ ref("fct_initiative_progress") }} as progress
    on initiatives.initiative_code = progress.initiative_code
