with

    initiatives as (select * from {{ ref("int_initiatives__current") }}),

    blocks as (
        select *
        from {{ ref("int_initiative_blocks__merged") }}
        where block_scope = 'initiative'
    ),

    lives as (
        select
            delays.initiative_code,
            delays.ready_date,
            delays.accrued_until_date,
            initiatives.released_date,
            -- Work that is under way, nobody knows since when, was never seen to wait.
            case
                when
                    initiatives.started_date is null
                    and initiatives.portfolio_state
                    not in ('funnel', 'analysing', 'ready')
                then delays.ready_date
                -- What is out was begun by then, whatever the register says.
                when initiatives.released_date < initiatives.started_date
                then initiatives.released_date
                else initiatives.started_date
            end as started_date
        from {{ ref("int_initiative_delays__measured") }} as delays
        inner join initiatives on delays.initiative_code = initiatives.initiative_code
        where delays.ready_date < delays.accrued_until_date
    ),

    days as (
        {% for day in [
            "ready_date",
            "started_date",
            "released_date",
            "accrued_until_date",
        ] %}
            select lives.initiative_code, lives.{{ day }} as day_date
            from lives
            union
        {% endfor %}
        select blocks.initiative_code, blocks.started_date as day_date
        from blocks
        union
        select blocks.initiative_code, blocks.ended_date as day_date
        from blocks
    ),

    cut as (
        select
            lives.*,
            days.day_date as from_date,
            lead(days.day_date) over (
                partition by days.initiative_code order by days.day_date
            ) as until_date
        from lives
        inner join days on lives.initiative_code = days.initiative_code
        where
            days.day_date >= lives.ready_date
            and days.day_date <= lives.accrued_until_date
    ),

    judged as (
        select
            cut.initiative_code,
            cut.accrued_until_date,
            case
                when blocks.initiative_code is not null
                then 'blocked'
                when cut.released_date <= cut.from_date
                then 'released'
                when cut.started_date <= cut.from_date
                then 'active'
                else 'queue'
            end as delay_state,
            cut.from_date
        from cut
        left join
            blocks
            on cut.initiative_code = blocks.initiative_code
            and cut.from_date >= blocks.started_date
            and cut.from_date < blocks.ended_date
        where cut.until_date is not null
    ),

    compared as (
        select
            judged.*,
            lag(judged.delay_state) over (
                partition by judged.initiative_code order by judged.from_date
            ) as state_before
        from judged
    )

-- A day that begins what goes on already, as what is blocked is begun, changes nothing.
select
    compared.initiative_code,
    compared.delay_state,
    compared.from_date as started_date,
    coalesce(
        lead(compared.from_date) over (
            partition by compared.initiative_code order by compared.from_date
        ),
        compared.accrued_until_date
    ) as ended_date
from compared
where coalesce(compared.delay_state <> compared.state_before, true)
