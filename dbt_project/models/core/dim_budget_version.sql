with

    versions as (
        select
            version_name,
            max(known_at) as known_at,
            max(period_start_date) as last_period_start_date
        from {{ ref("stg_budget_lines") }}
        group by version_name
    ),

    ranked as (
        select
            versions.version_name,
            versions.known_at,
            -- "current" wins by name; where nobody is called so, what became known
            -- last is current.
            row_number() over (
                order by
                    case
                        when lower(versions.version_name) = 'current' then 0 else 1
                    end,
                    case
                        when lower(versions.version_name) = 'original' then 1 else 0
                    end,
                    versions.known_at desc,
                    versions.version_name
            ) as currency_rank
        from versions
    )

select
    {{ surrogate_key(["ranked.version_name"]) }} as budget_version_key,
    ranked.version_name,
    ranked.currency_rank = 1 as is_current,
    lower(ranked.version_name) = 'original' as is_original,
    ranked.known_at
from ranked
