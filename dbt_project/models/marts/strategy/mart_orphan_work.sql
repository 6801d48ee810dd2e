select
    orphans.orphan_work_key,
    orphans.reason,
    orphans.value_stream_name,
    orphans.initiative_code,
    orphans.initiative_name,
    orphans.currency_code,
    orphans.spend_reason,
    orphans.spend_amount,
    orphans.work_item_count,
    orphans.open_work_item_count,
    orphans.story_points,
    orphans.is_live_initiative
from {{ ref("fct_orphan_work") }} as orphans
