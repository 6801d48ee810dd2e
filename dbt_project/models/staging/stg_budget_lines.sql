-- A table: many read it, and each would look for the newest versions anew.
{{ config(materialized="table") }}

with

    versions as ({{ latest_versions("budget_lines", ["line_id"]) }}),

    -- A version is as old as its first line, however late a line of it is corrected.
    dated as (
        select
            versions.*,
            min(versions.known_at) over (
                partition by versions.source_name, versions.version_name
            ) as version_first_known_at
        from versions
    )

select
    dated.source_name,
    dated.line_id,
    dated.version_name,
    dated.period_start_date,
    dated.fiscal_year,
    dated.fiscal_period,
    dated.cost_object_code,
    dated.cost_center_code,
    dated.account_code,
    dated.account_name,
    dated.expense_type,
    dated.line_type,
    dated.description,
    dated.amount,
    dated.currency_code,
    dated.extra,
    dated.file_sha256,
    dated.row_number,
    cast(dated.version_first_known_at as timestamp) as version_first_known_at,
    cast(dated.known_at as timestamp) as known_at
from dated
where dated.version_rank = 1 and not dated.is_deleted
