-- A row here is a work item that was done before it was started, or worked on for
-- longer than it took.
select *
from {{ ref("fct_work_item_flow") }}
where flow_seconds < 0 or active_seconds < 0 or active_seconds > flow_seconds
