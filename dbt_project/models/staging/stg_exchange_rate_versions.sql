with

    versions as (
        {{
            latest_versions(
                "exchange_rate_versions",
                ["valid_from_date", "currency_code", "rate_type"],
            )
        }}
    )

select
    versions.source_name,
    versions.currency_code,
    versions.rate_type,
    versions.valid_from_date,
    versions.rate,
    versions.quote_currency_code,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
