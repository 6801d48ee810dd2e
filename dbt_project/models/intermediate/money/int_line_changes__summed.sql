with

    versions as (select * from {{ ref("int_line_versions__dated") }}),

    -- What is learnt adds its amount, what is known no longer takes it away again.
    changes as (
        {% for moment, sign in [("known_at", ""), ("known_until", "-")] %}
            select
                table_name,
                source_name,
                version_name,
                line_kind,
                cost_object_code,
                currency_code,
                fiscal_period_label,
                {{ sign }} amount as amount,
                {{ sign }} reporting_amount as reporting_amount,
                {{ moment }} as known_at
            from versions
            where {{ moment }} is not null {{ "union all" if not loop.last }}
        {% endfor %}
    )

select
    table_name,
    source_name,
    version_name,
    line_kind,
    cost_object_code,
    currency_code,
    fiscal_period_label,
    known_at,
    {{ money("sum(amount)") }} as change_amount,
    {{ money("coalesce(sum(reporting_amount), 0)") }} as change_reporting_amount,
    sum(case when reporting_amount is null then 1 else 0 end) as unconverted_line_count
from changes
group by
    table_name,
    source_name,
    version_name,
    line_kind,
    cost_object_code,
    currency_code,
    fiscal_period_label,
    known_at
