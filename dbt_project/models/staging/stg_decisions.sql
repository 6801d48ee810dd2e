with versions as ({{ latest_versions("decisions", ["decision_id"]) }})

select
    versions.source_name,
    versions.decision_id,
    versions.decision_date,
    versions.initiative_code,
    versions.gate_name,
    versions.outcome,
    versions.moved_amount,
    versions.currency_code,
    versions.from_initiative_code,
    versions.to_initiative_code,
    versions.decided_by_name,
    versions.reason,
    versions.recommended_outcome,
    versions.evidence_date,
    versions.recommended_date,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
