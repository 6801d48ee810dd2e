select
    members.sequence_member_key,
    members.sequence_scope,
    members.estimation_batch,
    members.initiative_code,
    initiatives.initiative_name,
    initiatives.theme_name,
    initiatives.value_stream_name,
    initiatives.owner_name,
    members.currency_code,
    members.cd3_position,
    members.wsjf_position,
    members.current_position,
    members.cd3_delay_cost_amount,
    members.wsjf_delay_cost_amount,
    members.current_delay_cost_amount
from {{ ref("fct_delay_sequence_members") }} as members
inner join
    {{ ref("dim_initiative") }} as initiatives
    on members.initiative_code = initiatives.initiative_code
