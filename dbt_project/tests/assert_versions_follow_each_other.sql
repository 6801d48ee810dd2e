-- A row here is a version that begins before the one before it ends, or one that is
-- current of what is gone, or an initiative or key result without its current version.
{{ config(meta={"invariant": "history"}) }}
{%- set entities = [
    (
        "dim_initiative_version",
        "initiative_code",
        "valid_from_at",
        "valid_to_at",
    ),
    (
        "dim_key_result_version",
        "key_result_code",
        "valid_from_at",
        "valid_to_at",
    ),
    (
        "dim_strategic_theme_version",
        "theme_name",
        "valid_from_date",
        "valid_to_date",
    ),
] %}
{%- set dimensions = {
    "dim_initiative_version": "dim_initiative",
    "dim_key_result_version": "dim_key_result",
} %}
{% for model, code, valid_from, valid_to in entities %}
    select '{{ model }}' as version_table, followed.{{ code }} as member
    from
        (
            select
                {{ code }},
                {{ valid_to }} as ends,
                lead({{ valid_from }}) over (
                    partition by {{ code }} order by version_number
                ) as next_begins
            from {{ ref(model) }}
        ) as followed
    where
        followed.next_begins < followed.ends
        or (followed.next_begins is not null and followed.ends is null)
        {{ "union all" if not loop.last }}
{% endfor %}
{% for model, dimension in dimensions.items() %}
        {%- set code = dimension | replace("dim_", "") ~ "_code" %}
    union all
    select '{{ model }}' as version_table, members.{{ code }} as member
    from
        (
            select {{ code }}, 1 as member_count, 0 as current_count
            from {{ ref(dimension) }}
            where {{ code }} not in ('unknown', 'not_applicable')
            union all
            select {{ code }}, 0 as member_count, 1 as current_count
            from {{ ref(model) }}
            where is_current and {{ code }} <> 'unknown'
        ) as members
    group by members.{{ code }}
    having sum(members.member_count) <> 1 or sum(members.current_count) <> 1
{% endfor %}
