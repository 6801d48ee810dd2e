with

    initiatives as (select * from {{ ref("int_initiatives__current") }}),

    estimates as (select * from {{ ref("int_estimates__latest") }}),

    run_parameters as (select * from {{ ref("stg_run_parameters") }}),

    inputs as (
        select
            initiatives.initiative_code,
            initiatives.ready_date,
            -- How long a blocked one will take, only a forecast can say.
            case
                when
                    initiatives.blocked_since_date <= run_parameters.as_of_date
                    and initiatives.forecast_delivery_date > run_parameters.as_of_date
                then
                    {{
                        weeks_between(
                            "run_parameters.as_of_date",
                            "initiatives.forecast_delivery_date",
                        )
                    }}
                else initiatives.remaining_duration_weeks
            end as duration_weeks,
            coalesce(estimates.urgency_profile, 'unknown') as urgency_profile,
            -- A fixed date is missed at its deadline, all else is late from the day it
            -- is needed.
            case
                when estimates.urgency_profile = 'fixed_date'
                then estimates.deadline_date
                else initiatives.needed_date
            end as due_date,
            {{
                expected_rate(
                    "estimates.rate_low_amount",
                    "estimates.rate_likely_amount",
                    "estimates.rate_high_amount",
                )
            }} as expected_rate,
            cast(estimates.rate_low_amount as double) as low_rate,
            cast(estimates.rate_high_amount as double) as high_rate,
            cast(estimates.debt_growth_amount as double) as debt_growth,
            -- Either part of a penalty may be the only one there is.
            cast(coalesce(estimates.penalty_amount, 0) as double) as penalty,
            cast(
                coalesce(
                    estimates.penalty_per_week_amount, estimates.penalty_amount * 0
                ) as double
            ) as penalty_per_week,
            estimates.half_life_weeks,
            {{ weeks_between("initiatives.needed_date", "estimates.window_end_date") }}
            as life_weeks,
            estimates.window_end_date is not null as has_window_end,
            coalesce(
                estimates.window_end_date <= run_parameters.as_of_date, false
            ) as is_window_closed,
            run_parameters.as_of_date,
            -- Delay stops to cost when value starts or the work is cancelled.
            least(
                run_parameters.as_of_date,
                coalesce(initiatives.value_start_date, run_parameters.as_of_date),
                coalesce(initiatives.cancelled_date, run_parameters.as_of_date),
                -- Without a day it is needed on, the window's end is all that caps it.
                case
                    when
                        initiatives.needed_date is null
                        and estimates.urgency_profile = 'standard'
                    then coalesce(estimates.window_end_date, run_parameters.as_of_date)
                    else run_parameters.as_of_date
                end
            ) as accrued_until_date
        from initiatives
        cross join run_parameters
        left join estimates on initiatives.initiative_code = estimates.initiative_code
    )

select
    inputs.*,
    -- A window that closes before value could start contradicts itself: no formula
    -- applies.
    case
        when
            inputs.life_weeks < 0
            and inputs.urgency_profile
            not in ('expedite', 'fixed_date', 'intangible', 'unknown')
        then 'contradictory'
        else inputs.urgency_profile
    end as valued_profile,
    {{ weeks_late("inputs.due_date", "inputs.as_of_date") }} as delay_today,
    {{ weeks_late("inputs.due_date", "inputs.accrued_until_date") }} as delay_until
from inputs
