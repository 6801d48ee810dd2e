with

    run as (select * from {{ ref("dim_run") }}),

    periods as (select * from {{ ref("int_fiscal_periods__elapsed") }}),

    versions as (select * from {{ ref("bridge_fiscal_year_budget_version") }}),

    stages as (
        {% for stage_name, is_stage in [
            ("original", "is_original"),
            ("current", "is_current"),
            ("forecast", "is_latest_forecast"),
        ] %}
            select
                '{{ stage_name }}' as stage_name,
                periods.fiscal_year_label,
                lines.theme_name,
                lines.initiative_code,
                lines.cost_object_code,
                lines.account_code,
                lines.expense_type,
                lines.fiscal_period_label,
                lines.reporting_amount,
                lines.budget_rate_amount,
                false as is_reclassification
            from {{ ref("fct_budget_allocations") }} as lines
            inner join
                periods on lines.fiscal_period_label = periods.fiscal_period_label
            inner join
                versions
                on periods.fiscal_year_label = versions.fiscal_year_label
                and lines.version_name = versions.version_name
            where lines.line_type = 'expense' and versions.{{ is_stage }}
            union all
        {% endfor %}
        -- Only closed periods have an actual that can be compared with a plan.
        select
            'actual' as stage_name,
            periods.fiscal_year_label,
            lines.theme_name,
            lines.initiative_code,
            lines.cost_object_code,
            lines.account_code,
            lines.expense_type,
            lines.fiscal_period_label,
            lines.reporting_amount,
            lines.budget_rate_amount,
            lines.is_reclassification
        from {{ ref("fct_ledger_allocations") }} as lines
        cross join run
        inner join periods on lines.fiscal_period_label = periods.fiscal_period_label
        where
            lines.entry_type = 'actual'
            and lines.business_date <= run.as_of_date
            and periods.is_closed
    )

select
    {{
        surrogate_key(
            [
                "stages.stage_name",
                "stages.theme_name",
                "stages.initiative_code",
                "stages.cost_object_code",
                "stages.account_code",
                "stages.expense_type",
                "stages.fiscal_period_label",
            ]
        )
    }} as budget_stage_key,
    stages.stage_name,
    stages.theme_name,
    stages.initiative_code,
    stages.cost_object_code,
    stages.account_code,
    stages.expense_type,
    stages.fiscal_year_label,
    stages.fiscal_period_label,
    {{ money("coalesce(sum(stages.reporting_amount), 0)") }} as amount,
    -- Where a line lacks a budget rate, what its exchange rate did stays in the amount.
    {{
        money(
            "coalesce(sum(case when stages.reporting_amount is not null then coalesce(stages.budget_rate_amount, stages.reporting_amount) end), 0)"
        )
    }}
    as budget_rate_amount,
    {{
        money(
            "coalesce(sum(case when stages.is_reclassification and stages.reporting_amount is not null then coalesce(stages.budget_rate_amount, stages.reporting_amount) end), 0)"
        )
    }}
    as reclassified_amount,
    cast(
        sum(case when stages.reporting_amount is null then 1 else 0 end) as bigint
    ) as unconverted_line_count,
    cast(
        sum(case when stages.budget_rate_amount is null then 1 else 0 end) as bigint
    ) as line_without_budget_rate_count
from stages
group by
    stages.stage_name,
    stages.theme_name,
    stages.initiative_code,
    stages.cost_object_code,
    stages.account_code,
    stages.expense_type,
    stages.fiscal_year_label,
    stages.fiscal_period_label
