with evidence as (select * from {{ ref("fct_spend_after_evidence") }})

select
    reports.status_report_key,
    reports.initiative_code,
    initiatives.initiative_name,
    reports.reported_status,
    reports.status_text,
    reports.is_latest,
    periods.live_key_result_count,
    periods.linked_key_result_count,
    periods.aligned_weight_share,
    case
        when evidence.evidence_date <= reports.report_date then evidence.rule_id
    end as evidence_rule_id,
    case
        when evidence.evidence_date <= reports.report_date then evidence.evidence_date
    end as evidence_date,
    reports.reported_status = 'green'
    and coalesce(
        evidence.evidence_date <= reports.report_date
        and coalesce(evidence.answer_date > reports.report_date, true),
        false
    ) as is_green_after_evidence,
    reports.report_date
from {{ ref("fct_status_reports") }} as reports
inner join
    {{ ref("dim_initiative") }} as initiatives
    on reports.initiative_code = initiatives.initiative_code
left join {{ ref("dim_date") }} as days on reports.report_date = days.calendar_date
left join
    {{ ref("fct_initiative_periods") }} as periods
    on reports.initiative_code = periods.initiative_code
    and days.fiscal_period_label = periods.fiscal_period_label
left join evidence on reports.initiative_code = evidence.initiative_code
