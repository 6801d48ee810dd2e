with
    versions as (
        {{
            latest_versions(
                "gate_policy_rules", ["policy_version", "gate_name", "rule_id"]
            )
        }}
    )

select
    versions.source_name,
    versions.policy_version,
    versions.gate_name,
    versions.rule_id,
    versions.valid_from_date,
    versions.rule_order,
    versions.recommendation,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
