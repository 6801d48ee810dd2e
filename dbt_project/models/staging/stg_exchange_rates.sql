with

    reference as (
        select
            currency_code, rate_type, valid_from_date, valid_to_date, rate, rate_source
        from {{ source("input", "exchange_rates") }}
    ),

    registers as (select * from {{ ref("stg_exchange_rate_versions") }}),

    run_parameters as (select * from {{ ref("stg_run_parameters") }}),

    own as (
        select
            currency_code,
            rate_type,
            valid_from_date,
            valid_to_date,
            rate,
            rate_source,
            0 as precedence,
            cast(null as timestamp) as known_at,
            '' as source_name
        from reference
        where rate_source <> 'ecb'
        union all
        select
            registers.currency_code,
            registers.rate_type,
            registers.valid_from_date,
            cast(null as date) as valid_to_date,
            registers.rate,
            'own' as rate_source,
            1 as precedence,
            registers.known_at,
            registers.source_name
        from registers
        cross join run_parameters
        where
            registers.currency_code <> run_parameters.reporting_currency_code
            and coalesce(
                registers.quote_currency_code, run_parameters.reporting_currency_code
            )
            = run_parameters.reporting_currency_code
    ),

    -- portfolio.yml wins for the same day, then what was heard last.
    ranked as (
        select
            own.*,
            row_number() over (
                partition by own.currency_code, own.rate_type, own.valid_from_date
                order by own.precedence, own.known_at desc, own.source_name
            ) as place
        from own
    ),

    starts as (
        select currency_code, rate_type, min(valid_from_date) as first_own_date
        from ranked
        group by currency_code, rate_type
    ),

    rates as (
        select
            currency_code, rate_type, valid_from_date, valid_to_date, rate, rate_source
        from ranked
        where place = 1
        union all
        -- Published rates fill the time before the first own one.
        select
            reference.currency_code,
            reference.rate_type,
            reference.valid_from_date,
            reference.valid_to_date,
            reference.rate,
            reference.rate_source
        from reference
        left join
            starts
            on reference.currency_code = starts.currency_code
            and reference.rate_type = starts.rate_type
        where
            reference.rate_source = 'ecb'
            and (
                starts.first_own_date is null
                or reference.valid_from_date < starts.first_own_date
            )
    ),

    followed as (
        select
            rates.*,
            lead(rates.valid_from_date) over (
                partition by rates.currency_code, rates.rate_type
                order by rates.valid_from_date
            ) as next_date
        from rates
    )

select
    followed.currency_code,
    followed.rate_type,
    followed.valid_from_date,
    case
        when followed.valid_to_date < followed.next_date
        then followed.valid_to_date
        else coalesce(followed.next_date, followed.valid_to_date)
    end as valid_to_date,
    followed.rate,
    followed.rate_source
from followed
