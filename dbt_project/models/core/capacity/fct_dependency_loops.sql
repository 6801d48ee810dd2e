with

    walked as (select * from {{ ref("int_initiative_dependencies__walked") }}),

    -- Who reaches each other waits in the same knot of loops.
    knots as (
        select walked.origin_code, min(walked.reached_code) as loop_code
        from walked
        inner join
            walked as back
            on walked.origin_code = back.reached_code
            and walked.reached_code = back.origin_code
        group by walked.origin_code
    ),

    loops as (
        select
            walked.origin_code as initiative_code,
            knots.loop_code,
            walked.depth as loop_length_count,
            walked.path as loop_path
        from walked
        inner join knots on walked.origin_code = knots.origin_code
        where walked.origin_code = walked.reached_code
        union all
        select distinct
            initiative_code,
            initiative_code as loop_code,
            1 as loop_length_count,
            concat_ws(' > ', initiative_code, initiative_code) as loop_path
        from {{ ref("int_initiative_dependencies__current") }}
        where
            initiative_code = provider_initiative_code
            and dependency_state in ('open', 'provider_cancelled')
    )

select
    {{ surrogate_key(["initiative_code", "loop_path"]) }} as dependency_loop_key,
    initiative_code,
    loop_code,
    loop_path,
    cast(loop_length_count as bigint) as loop_length_count
from loops
