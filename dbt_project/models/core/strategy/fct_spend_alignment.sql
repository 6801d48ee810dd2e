{#- Which lines of the actual spend belong to each part of it. -#}
{%- set parts = {
    "change_spend": "not judged.is_run",
    "run_spend": "judged.is_run",
    "unallocated_spend": "judged.theme_name = 'Unallocated' and not judged.is_run",
    "strategy_spend": "judged.mandate_status not in ('run', 'no_strategy')",
    "stale_mandate": "judged.mandate_status = 'stale'",
} -%}

with

    run as (select * from {{ ref("dim_run") }}),

    spend as (select * from {{ ref("fct_theme_spend") }}),

    initiatives as (select * from {{ ref("dim_initiative") }}),

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
    {% for name, belongs in parts.items() %}
        {{ money("case when " ~ belongs ~ " then judged.actual_amount else 0 end") }}
        as {{ name }}_amount,
    {% endfor %}
    judged.aligned_actual_amount as aligned_spend_amount,
    {{ money("case when judged.is_run then 0 else judged.budget_amount end") }}
    as change_budget_amount,
    {{
        converted(
            "judged.budget_amount",
            "cast(judged.aligned_weight_share as decimal(18, 10))",
        )
    }} as aligned_budget_amount,
    {% for name, belongs in parts.items() %}
        cast(
            case
                when {{ belongs }} then judged.unconverted_line_count else 0
            end as bigint
        ) as unconverted_{{ name }}_line_count,
    {% endfor %}
    judged.unconverted_aligned_line_count as unconverted_aligned_spend_line_count,
    {% for name, belongs in {
        "change_budget": "not judged.is_run",
        "aligned_budget": "judged.aligned_weight_share > 0",
    }.items() %}
        cast(
            case
                when {{ belongs }} then judged.unconverted_budget_line_count else 0
            end as bigint
        ) as unconverted_{{ name }}_line_count,
    {% endfor %}
    judged.fiscal_period_start_date
from judged
