with

    run as (select * from {{ ref("dim_run") }}),

    initiatives as (
        select *
        from {{ ref("dim_initiative") }}
        where initiative_code not in ('unknown', 'not_applicable') and not is_run
    ),

    -- What answers the evidence: a decision about the initiative, or its end.
    answers as (
        select decisions.initiative_code, decisions.decision_date as answer_date
        from {{ ref("fct_decisions") }} as decisions
        where decisions.is_taken
        union
        select initiatives.initiative_code, initiatives.cancelled_date as answer_date
        from initiatives
        cross join run
        where initiatives.cancelled_date <= run.as_of_date
    ),

    crossings as (
        select
            crossings.initiative_code,
            crossings.rule_id,
            crossings.first_true_date,
            crossings.cleared_date,
            min(answers.answer_date) as answer_date
        from {{ ref("fct_evidence_crossings") }} as crossings
        inner join
            initiatives on crossings.initiative_code = initiatives.initiative_code
        left join
            answers
            on crossings.initiative_code = answers.initiative_code
            and crossings.first_true_date <= answers.answer_date
        where
            -- What comes after delivery or the end says nothing about going on.
            coalesce(crossings.first_true_date < initiatives.value_start_date, true)
            and coalesce(crossings.first_true_date < initiatives.cancelled_date, true)
        group by
            crossings.initiative_code,
            crossings.rule_id,
            crossings.first_true_date,
            crossings.cleared_date
    ),

    ranked as (
        select
            crossings.*,
            coalesce(crossings.answer_date, run.as_of_date) as until_date,
            row_number() over (
                partition by crossings.initiative_code
                order by crossings.first_true_date, crossings.rule_id
            ) as place
        from crossings
        cross join run
        -- Evidence that went away before anybody answered it needs no answer.
        where
            coalesce(
                crossings.cleared_date
                > coalesce(crossings.answer_date, run.as_of_date),
                true
            )
    ),

    spend as (
        select
            ranked.initiative_code,
            sum(allocations.reporting_amount) as spent_amount,
            sum(
                case when allocations.reporting_amount is null then 1 else 0 end
            ) as unconverted_line_count
        from ranked
        inner join
            {{ ref("fct_ledger_allocations") }} as allocations
            on ranked.initiative_code = allocations.initiative_code
            and ranked.first_true_date < allocations.business_date
            and ranked.until_date >= allocations.business_date
        where ranked.place = 1 and allocations.entry_type = 'actual'
        group by ranked.initiative_code
    )

select
    {{ surrogate_key(["initiatives.initiative_code", "run.as_of_date"]) }}
    as spend_after_evidence_key,
    initiatives.initiative_key,
    initiatives.initiative_code,
    ranked.rule_id,
    case
        when ranked.rule_id is null
        then 'no_evidence'
        when spend.unconverted_line_count > 0
        then 'no_exchange_rate'
    end as spend_after_evidence_reason,
    run.reporting_currency_code as currency_code,
    case
        when
            ranked.rule_id is not null and coalesce(spend.unconverted_line_count, 0) = 0
        then {{ money("coalesce(spend.spent_amount, 0)") }}
    end as spend_after_evidence_amount,
    {{ weeks_between("ranked.first_true_date", "ranked.until_date") }}
    as weeks_after_evidence,
    ranked.answer_date is not null as is_answered,
    ranked.first_true_date as evidence_date,
    ranked.answer_date,
    run.as_of_date
from initiatives
cross join run
left join
    ranked on initiatives.initiative_code = ranked.initiative_code and ranked.place = 1
left join spend on initiatives.initiative_code = spend.initiative_code
