with

    reports as (
        select
            stg.*,
            row_number() over (
                partition by stg.initiative_code, stg.report_date
                order by stg.known_at desc, stg.source_name
            ) as source_rank
        from {{ ref("stg_status_reports") }} as stg
    )

select
    {{ surrogate_key(["reports.initiative_code", "reports.report_date"]) }}
    as status_report_key,
    {{ initiative_member_key("reports.initiative_code", "initiatives") }}
    as initiative_key,
    coalesce(
        versions.initiative_version_key, {{ surrogate_key(["'unknown'"]) }}
    ) as initiative_version_key,
    reports.initiative_code,
    lower(reports.reported_status) as reported_status,
    reports.status_text,
    row_number() over (
        partition by reports.initiative_code
        order by
            case when reports.report_date <= run.as_of_date then 0 else 1 end,
            reports.report_date desc
    )
    = 1
    and reports.report_date <= run.as_of_date as is_latest,
    reports.report_date
from reports
cross join {{ ref("dim_run") }} as run
left join
    {{ ref("dim_initiative") }} as initiatives
    on reports.initiative_code = initiatives.initiative_code
    {{
        join_version(
            "versions",
            "dim_initiative_version",
            "initiative_code",
            "reports.initiative_code",
            "reports.report_date",
        )
    }}
where reports.source_rank = 1
