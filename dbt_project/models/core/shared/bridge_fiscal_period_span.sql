with

    periods as (
        select distinct
            fiscal_period_label,
            fiscal_quarter_label,
            fiscal_year_label,
            fiscal_period_start_date,
            fiscal_period_end_date
        from {{ ref("dim_date") }}
    ),

    spans as (
        select
            'period' as span_type,
            fiscal_period_label as span_label,
            fiscal_period_label,
            fiscal_year_label,
            fiscal_period_start_date,
            fiscal_period_end_date
        from periods
        union all
        select
            'quarter' as span_type,
            fiscal_quarter_label as span_label,
            fiscal_period_label,
            fiscal_year_label,
            fiscal_period_start_date,
            fiscal_period_end_date
        from periods
        union all
        select
            'year' as span_type,
            fiscal_year_label as span_label,
            fiscal_period_label,
            fiscal_year_label,
            fiscal_period_start_date,
            fiscal_period_end_date
        from periods
    )

select
    {{ surrogate_key(["spans.span_type", "spans.fiscal_period_label"]) }}
    as fiscal_period_span_key,
    spans.fiscal_period_label,
    spans.span_type,
    spans.span_label,
    spans.fiscal_year_label,
    spans.fiscal_period_start_date,
    spans.fiscal_period_end_date,
    min(spans.fiscal_period_start_date) over (
        partition by spans.span_type, spans.span_label
    ) as span_start_date,
    max(spans.fiscal_period_end_date) over (
        partition by spans.span_type, spans.span_label
    ) as span_end_date
from spans
