with

    run as (select * from {{ ref("dim_run") }}),

    spend as (
        select
            theme_spend.theme_name,
            theme_spend.fiscal_year_label,
            sum(theme_spend.budget_amount) as budget_amount,
            sum(theme_spend.actual_amount) as actual_amount
        from {{ ref("fct_theme_spend") }} as theme_spend
        cross join run
        where
            not theme_spend.is_run
            and theme_spend.fiscal_period_start_date <= run.as_of_date
        group by theme_spend.theme_name, theme_spend.fiscal_year_label
    ),

    -- The target of a year to date is that of its newest period.
    ranked_targets as (
        select
            targets.theme_name,
            targets.fiscal_year_label,
            targets.target_share,
            rank() over (
                partition by targets.fiscal_year_label
                order by targets.fiscal_period_start_date desc
            ) as newness
        from {{ ref("fct_theme_targets") }} as targets
        cross join run
        where targets.fiscal_period_start_date <= run.as_of_date
    ),

    targets as (select * from ranked_targets where newness = 1),

    years as (select * from {{ ref("fct_strategy_years") }}),

    members as (
        select theme_name, fiscal_year_label
        from spend
        union
        select targets.theme_name, targets.fiscal_year_label
        from targets
        inner join years on targets.fiscal_year_label = years.fiscal_year_label
    ),

    shares as (
        select
            members.theme_name,
            members.fiscal_year_label,
            {{ money("coalesce(spend.budget_amount, 0)") }} as budget_amount,
            {{ money("coalesce(spend.actual_amount, 0)") }} as actual_amount,
            years.share_reason,
            case
                when years.share_reason is null
                then
                    {{
                        safe_divide(
                            "coalesce(spend.actual_amount, 0)",
                            "years.change_spend_amount",
                        )
                    }}
            end as actual_share,
            targets.target_share
        from members
        inner join years on members.fiscal_year_label = years.fiscal_year_label
        left join
            spend
            on members.theme_name = spend.theme_name
            and members.fiscal_year_label = spend.fiscal_year_label
        left join
            targets
            on members.theme_name = targets.theme_name
            and members.fiscal_year_label = targets.fiscal_year_label
    )

select
    {{ surrogate_key(["shares.theme_name", "shares.fiscal_year_label"]) }}
    as theme_year_key,
    {{ surrogate_key(["shares.theme_name"]) }} as theme_key,
    shares.theme_name,
    shares.fiscal_year_label,
    run.reporting_currency_code as currency_code,
    case
        when shares.actual_share is null
        then cast(null as {{ dbt.type_string() }})
        when shares.target_share is null
        then 'untargeted'
        -- Rounded first: 0.35 - 0.4 is a little less than -0.05 to a computer.
        when round(shares.actual_share - shares.target_share, 9) < - run.theme_tolerance
        then 'starved'
        when round(shares.actual_share - shares.target_share, 9) > run.theme_tolerance
        then 'overfed'
        else 'on_target'
    end as funding_status,
    shares.share_reason as funding_status_reason,
    shares.budget_amount,
    shares.actual_amount,
    shares.actual_share,
    shares.target_share,
    shares.actual_share - shares.target_share as gap_share
from shares
cross join run
