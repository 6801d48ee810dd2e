with

    run as (select * from {{ ref("dim_run") }}),

    spend as (
        select
            theme_spend.*,
            periods.place,
            periods.closed_rank,
            periods.day_count,
            theme_spend.fiscal_year_label = run.fiscal_year_label as is_current_year,
            min(
                case
                    when
                        theme_spend.actual_amount <> 0
                        or theme_spend.unconverted_line_count > 0
                    then periods.place
                end
            ) over () as first_place
        from {{ ref("fct_theme_spend") }} as theme_spend
        cross join run
        inner join
            {{ ref("int_fiscal_periods__elapsed") }} as periods
            on theme_spend.fiscal_period_label = periods.fiscal_period_label
    ),

    -- The last three closed periods, as far as the ledger goes back.
    trailing_periods as (
        select count(*) as period_count, sum(periods.day_count) as day_count
        from {{ ref("int_fiscal_periods__elapsed") }} as periods
        cross join (select max(first_place) as first_place from spend) as firsts
        where periods.closed_rank <= 3 and periods.place >= firsts.first_place
    ),

    scoped as (
        {% for kind, name in [
            ("theme", "theme_name"),
            ("value_stream", "value_stream_name"),
            ("portfolio", "'portfolio'"),
        ] %}
            select
                '{{ kind }}' as scope_kind,
                {{ name }} as scope_name,
                sum(
                    case when is_current_year then budget_amount else 0 end
                ) as envelope,
                sum(case when is_current_year then actual_amount else 0 end) as actual,
                sum(commitment_amount) as commitment,
                sum(
                    case when closed_rank <= 3 then actual_amount else 0 end
                ) as trailing,
                sum(
                    case
                        when is_current_year then unconverted_budget_line_count else 0
                    end
                ) as unconverted_envelope,
                sum(
                    case when is_current_year then unconverted_line_count else 0 end
                ) as unconverted_actual,
                sum(unconverted_commitment_line_count) as unconverted_commitment,
                sum(
                    case when closed_rank <= 3 then unconverted_line_count else 0 end
                ) as unconverted_trailing
            from
                spend
                {{
                    (
                        "group by " ~ name
                        if kind != "portfolio"
                        else "having count(*) > 0"
                    )
                }}
                {{ "union all" if not loop.last }}
        {% endfor %}
    )

select
    {{ surrogate_key(["scoped.scope_kind", "scoped.scope_name"]) }} as envelope_sum_key,
    scoped.scope_kind,
    scoped.scope_name,
    {% for name in ["envelope", "actual", "commitment", "trailing"] %}
        {{ known_sum("scoped." ~ name, "scoped.unconverted_" ~ name) }}
        as {{ name }}_amount,
        {{ rate_reason("scoped.unconverted_" ~ name) }} as {{ name }}_amount_reason,
    {% endfor %}
    cast(trailing_periods.period_count as bigint) as trailing_period_count,
    cast(coalesce(trailing_periods.day_count, 0) as bigint) as trailing_day_count
from scoped
cross join trailing_periods
