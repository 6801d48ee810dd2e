select
    spans.wip_limit_span_key,
    spans.portfolio_state,
    spans.lane,
    run.reporting_currency_code as currency_code,
    spans.excess_reason,
    coalesce(
        breaches.waiting_cost_reason,
        case when breaches.wip_limit_breach_key is null then 'no_breach' end
    ) as waiting_cost_reason,
    spans.initiative_count,
    spans.wip_limit,
    spans.excess_count,
    case
        when spans.excess_count is not null then coalesce(breaches.breach_day_count, 0)
    end as breach_day_count,
    breaches.upstream_state,
    breaches.waiting_count,
    breaches.uncosted_count,
    breaches.waiting_cost_amount,
    spans.day_count,
    spans.is_current,
    spans.valid_from_date,
    spans.valid_to_date
from {{ ref("fct_wip_limit_spans") }} as spans
cross join {{ ref("dim_run") }} as run
left join
    {{ ref("fct_wip_limit_breaches") }} as breaches
    on spans.wip_limit_span_key = breaches.wip_limit_breach_key
