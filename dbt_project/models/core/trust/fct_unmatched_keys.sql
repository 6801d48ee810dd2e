with

    spent as (
        select
            lines.source_name,
            lines.cost_object_code,
            count(*) as row_count,
            sum(lines.reporting_amount) as amount,
            sum(
                case when lines.reporting_amount is null then 1 else 0 end
            ) as unconverted_line_count
        from {{ ref("fct_ledger_lines") }} as lines
        cross join {{ ref("dim_run") }} as run
        where lines.entry_type = 'actual' and lines.business_date <= run.as_of_date
        group by lines.source_name, lines.cost_object_code
    ),

    unclaimed as (
        select distinct cost_object_code
        from {{ ref("bridge_cost_object_initiative") }}
        where initiative_code = 'unknown' and weight = 1
    ),

    findings as (
        select
            case
                when spent.cost_object_code = 'none'
                then 'posting_without_cost_object'
                else 'cost_object_without_initiative'
            end as rule_name,
            spent.source_name,
            spent.cost_object_code as unmatched_key,
            spent.row_count,
            spent.amount,
            spent.unconverted_line_count > 0 as is_unconverted,
            true as has_money
        from spent
        inner join unclaimed on spent.cost_object_code = unclaimed.cost_object_code
        union all
        select
            rule_name,
            source_name,
            work_item_key as unmatched_key,
            count(*) as row_count,
            cast(null as decimal(38, 4)) as amount,
            false as is_unconverted,
            false as has_money
        from {{ ref("fct_work_item_findings") }}
        where rule_name in ('unknown_work_item', 'ambiguous_work_item')
        group by rule_name, source_name, work_item_key
        union all
        -- The key that leads nowhere is the parent's, not that of the item below it.
        select
            'unknown_parent' as rule_name,
            source_name,
            parent_key as unmatched_key,
            count(*) as row_count,
            cast(null as decimal(38, 4)) as amount,
            false as is_unconverted,
            false as has_money
        from {{ ref("int_work_items__parented") }}
        where parent_key is not null and parent_id is null
        group by source_name, parent_key
        union all
        select
            'unknown_key_result' as rule_name,
            cast(null as {{ dbt.type_string() }}) as source_name,
            links.key_result_code as unmatched_key,
            count(*) as row_count,
            cast(
                {{
                    exact_sum(
                        "cast(coalesce(spend.actual_amount, 0) as double) * links.weight"
                    )
                }}
                as decimal(38, 4)
            ) as amount,
            max(
                case
                    when spend.actual_amount_reason is not null and links.weight > 0
                    then 1
                    else 0
                end
            )
            = 1 as is_unconverted,
            true as has_money
        from {{ ref("bridge_initiative_key_result") }} as links
        left join
            {{ ref("fct_initiative_spend") }} as spend
            on links.initiative_code = spend.initiative_code
        where not links.is_known_key_result
        group by links.key_result_code
    )

select
    {{
        surrogate_key(
            ["findings.rule_name", "findings.source_name", "findings.unmatched_key"]
        )
    }} as unmatched_key_key,
    findings.rule_name,
    findings.source_name,
    findings.unmatched_key,
    cast(findings.row_count as bigint) as row_count,
    run.reporting_currency_code as currency_code,
    case
        when findings.has_money and not findings.is_unconverted
        then {{ money("coalesce(findings.amount, 0)") }}
    end as spend_amount,
    case
        when not findings.has_money
        then 'carries_no_money'
        when findings.is_unconverted
        then 'no_exchange_rate'
    end as spend_reason
from findings
cross join {{ ref("dim_run") }} as run
