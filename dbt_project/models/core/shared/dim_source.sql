select
    {{ surrogate_key(["sources.source_name"]) }} as source_key,
    sources.source_name,
    sources.format,
    sources.delivery,
    sources.owner_name,
    sources.expect_every_days
from {{ ref("stg_sources") }} as sources
