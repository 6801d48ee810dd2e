with

    dependencies as (
        select
            stg.*,
            row_number() over (
                partition by
                    stg.initiative_code,
                    stg.provider_initiative_code,
                    stg.dependency_kind
                order by stg.known_at desc, stg.source_name
            ) as source_rank
        from {{ ref("stg_initiative_dependencies") }} as stg
    ),

    initiatives as (select * from {{ ref("dim_initiative") }})

select
    {{
        surrogate_key(
            [
                "dependencies.initiative_code",
                "dependencies.provider_initiative_code",
                "dependencies.dependency_kind",
            ]
        )
    }} as initiative_dependency_key,
    {{ initiative_member_key("dependencies.initiative_code", "consumers") }}
    as initiative_key,
    {{ initiative_member_key("dependencies.provider_initiative_code", "providers") }}
    as provider_initiative_key,
    dependencies.initiative_code,
    dependencies.provider_initiative_code,
    dependencies.dependency_kind,
    consumers.initiative_code is not null as is_known_initiative,
    providers.initiative_code is not null as is_known_provider,
    dependencies.initiative_code
    = dependencies.provider_initiative_code as is_on_itself,
    dependencies.status_name,
    dependencies.note,
    dependencies.needed_date,
    dependencies.committed_date
from dependencies
left join
    initiatives as consumers on dependencies.initiative_code = consumers.initiative_code
left join
    initiatives as providers
    on dependencies.provider_initiative_code = providers.initiative_code
where dependencies.source_rank = 1
