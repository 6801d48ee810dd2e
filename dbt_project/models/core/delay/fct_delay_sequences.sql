with

    run as (select * from {{ ref("dim_run") }}),

    sums as (
        select
            sequence_key,
            sequence_scope,
            estimation_batch,
            currency_code,
            count(*) as initiative_count,
            sum(cd3_delay_cost_amount) as cd3_amount,
            sum(wsjf_delay_cost_amount) as wsjf_amount,
            sum(current_delay_cost_amount) as current_amount
        from {{ ref("fct_delay_sequence_members") }}
        group by sequence_key, sequence_scope, estimation_batch, currency_code
    )

select
    sums.sequence_key,
    sums.sequence_scope,
    sums.estimation_batch,
    sums.currency_code,
    case
        when sums.sequence_scope = 'portfolio'
        then 'points_compare_in_a_batch'
        when sums.cd3_amount <= 0
        then 'no_delay_cost'
    end as cost_of_points_reason,
    cast(sums.initiative_count as bigint) as initiative_count,
    {{ money("sums.cd3_amount") }} as cd3_delay_cost_amount,
    {{ money("sums.wsjf_amount") }} as wsjf_delay_cost_amount,
    {{ money("sums.current_amount") }} as current_delay_cost_amount,
    {{ money("sums.current_amount - sums.cd3_amount") }} as saving_amount,
    case
        when sums.cd3_amount > 0
        then {{ safe_divide("sums.wsjf_amount - sums.cd3_amount", "sums.cd3_amount") }}
    end as cost_of_points_share,
    run.as_of_date
from sums
cross join run
