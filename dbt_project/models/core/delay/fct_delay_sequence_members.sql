{%- set orders = ["cd3", "wsjf", "current"] -%}

with

    run as (select * from {{ ref("dim_run") }}),

    waiting as (
        select
            days.initiative_code,
            days.estimation_batch,
            days.cd3,
            days.wsjf,
            cast(days.cd3_duration_weeks as decimal(28, 10)) as duration_weeks,
            cast(days.cost_of_delay_per_week_amount as double) as per_week,
            members.started_date,
            members.approved_date
        from {{ ref("fct_initiative_days") }} as days
        inner join
            {{ ref("dim_initiative") }} as members
            on days.initiative_code = members.initiative_code
        where
            days.is_awaiting_value
            and days.cost_of_delay_per_week_amount is not null
            and days.cd3_duration_weeks >= 0
    ),

    -- Points compare inside their batch only; money compares everywhere.
    scoped as (
        select 'batch' as sequence_scope, waiting.estimation_batch as batch, waiting.*
        from waiting
        where waiting.wsjf is not null
        union all
        select 'portfolio' as sequence_scope, '' as batch, waiting.*
        from waiting
    ),

    placed as (
        select
            scoped.*,
            -- What needs no more work comes first: it holds nothing else up.
            row_number() over (
                partition by scoped.sequence_scope, scoped.batch
                order by
                    case when scoped.duration_weeks = 0 then 0 else 1 end,
                    scoped.cd3 desc nulls last,
                    scoped.per_week desc,
                    scoped.initiative_code
            ) as cd3_place,
            row_number() over (
                partition by scoped.sequence_scope, scoped.batch
                order by
                    scoped.wsjf desc nulls last,
                    scoped.cd3 desc nulls last,
                    scoped.initiative_code
            ) as wsjf_place,
            -- Today's order: what was begun first, then what was approved first.
            row_number() over (
                partition by scoped.sequence_scope, scoped.batch
                order by
                    scoped.started_date nulls last,
                    scoped.approved_date nulls last,
                    scoped.initiative_code
            ) as current_place
        from scoped
    ),

    completed as (
        select
            placed.*
            {%- for order in orders %}
                ,
                cast(
                    sum(placed.duration_weeks) over (
                        partition by placed.sequence_scope, placed.batch
                        order by placed.{{ order }}_place nulls last
                        rows between unbounded preceding and current row
                    ) as double
                ) as {{ order }}_weeks
            {%- endfor %}
        from placed
    )

select
    {{
        surrogate_key(
            [
                "completed.sequence_scope",
                "completed.batch",
                "completed.initiative_code",
            ]
        )
    }} as sequence_member_key,
    {{ surrogate_key(["completed.sequence_scope", "completed.batch"]) }}
    as sequence_key,
    {{ surrogate_key(["completed.initiative_code"]) }} as initiative_key,
    completed.initiative_code,
    completed.sequence_scope,
    nullif(completed.batch, '') as estimation_batch,
    run.reporting_currency_code as currency_code,
    {% for order in orders %}
        {%- set has_place = (
            "true"
            if order != "wsjf"
            else "completed.sequence_scope = 'batch'"
        ) %}
        case
            when {{ has_place }} then cast(completed.{{ order }}_place as bigint)
        end as {{ order }}_position,
        case
            when {{ has_place }} then completed.{{ order }}_weeks
        end as {{ order }}_completion_weeks,
        case
            when {{ has_place }}
            then {{ money("completed.per_week * completed." ~ order ~ "_weeks") }}
        end as {{ order }}_delay_cost_amount {{ "," if not loop.last }}
    {% endfor %}
from completed
cross join run
