with

    periods as (select * from {{ ref("int_posting_periods__dated") }}),

    dated as (
        {% for table, version, kind, default_kind in [
            ("ledger", "'ledger'", "entry_type", "actual"),
            ("budget", "lines.version_name", "line_type", "expense"),
        ] %}
            select
                '{{ table }}_lines' as table_name,
                lines.source_name,
                {{ version }} as version_name,
                coalesce(lower(lines.{{ kind }}), '{{ default_kind }}') as line_kind,
                coalesce(lines.cost_object_code, 'none') as cost_object_code,
                lines.currency_code,
                lines.amount,
                {% if table == "ledger" %}
                    {{ posting_business_date("lines", "periods") }} as business_date,
                    {{ posting_period_date("lines", "periods") }} as period_date,
                {% else %}
                    {{ budget_business_date("lines", "periods") }} as business_date,
                    {{ budget_business_date("lines", "periods") }} as period_date,
                {% endif %}
                lines.file_sha256,
                lines.known_at,
                lines.known_until
            from {{ ref("stg_" ~ table ~ "_lines__versions") }} as lines
            left join
                periods
                on lines.fiscal_year = periods.fiscal_year
                and coalesce(lines.fiscal_period, 0) = periods.posting_period
                {{ "union all" if not loop.last }}
        {% endfor %}
    )

select
    dated.table_name,
    dated.source_name,
    dated.version_name,
    dated.line_kind,
    dated.cost_object_code,
    dated.currency_code,
    coalesce(days.fiscal_period_label, 'none') as fiscal_period_label,
    dated.amount,
    {{ converted("dated.amount", "average_rates.rate") }} as reporting_amount,
    dated.file_sha256,
    dated.known_at,
    dated.known_until
from dated
left join
    {{ ref("stg_calendar_days") }} as days on dated.period_date = days.calendar_date
    {{ join_exchange_rate("average_rates", "average", "dated") }}
