-- A table: many read it, and each would look for the newest versions anew.
{{ config(materialized="table") }}

with versions as ({{ latest_versions("ledger_lines", ["line_id"]) }})

select
    versions.source_name,
    versions.line_id,
    versions.posting_date,
    versions.fiscal_year,
    versions.fiscal_period,
    versions.document_number,
    versions.cost_object_code,
    versions.cost_center_code,
    versions.account_code,
    versions.account_name,
    versions.expense_type,
    versions.entry_type,
    versions.description,
    versions.amount,
    versions.currency_code,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
