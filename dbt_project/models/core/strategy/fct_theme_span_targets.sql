with

    broken_versions as (
        select distinct strategy_version
        from {{ ref("dim_strategy_version") }}
        where not is_whole
    ),

    ranked_targets as (
        select
            targets.theme_name,
            targets.strategy_version,
            targets.target_share,
            broken_versions.strategy_version is null as is_whole,
            spans.span_type,
            spans.span_label,
            rank() over (
                partition by spans.span_type, spans.span_label
                order by targets.fiscal_period_start_date desc
            ) as newness
        from {{ ref("fct_theme_targets") }} as targets
        cross join {{ ref("dim_run") }} as run
        inner join
            {{ ref("bridge_fiscal_period_span") }} as spans
            on targets.fiscal_period_label = spans.fiscal_period_label
        left join
            broken_versions
            on targets.strategy_version = broken_versions.strategy_version
        where targets.fiscal_period_start_date <= run.as_of_date
    )

select
    {{
        surrogate_key(
            [
                "ranked_targets.theme_name",
                "ranked_targets.span_type",
                "ranked_targets.span_label",
            ]
        )
    }} as theme_span_target_key,
    ranked_targets.theme_name,
    ranked_targets.span_type,
    ranked_targets.span_label,
    ranked_targets.strategy_version,
    ranked_targets.target_share,
    ranked_targets.is_whole
from ranked_targets
where ranked_targets.newness = 1
