with versions as ({{ latest_versions("initiatives", ["initiative_code"]) }})

select
    versions.source_name,
    versions.initiative_code,
    versions.initiative_name,
    versions.hypothesis,
    versions.value_stream_name,
    versions.owner_name,
    versions.horizon,
    versions.stage_name,
    versions.kill_criterion,
    versions.is_run,
    versions.remaining_duration_weeks,
    versions.approved_date,
    versions.ready_date,
    versions.started_date,
    versions.blocked_since_date,
    versions.needed_date,
    versions.forecast_delivery_date,
    versions.released_date,
    versions.value_start_date,
    versions.cancelled_date,
    versions.extra,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as known_at
from versions
where versions.version_rank = 1 and not versions.is_deleted
