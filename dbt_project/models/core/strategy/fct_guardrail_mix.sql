with

    run as (select * from {{ ref("dim_run") }}),

    -- Money of an initiative that no register has may be change: it counts,
    -- unclassified.
    spend as (
        select theme_spend.*, initiatives.horizon
        from {{ ref("fct_theme_spend") }} as theme_spend
        inner join run on theme_spend.fiscal_year_label = run.fiscal_year_label
        left join
            {{ ref("dim_initiative") }} as initiatives
            on theme_spend.initiative_code = initiatives.initiative_code
        where not coalesce(initiatives.is_run, false)
    ),

    parts as (
        select
            'horizon' as dimension_name,
            coalesce(horizon, 'unclassified') as member_name,
            cast(actual_amount as double) as quantity,
            unconverted_line_count
        from spend
        {% for member, amount in [
                ("capex", "capex_amount"),
                ("opex", "opex_amount"),
                (
                    "unclassified",
                    "actual_amount - capex_amount - opex_amount",
                ),
            ] %}
            union all
            select
                'expense_type' as dimension_name,
                '{{ member }}' as member_name,
                cast({{ amount }} as double) as quantity,
                unconverted_line_count
            from spend
        {% endfor %}
        union all
        select
            'work_type' as dimension_name,
            coalesce(types.work_class, 'unclassified') as member_name,
            cast(1 as double) as quantity,
            0 as unconverted_line_count
        from {{ ref("fct_work_item_flow") }} as flow
        inner join
            run on flow.done_date between run.fiscal_year_start_date and run.as_of_date
        left join
            {{ ref("stg_work_types") }} as types on flow.type_name = types.type_name
        -- An epic is its stories: counting both would count the same work twice.
        where flow.work_item_level = 'story'
    ),

    sums as (
        select
            dimension_name,
            member_name,
            {{ exact_sum("quantity") }} as quantity,
            sum(unconverted_line_count) as unconverted_line_count
        from parts
        group by dimension_name, member_name
    ),

    totalled as (
        select
            sums.*,
            sum(cast(quantity as decimal(28, 10))) over (
                partition by dimension_name
            ) as total_quantity,
            sum(unconverted_line_count) over (
                partition by dimension_name
            ) as total_unconverted_count
        from sums
    )

select
    {{ surrogate_key(["dimension_name", "member_name"]) }} as guardrail_mix_key,
    dimension_name,
    member_name,
    case when dimension_name = 'work_type' then 'items' else 'money' end as unit,
    quantity,
    cast(total_quantity as double) as total_quantity,
    case
        when total_unconverted_count > 0
        then 'no_exchange_rate'
        when total_quantity <= 0
        then 'nothing_to_share'
    end as member_share_reason,
    case
        when total_unconverted_count = 0 and total_quantity > 0
        then {{ safe_divide("quantity", "total_quantity") }}
    end as member_share,
    run.as_of_date
from totalled
cross join run
