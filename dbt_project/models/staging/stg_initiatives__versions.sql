with versions as ({{ known_versions("initiatives", "initiative_code") }})

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
    versions.value_start_date,
    versions.cancelled_date,
    versions.is_deleted,
    versions.file_sha256,
    versions.row_number,
    cast(versions.known_at as timestamp) as heard_at,
    cast(cast(versions.known_at as date) as timestamp) as known_at
from versions
