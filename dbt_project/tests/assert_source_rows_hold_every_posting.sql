-- A row here is an initiative whose actual spend is not the sum of the source rows that
-- it leads down to.
{{ config(meta={"invariant": "money"}) }}
with

    spend as (
        select initiative_code, sum(actual_amount) as amount
        from {{ ref("mart_theme_spend") }}
        group by initiative_code
    ),

    source_rows as (
        select initiative_code, sum(reporting_amount) as amount
        from {{ ref("mart_initiative_sources") }}
        where table_name = 'ledger_lines' and entry_kind = 'actual'
        group by initiative_code
    )

select
    coalesce(spend.initiative_code, source_rows.initiative_code) as initiative_code,
    spend.amount as spend_amount,
    source_rows.amount as source_amount
from spend
full outer join source_rows on spend.initiative_code = source_rows.initiative_code
where coalesce(spend.amount, 0) <> coalesce(source_rows.amount, 0)
