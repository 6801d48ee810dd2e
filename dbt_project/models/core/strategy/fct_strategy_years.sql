with

    run as (select * from {{ ref("dim_run") }}),

    posted as (
        select
            theme_spend.fiscal_year_label,
            sum(
                case when theme_spend.is_run then 0 else theme_spend.actual_amount end
            ) as change_spend_amount,
            sum(
                case when theme_spend.is_run then theme_spend.actual_amount else 0 end
            ) as run_spend_amount,
            sum(theme_spend.aligned_actual_amount) as aligned_spend_amount,
            sum(
                case
                    when
                        theme_spend.theme_name = 'Unallocated'
                        and not theme_spend.is_run
                    then theme_spend.actual_amount
                    else 0
                end
            ) as unallocated_spend_amount,
            sum(
                case
                    when theme_spend.is_run
                    then 0
                    else theme_spend.unconverted_line_count
                end
            ) as unconverted_line_count
        from {{ ref("fct_theme_spend") }} as theme_spend
        cross join run
        where theme_spend.fiscal_period_start_date <= run.as_of_date
        group by theme_spend.fiscal_year_label
    ),

    -- The year of the run is there before its first posting.
    years as (
        select fiscal_year_label
        from posted
        union
        select fiscal_year_label
        from run
        where fiscal_year_label is not null
    )

select
    {{ surrogate_key(["years.fiscal_year_label"]) }} as strategy_year_key,
    years.fiscal_year_label,
    run.reporting_currency_code as currency_code,
    case
        when posted.unconverted_line_count > 0
        then 'no_exchange_rate'
        when coalesce(posted.change_spend_amount, 0) <= 0
        then 'no_change_spend'
    end as share_reason,
    {{ money("coalesce(posted.change_spend_amount, 0)") }} as change_spend_amount,
    {{ money("coalesce(posted.run_spend_amount, 0)") }} as run_spend_amount,
    {{ money("coalesce(posted.aligned_spend_amount, 0)") }} as aligned_spend_amount,
    {{ money("coalesce(posted.unallocated_spend_amount, 0)") }}
    as unallocated_spend_amount
from years
cross join run
left join posted on years.fiscal_year_label = posted.fiscal_year_label
