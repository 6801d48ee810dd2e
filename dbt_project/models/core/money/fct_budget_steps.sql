with

    stages as (select * from {{ ref("fct_budget_stages") }}),

    -- A plan stands in every period of a year it speaks of, a forecast only in the
    -- periods it names, actuals in every closed period since the ledger begins.
    presences as (
        select distinct
            periods.fiscal_year_label,
            periods.fiscal_period_label,
            stages.stage_name,
            case
                stages.stage_name
                when 'original'
                then 1
                when 'current'
                then 2
                when 'forecast'
                then 3
                else 4
            end as stage_order
        from {{ ref("int_fiscal_periods__elapsed") }} as periods
        inner join stages on periods.fiscal_year_label = stages.fiscal_year_label
        where
            stages.stage_name in ('original', 'current')
            or stages.fiscal_period_label = periods.fiscal_period_label
    ),

    steps as (
        select
            fiscal_period_label,
            stage_name as from_stage,
            lead(stage_name) over (
                partition by fiscal_period_label order by stage_order
            ) as to_stage
        from presences
    ),

    moved as (
        {% for side, sign in [("from", "-"), ("to", "")] %}
            select
                steps.from_stage,
                steps.to_stage,
                stages.theme_name,
                stages.initiative_code,
                stages.cost_object_code,
                stages.account_code,
                stages.expense_type,
                stages.fiscal_year_label,
                stages.fiscal_period_label,
                {{ "stages.amount" if side == "from" else "0" }} as from_amount,
                {{ "stages.amount" if side == "to" else "0" }} as to_amount,
                {{ sign }} (stages.amount - stages.budget_rate_amount) as fx,
                {{ sign }} stages.reclassified_amount as reclassified,
                {{ sign }} (
                    stages.budget_rate_amount - stages.reclassified_amount
                ) as rest,
                {{ "true" if side == "from" else "false" }} as is_from,
                stages.budget_stage_key,
                stages.unconverted_line_count,
                stages.line_without_budget_rate_count
            from steps
            inner join
                stages
                on steps.fiscal_period_label = stages.fiscal_period_label
                and steps.{{ side }}_stage = stages.stage_name
            where steps.to_stage is not null {{ "union all" if not loop.last }}
        {% endfor %}
    )

select
    {{ surrogate_key(["moved.budget_stage_key", "moved.from_stage"]) }}
    as budget_step_key,
    moved.from_stage,
    moved.to_stage,
    moved.theme_name,
    moved.initiative_code,
    moved.cost_object_code,
    moved.account_code,
    moved.expense_type,
    moved.fiscal_year_label,
    moved.fiscal_period_label,
    moved.is_from,
    {{ money("moved.from_amount") }} as from_amount,
    {{ money("moved.to_amount") }} as to_amount,
    {{ money("moved.fx") }} as fx_amount,
    {{ money("moved.reclassified") }} as reclassified_amount,
    {{ money("moved.rest") }} as rest_amount,
    moved.unconverted_line_count,
    moved.line_without_budget_rate_count
from moved
