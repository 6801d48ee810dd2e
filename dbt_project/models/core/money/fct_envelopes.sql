with

    run as (select * from {{ ref("dim_run") }}),

    -- Weekends are no working days; public holidays are, for no export tells them.
    year_elapsed as (
        select
            {{
                safe_divide(
                    "sum(case when days.calendar_date <= run.as_of_date then 1 else 0 end)",
                    "count(*)",
                )
            }}
            as elapsed_share,
            max(days.fiscal_year_end_date) as fiscal_year_end_date
        from {{ ref("dim_date") }} as days
        cross join run
        where
            days.fiscal_year_label = run.fiscal_year_label and days.iso_day_of_week <= 5
    ),

    burnt as (
        select
            sums.*,
            {{ money("envelope_amount - actual_amount - commitment_amount") }}
            as remaining,
            coalesce(
                envelope_amount_reason, actual_amount_reason, commitment_amount_reason
            ) as remaining_reason,
            {{ safe_divide("trailing_amount", "trailing_period_count") }} as burn,
            {{ safe_divide("trailing_amount", "trailing_day_count") }} as daily_burn,
            coalesce(
                envelope_amount_reason,
                actual_amount_reason,
                case when envelope_amount <= 0 then 'no_envelope' end
            ) as consumed_reason,
            case
                when envelope_amount > 0
                then {{ safe_divide("actual_amount", "envelope_amount") }}
            end as consumed_share
        from {{ ref("fct_envelope_sums") }} as sums
    ),

    lasting as (
        select
            burnt.*,
            coalesce(
                remaining_reason, trailing_amount_reason, consumed_reason
            ) as envelope_reason,
            case
                when remaining_reason is null and consumed_reason is null and burn > 0
                then
                    {{
                        safe_divide(
                            "greatest(remaining, cast(0 as decimal(18, 4)))", "burn"
                        )
                    }}
            end as runway,
            case
                when consumed_reason is null and burn > 0 and remaining > 0
                then floor(cast(remaining as double) / daily_burn)
            end as days_left
        from burnt
    )

select
    {{ surrogate_key(["scope_kind", "scope_name", "run.fiscal_year_label"]) }}
    as envelope_key,
    scope_kind,
    scope_name,
    run.fiscal_year_label,
    run.reporting_currency_code as currency_code,
    {% for name in ["envelope", "actual", "commitment"] %}
        {{ name }}_amount, {{ name }}_amount_reason,
    {% endfor %}
    remaining as remaining_amount,
    remaining_reason as remaining_amount_reason,
    {{ money("burn") }} as burn_per_period_amount,
    {{
        case_reason(
            "burn", "trailing_amount_reason", [("burn is null", "no_closed_period")]
        )
    }} as burn_per_period_reason,
    runway as runway_periods,
    {{
        case_reason(
            "runway",
            "envelope_reason",
            [("burn is null", "no_closed_period"), ("burn <= 0", "no_burn")],
        )
    }} as runway_reason,
    case
        when days_left <= 3650
        then
            cast(
                {{ dbt.dateadd("day", "cast(days_left as int)", "run.as_of_date") }}
                as date
            )
    end as run_out_date,
    {{
        case_reason(
            "case when days_left <= 3650 then days_left end",
            "envelope_reason",
            [
                ("burn is null", "no_closed_period"),
                ("burn <= 0", "no_burn"),
                ("remaining <= 0", "already_spent"),
                ("days_left > 3650", "beyond_ten_years"),
            ],
        )
    }} as run_out_reason,
    consumed_share,
    year_elapsed.elapsed_share,
    consumed_share - year_elapsed.elapsed_share as pace_gap_share,
    consumed_reason,
    year_elapsed.fiscal_year_end_date,
    run.as_of_date
from lasting
cross join run
cross join year_elapsed
