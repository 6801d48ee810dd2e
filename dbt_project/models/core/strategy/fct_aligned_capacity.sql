{%- set grain = "scope_type, scope_name, span_type, span_label, fiscal_year_label" -%}

with

    lines as (select * from {{ ref("fct_capacity_alignment") }}),

    members as ({{ by_scope_and_span("lines") }}),

    sums as (
        select
            {{ grain }},
            min(capacity_unit) as capacity_unit,
            count(distinct capacity_unit) as unit_count,
            {{ exact_sum("capacity_quantity") }} as capacity_quantity,
            {{ exact_sum("aligned_capacity_quantity") }} as aligned_capacity_quantity
        from members
        group by {{ grain }}
    )

select
    {{
        surrogate_key(
            [
                "sums.scope_type",
                "sums.scope_name",
                "sums.span_type",
                "sums.span_label",
            ]
        )
    }} as aligned_capacity_key,
    sums.scope_type,
    sums.scope_name,
    sums.span_type,
    sums.span_label,
    sums.fiscal_year_label,
    case when sums.unit_count = 1 then sums.capacity_unit end as capacity_unit,
    case
        when sums.unit_count > 1
        then 'mixed_units'
        when sums.capacity_quantity <= 0
        then 'no_capacity'
    end as aligned_capacity_share_reason,
    case when sums.unit_count = 1 then sums.capacity_quantity end as capacity_quantity,
    case
        when sums.unit_count = 1 then sums.aligned_capacity_quantity
    end as aligned_capacity_quantity,
    case
        when sums.unit_count = 1 and sums.capacity_quantity > 0
        then
            {{
                safe_divide(
                    "sums.aligned_capacity_quantity", "sums.capacity_quantity"
                )
            }}
    end as aligned_capacity_share
from sums
