select
    sequences.sequence_key,
    sequences.sequence_scope,
    sequences.estimation_batch,
    sequences.currency_code,
    sequences.cost_of_points_reason,
    sequences.initiative_count,
    sequences.cd3_delay_cost_amount,
    sequences.wsjf_delay_cost_amount,
    sequences.current_delay_cost_amount,
    sequences.saving_amount,
    sequences.cost_of_points_share,
    sequences.as_of_date
from {{ ref("fct_delay_sequences") }} as sequences
