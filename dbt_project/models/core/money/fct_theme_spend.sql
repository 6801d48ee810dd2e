{%- set kinds = ["commitment", "budget", "original_budget", "forecast"] -%}

{#- Run spend is a category of its own: no part of it is aligned. -#}
{%- set aligned_share = "cast(case when initiatives.is_run then 0 else coalesce(alignment.aligned_weight_share, 0) end as decimal(18, 10))" -%}
with

    run as (select * from {{ ref("dim_run") }}),

    periods as (
        select distinct
            fiscal_year_label,
            fiscal_quarter_label,
            fiscal_period_label,
            fiscal_period_start_date
        from {{ ref("dim_date") }}
    ),

    totals as (
        select
            theme_name,
            initiative_code,
            fiscal_period_label,
            {{ money("coalesce(sum(budget_amount), 0)") }} as budget_amount,
            {{ money("coalesce(sum(original_budget_amount), 0)") }}
            as original_budget_amount,
            {{ money("coalesce(sum(forecast_amount), 0)") }} as forecast_amount,
            {{ money("coalesce(sum(actual_amount), 0)") }} as actual_amount,
            {{ money("coalesce(sum(commitment_amount), 0)") }} as commitment_amount,
            {{ money("coalesce(sum(capex_amount), 0)") }} as capex_amount,
            {{ money("coalesce(sum(opex_amount), 0)") }} as opex_amount,
            {{ money("coalesce(sum(actual_budget_rate_amount), 0)") }}
            as actual_budget_rate_amount,
            sum(case when is_unconverted then 1 else 0 end) as unconverted_line_count,
            {% for kind in kinds %}
                sum(
                    case when is_{{ kind }}_unconverted then 1 else 0 end
                ) as unconverted_{{ kind }}_line_count,
            {% endfor %}
            sum(
                case when is_without_budget_rate then 1 else 0 end
            ) as line_without_budget_rate_count
        from {{ ref("fct_theme_movements") }}
        where fiscal_period_label is not null
        group by theme_name, initiative_code, fiscal_period_label
    )

select
    {{
        surrogate_key(
            [
                "totals.theme_name",
                "totals.initiative_code",
                "totals.fiscal_period_label",
            ]
        )
    }} as theme_spend_key,
    totals.theme_name,
    totals.initiative_code,
    initiatives.initiative_name,
    initiatives.value_stream_name,
    initiatives.owner_name,
    initiatives.portfolio_state,
    periods.fiscal_year_label,
    periods.fiscal_quarter_label,
    totals.fiscal_period_label,
    run.reporting_currency_code as currency_code,
    totals.budget_amount,
    totals.original_budget_amount,
    totals.forecast_amount,
    totals.actual_amount,
    totals.commitment_amount,
    totals.capex_amount,
    totals.opex_amount,
    {{
        known_sum(
            "totals.actual_budget_rate_amount",
            "totals.line_without_budget_rate_count",
        )
    }} as actual_budget_rate_amount,
    {{ rate_reason("totals.line_without_budget_rate_count", "no_budget_rate") }}
    as actual_budget_rate_amount_reason,
    case
        when
            totals.unconverted_line_count = 0
            and totals.line_without_budget_rate_count = 0
        then {{ fx_effect("totals.actual_amount", "totals.actual_budget_rate_amount") }}
    end as fx_effect_amount,
    case
        when totals.unconverted_line_count > 0
        then 'no_exchange_rate'
        when totals.line_without_budget_rate_count > 0
        then 'no_budget_rate'
    end as fx_effect_reason,
    cast({{ aligned_share }} as double) as aligned_weight_share,
    {{ converted("totals.actual_amount", aligned_share) }} as aligned_actual_amount,
    cast(totals.unconverted_line_count as bigint) as unconverted_line_count,
    cast(
        case
            when {{ aligned_share }} > 0 then totals.unconverted_line_count else 0
        end as bigint
    ) as unconverted_aligned_line_count,
    {% for kind in kinds %}
        cast(
            totals.unconverted_{{ kind }}_line_count as bigint
        ) as unconverted_{{ kind }}_line_count,
    {% endfor %}
    initiatives.is_run,
    periods.fiscal_period_start_date
from totals
cross join run
inner join periods on totals.fiscal_period_label = periods.fiscal_period_label
inner join
    {{ ref("dim_initiative") }} as initiatives
    on totals.initiative_code = initiatives.initiative_code
left join
    {{ ref("fct_initiative_periods") }} as alignment
    on totals.initiative_code = alignment.initiative_code
    and totals.fiscal_period_label = alignment.fiscal_period_label
