with

    run as (select * from {{ ref("dim_run") }}),

    mix as (select * from {{ ref("fct_guardrail_mix") }}),

    -- Beside each target the bucket of what has no class: none of it is wanted.
    limits as (
        select guardrail_name, dimension_name, member_name, target_share, tolerance
        from {{ ref("stg_guardrails") }}
        union all
        select
            'unclassified_' || dimension_name as guardrail_name,
            dimension_name,
            'unclassified' as member_name,
            cast(0 as double) as target_share,
            min(tolerance) as tolerance
        from {{ ref("stg_guardrails") }}
        group by dimension_name
    ),

    totals as (
        select
            dimension_name,
            max(total_quantity) as total_quantity,
            max(member_share_reason) as share_reason,
            coalesce(
                max(case when member_name = 'unclassified' then member_share end), 0
            ) as unclassified_share
        from mix
        group by dimension_name
    ),

    measured as (
        select
            limits.*,
            totals.total_quantity,
            totals.unclassified_share,
            case
                when totals.dimension_name is null
                then 'nothing_to_share'
                else totals.share_reason
            end as actual_reason,
            case
                when totals.share_reason is null and totals.dimension_name is not null
                then coalesce(mix.member_share, 0)
            end as actual_share,
            greatest(limits.target_share - limits.tolerance, 0) as lower_limit,
            least(limits.target_share + limits.tolerance, 1) as upper_limit
        from limits
        left join totals on limits.dimension_name = totals.dimension_name
        left join
            mix
            on limits.dimension_name = mix.dimension_name
            and limits.member_name = mix.member_name
    ),

    -- Shares are compared as decimals: a target of 0.2 with a tolerance of 0.1 ends
    -- at 0.3.
    judged as (
        select
            measured.*,
            cast(actual_share as decimal(18, 10)) as share,
            cast(lower_limit as decimal(18, 10)) as lower_share,
            cast(upper_limit as decimal(18, 10)) as upper_share,
            cast(actual_share + unclassified_share as decimal(18, 10)) as largest_share
        from measured
    )

select
    {{ surrogate_key(["guardrail_name", "dimension_name", "member_name"]) }}
    as guardrail_share_key,
    guardrail_name,
    dimension_name,
    member_name,
    target_share,
    cast(judged.lower_share as double) as lower_limit,
    cast(judged.upper_share as double) as upper_limit,
    actual_share,
    actual_reason,
    case
        when share is null
        then cast(null as {{ dbt.type_string() }})
        when share < lower_share or share > upper_share
        then 'breach'
        when member_name = 'unclassified' and share > 0
        then 'warn'
        when member_name <> 'unclassified' and largest_share > upper_share
        then 'warn'
        else 'pass'
    end as guardrail_result,
    cast(
        case
            when share > upper_share
            then {{ money("(actual_share - judged.upper_limit) * total_quantity") }}
            when share < lower_share
            then {{ money("(judged.lower_limit - actual_share) * total_quantity") }}
            when share is not null
            then 0
        end as double
    ) as beyond_quantity,
    run.as_of_date
from judged
cross join run
