with

    run as (select * from {{ ref("dim_run") }}),

    days as (select * from {{ ref("fct_initiative_days") }}),

    alignment as (
        select periods.initiative_code, periods.aligned_weight_share
        from {{ ref("fct_initiative_periods") }} as periods
        inner join run on periods.fiscal_period_label = run.fiscal_period_label
    ),

    delays as (select * from {{ ref("fct_initiative_delays") }}),

    live as (select * from {{ ref("dim_initiative") }})

select
    live.initiative_key,
    live.initiative_code,
    live.initiative_name,
    live.theme_name,
    live.value_stream_name,
    live.owner_name,
    live.stage_name,
    live.portfolio_state,
    live.delay_state,
    days.urgency_profile,
    days.value_type,
    days.estimation_batch,
    days.basis,
    run.reporting_currency_code as currency_code,
    days.cost_of_delay_reason,
    delays.accrued_since_needed_reason,
    delays.accrued_since_ready_reason,
    delays.blocked_cost_critical_reason,
    days.latest_start_reason,
    days.cd3_reason,
    days.wsjf_reason,
    days.rate_low_amount,
    days.rate_likely_amount,
    days.rate_high_amount,
    days.expected_rate_amount,
    days.cost_of_delay_per_week_amount,
    days.cost_of_delay_per_week_low_amount,
    days.cost_of_delay_per_week_high_amount,
    {% for total in ["accrued_since_needed", "accrued_since_ready"] %}
        {% for band in ["", "_low", "_high"] %}
            delays.{{ total }}{{ band }}_amount,
        {% endfor %}
    {% endfor %}
    {% for state in ["queue", "active", "blocked", "released"] %}
        delays.accrued_in_{{ state }}_amount,
    {% endfor %}
    delays.blocked_cost_upper_amount,
    delays.blocked_cost_critical_amount,
    live.remaining_duration_weeks,
    delays.delay_weeks,
    days.cd3,
    cast(
        case
            when days.cd3 is not null
            then
                row_number() over (
                    order by
                        days.cd3 desc nulls last,
                        days.cost_of_delay_per_week_amount desc nulls last,
                        live.initiative_code
                )
        end as bigint
    ) as cd3_rank,
    days.wsjf,
    -- Scores are comparable inside one estimation batch only; ties go by CD3, then by
    -- code.
    cast(
        case
            when days.wsjf is not null
            then
                row_number() over (
                    partition by days.estimation_batch
                    order by
                        days.wsjf desc nulls last,
                        days.cd3 desc nulls last,
                        live.initiative_code
                )
        end as bigint
    ) as wsjf_rank,
    coalesce(alignment.aligned_weight_share, 0) as aligned_weight_share,
    days.estimate_age_days,
    days.is_estimate_current,
    days.is_uncapped,
    coalesce(days.cd3_reason = 'nothing_remaining', false) as is_ranked_first,
    days.estimate_date,
    days.latest_start_date,
    live.ready_date,
    live.needed_date,
    live.forecast_delivery_date
from live
cross join run
inner join days on live.initiative_code = days.initiative_code
inner join delays on live.initiative_code = delays.initiative_code
left join alignment on live.initiative_code = alignment.initiative_code
where days.is_awaiting_value
