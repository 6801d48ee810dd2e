{%- set line = "changes.table_name, changes.source_name, changes.version_name, changes.line_kind, changes.cost_object_code, changes.currency_code, changes.fiscal_period_label" -%}
with

    run as (select * from {{ ref("dim_run") }}),

    -- Books close some days after the period; what is heard on that day still counts.
    closings as (
        select
            periods.fiscal_year_label,
            periods.fiscal_period_label,
            periods.fiscal_period_start_date,
            cast(
                {{
                    dbt.dateadd(
                        "day",
                        "cast(run.closing_days as int)",
                        "periods.fiscal_period_end_date",
                    )
                }} as date
            ) as closing_date
        from {{ ref("int_fiscal_periods__elapsed") }} as periods
        cross join run
    ),

    -- A period that closed before anything was known speaks from what was known first.
    changes as (
        select
            changes.*,
            closings.fiscal_year_label,
            closings.fiscal_period_start_date,
            closings.closing_date,
            min(changes.known_at) over (
                partition by
                    changes.table_name, changes.source_name, changes.version_name
            ) as first_known_at
        from {{ ref("int_line_changes__summed") }} as changes
        inner join
            closings on changes.fiscal_period_label = closings.fiscal_period_label
        cross join run
        where closings.closing_date <= run.as_of_date
    ),

    sided as (
        select
            changes.*,
            cast(changes.known_at as date) > changes.closing_date
            and changes.known_at > changes.first_known_at as is_restatement
        from changes
    ),

    cumulated as (
        select
            changes.*,
            {% for column in ["amount", "reporting_amount"] %}
                sum(
                    case
                        when not changes.is_restatement
                        then changes.change_{{ column }}
                        else 0
                    end
                ) over (partition by {{ line }}) as then_{{ column }},
                sum(changes.change_{{ column }}) over (
                    partition by {{ line }}
                    order by changes.known_at
                    rows between unbounded preceding and current row
                ) as restated_{{ column }},
                sum(changes.change_{{ column }}) over (
                    partition by {{ line }}
                ) as now_{{ column }},
            {% endfor %}
            sum(changes.unconverted_line_count) over (
                partition by {{ line }}
            ) as all_unconverted_line_count
        from sided as changes
    )

select
    {{ surrogate_key(line.split(", ") + ["changes.known_at"]) }} as restatement_key,
    {{ line }},
    changes.fiscal_year_label,
    changes.fiscal_period_start_date,
    changes.closing_date,
    case
        when cast(changes.first_known_at as date) > changes.closing_date
        then 'first_known'
        else 'closing'
    end as then_basis,
    changes.known_at as restated_at,
    {{ money("changes.then_amount") }} as then_amount,
    {{ money("changes.change_amount") }} as change_amount,
    {{ money("changes.restated_amount") }} as restated_amount,
    {{ money("changes.now_amount") }} as now_amount,
    run.reporting_currency_code,
    {% for column in [
        "then_reporting_amount",
        "change_reporting_amount",
        "restated_reporting_amount",
        "now_reporting_amount",
    ] %}
        case
            when changes.all_unconverted_line_count = 0
            then {{ money("changes." ~ column) }}
        end as {{ column }},
    {% endfor %}
    case
        when changes.all_unconverted_line_count > 0 then 'no_exchange_rate'
    end as reporting_amount_reason
from cumulated as changes
cross join run
where changes.is_restatement and changes.change_amount <> 0
