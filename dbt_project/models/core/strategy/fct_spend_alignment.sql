with

    run as (select * from {{ ref("dim_run") }}),

    spend as (select * from {{ ref("fct_theme_spend") }}),

    initiatives as (select * from {{ ref("dim_initiative") }}),

    periods as (select * from {{ ref("fct_initiative_periods") }}),

    spans as (
        select * from {{ ref("bridge_fiscal_period_span") }} where span_type = 'period'
    ),

    versions as (select * from {{ ref("dim_strategy_version") }}),

    -- The strategy in force on a period's last day holds for the period.
    mandates as (
        select spans.fiscal_period_label, max(versions.valid_from_date) as mandate_date
        from spans
        inner join versions on spans.fiscal_period_end_date >= versions.valid_from_date
        group by spans.fiscal_period_label
    ),

    judged as (
        select
            spend.*,
            periods.aligned_weight_share,
            case
                when spend.is_run
                then 'run'
                when mandates.mandate_date is null
                then 'no_strategy'
                when initiatives.approved_date is null
                then 'not_approved'
                when initiatives.approved_date < mandates.mandate_date
                then 'stale'
                else 'current'
            end as mandate_status
        from spend
        cross join run
        inner join initiatives on spend.initiative_code = initiatives.initiative_code
        left join
            periods
            on spend.initiative_code = periods.initiative_code
            and spend.fiscal_period_label = periods.fiscal_period_label
        left join mandates on spend.fiscal_period_label = mandates.fiscal_period_label
        -- What is planned for periods to come is left out: nobody can say what will
        -- be live.
        where spend.fiscal_period_start_date <= run.as_of_date
    )

select
    {{ surrogate_key(["judged.theme_spend_key"]) }} as spend_alignment_key,
    judged.theme_name,
    judged.initiative_code,
    judged.fiscal_period_label,
    judged.mandate_status,
    {{ money("case when judged.is_run then 0 else judged.actual_amount end") }}
    as change_spend_amount,
    {{ money("case when judged.is_run then judged.actual_amount else 0 end") }}
    as run_spend_amount,
    judged.aligned_actual_amount as aligned_spend_amount,
    {{
        money(
            "case when judged.theme_name = 'Unallocated' and not judged.is_run then judged.actual_amount else 0 end"
        )
    }}
    as unallocated_spend_amount,
    {{
        money(
            "case when judged.mandate_status in ('run', 'no_strategy') then 0 else judged.actual_amount end"
        )
    }}
    as strategy_spend_amount,
    {{
        money(
            "case when judged.mandate_status = 'stale' then judged.actual_amount else 0 end"
        )
    }}
    as stale_mandate_amount,
    {{ money("case when judged.is_run then 0 else judged.budget_amount end") }}
    as change_budget_amount,
    case
        when judged.is_run
        then {{ money("0") }}
        else
            {{
                converted(
                    "judged.budget_amount",
                    "cast(coalesce(judged.aligned_weight_share, 0) as decimal(18, 10))",
                )
            }}
    end as aligned_budget_amount,
    cast(
        case when judged.is_run then 0 else judged.unconverted_line_count end as bigint
    ) as unconverted_line_count,
    cast(
        case when judged.is_run then judged.unconverted_line_count else 0 end as bigint
    ) as unconverted_run_line_count,
    cast(
        case
            when judged.is_run then 0 else judged.unconverted_budget_line_count
        end as bigint
    ) as unconverted_budget_line_count,
    judged.fiscal_period_start_date
from judged
