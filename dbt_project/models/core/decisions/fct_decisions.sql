with

    decisions as (
        select stg.*, stg.decision_date as business_date
        from {{ ref("stg_decisions") }} as stg
    ),

    run as (select * from {{ ref("dim_run") }}),

    initiatives as (select * from {{ ref("dim_initiative") }}),

    timed as (
        select
            decisions.*,
            {{
                dbt.datediff(
                    "coalesce(decisions.evidence_date, decisions.recommended_date)",
                    "decisions.decision_date",
                    "day",
                )
            }} as days_since_evidence,
            case
                when decisions.evidence_date is not null
                then 'evidence'
                when decisions.recommended_date is not null
                then 'recommendation'
            end as latency_basis
        from decisions
    )

select
    {{ surrogate_key(["timed.source_name", "timed.decision_id"]) }} as decision_key,
    {{ initiative_member_key("timed.initiative_code", "concerned") }} as initiative_key,
    {{ initiative_member_key("timed.from_initiative_code", "givers") }}
    as from_initiative_key,
    {{ initiative_member_key("timed.to_initiative_code", "takers") }}
    as to_initiative_key,
    coalesce(
        versions.initiative_version_key, {{ surrogate_key(["'unknown'"]) }}
    ) as initiative_version_key,
    {{ person_key("timed.decided_by_name") }} as decided_by_key,
    timed.source_name,
    timed.decision_id,
    timed.initiative_code,
    timed.from_initiative_code,
    timed.to_initiative_code,
    timed.gate_name,
    timed.outcome,
    timed.recommended_outcome,
    timed.outcome <> timed.recommended_outcome as is_override,
    timed.reason,
    coalesce(timed.decided_by_name, 'Unassigned') as decided_by_name,
    timed.moved_amount,
    timed.currency_code,
    {{ converted("timed.moved_amount", "average_rates.rate") }}
    as moved_reporting_amount,
    case
        when timed.moved_amount is null
        then 'no_amount'
        when average_rates.rate is null
        then 'no_exchange_rate'
    end as moved_reporting_amount_reason,
    run.reporting_currency_code,
    {{ exchange_rate_columns("average_rates") }},
    cast(
        case
            when timed.days_since_evidence >= 0 then timed.days_since_evidence
        end as bigint
    ) as latency_days,
    case
        when timed.latency_basis is null
        then 'no_evidence_date'
        when timed.days_since_evidence < 0
        then 'decided_before_evidence'
    end as latency_reason,
    timed.latency_basis,
    timed.evidence_date,
    timed.recommended_date,
    timed.decision_date,
    timed.decision_date <= run.as_of_date as is_taken,
    timed.known_at
from timed
cross join run
left join initiatives as concerned on timed.initiative_code = concerned.initiative_code
left join initiatives as givers on timed.from_initiative_code = givers.initiative_code
left join
    initiatives as takers on timed.to_initiative_code = takers.initiative_code
    {{
        join_version(
            "versions",
            "dim_initiative_version",
            "initiative_code",
            "coalesce(timed.initiative_code, timed.to_initiative_code, timed.from_initiative_code)",
            "timed.decision_date",
        )
    }}
    {{ join_exchange_rate("average_rates", "average", "timed") }}
