with

    run as (select * from {{ ref("dim_run") }}),

    initiatives as (select * from {{ ref("fct_initiative_guardrails") }}),

    judged as (
        select
            initiatives.*,
            least_cost_amount > run.significant_initiative_amount as is_significant
        from initiatives
        cross join run
        where run.significant_initiative_amount is not null
    ),

    measured as (
        select
            'G3' as guardrail_code,
            'approval_before_spend' as guardrail_name,
            'initiative' as scope_kind,
            initiatives.initiative_code as scope_name,
            'money' as unit,
            cast(
                case
                    when initiatives.is_significant
                    then initiatives.spend_before_approval_amount
                end as double
            ) as actual_value,
            case
                when initiatives.is_significant
                then initiatives.spend_before_approval_reason
                else initiatives.forecast_reason
            end as actual_reason,
            cast(0 as double) as upper_limit,
            initiatives.approval_date is null as is_near
        -- A cost that nobody knows may be significant: it is listed as unknown.
        from judged as initiatives
        where initiatives.is_significant or initiatives.forecast_amount is null
        union all
        select
            'G4' as guardrail_code,
            'owner_review' as guardrail_name,
            'initiative' as scope_kind,
            initiatives.initiative_code as scope_name,
            'days' as unit,
            cast(initiatives.days_since_review as double) as actual_value,
            case
                when initiatives.days_since_review is null then 'never_reviewed'
            end as actual_reason,
            cast(run.owner_review_days as double) as upper_limit,
            false as is_near
        from initiatives
        cross join run
        where
            run.owner_review_days is not null
            and initiatives.portfolio_state = 'implementing'
        union all
        select
            'G5' as guardrail_code,
            'envelope' as guardrail_name,
            scope_kind,
            scope_name,
            'money' as unit,
            cast(
                case
                    when consumed_reason is null then actual_amount + commitment_amount
                end as double
            ) as actual_value,
            coalesce(remaining_amount_reason, consumed_reason) as actual_reason,
            cast(envelope_amount as double) as upper_limit,
            false as is_near
        from {{ ref("fct_envelopes") }}
        union all
        select
            'G6' as guardrail_code,
            'work_in_progress' as guardrail_name,
            'portfolio_state' as scope_kind,
            portfolio_state as scope_name,
            'initiatives' as unit,
            cast(initiative_count as double) as actual_value,
            cast(null as {{ dbt.type_string() }}) as actual_reason,
            cast(wip_limit as double) as upper_limit,
            false as is_near
        from {{ ref("fct_portfolio_state_limits") }}
    )

select
    {{ surrogate_key(["guardrail_code", "scope_kind", "scope_name"]) }}
    as guardrail_limit_key,
    guardrail_code,
    guardrail_name,
    scope_kind,
    scope_name,
    unit,
    actual_value,
    actual_reason,
    upper_limit,
    -- Never reviewed is longer ago than any limit; without a figure nothing else is
    -- said.
    case
        when actual_value > upper_limit or actual_reason = 'never_reviewed'
        then 'breach'
        when actual_value is null
        then cast(null as {{ dbt.type_string() }})
        when
            is_near
            or (
                upper_limit > 0
                and actual_value >= upper_limit * run.guardrail_warn_share
            )
        then 'warn'
        else 'pass'
    end as guardrail_result,
    case
        when actual_value is not null
        then greatest(actual_value - upper_limit, cast(0 as double))
    end as beyond_quantity,
    run.as_of_date
from measured
cross join run
