{#- The weight of a link: as declared, else an equal part of what its owner's declared weights leave. Declared weights that
    share out more than the whole are an error: all of them count as 0 then, nothing is scaled silently. -#}
{%- macro link_weight(weight, owner) -%}
    case
        when {{ declared_total(weight, owner) }} > 1.0001
        then cast(0 as double)
        else
            coalesce(
                {{ weight }},
                greatest(
                    cast(0 as double),
                    1 - coalesce({{ declared_total(weight, owner) }}, 0)
                ) / nullif(
                    cast(
                        sum(case when {{ weight }} is null then 1 else 0 end) over (
                            partition by {{ owner }}
                        ) as double
                    ),
                    0
                )
            )
    end
{%- endmacro -%}

{#- Where a link's weight comes from: declared, assumed_equal, or rejected for its owner's weights exceed the whole. -#}
{%- macro link_weight_source(weight, owner) -%}
    case
        when {{ declared_total(weight, owner) }} > 1.0001
        then 'rejected'
        when {{ weight }} is null
        then 'assumed_equal'
        else 'declared'
    end
{%- endmacro -%}

{#- Whether a weighted link counts as one: what a link of weight 0 serves is nothing. The links of a rejected set stay
    links, for which weight is meant is only to be mended. -#}
{%- macro is_link(links) -%}
    ({{ links }}.weight > 0 or {{ links }}.weight_source = 'rejected')
{%- endmacro -%}

{#- Sum of the declared weights of a link's owner, as a decimal: 0.7 + 0.2 + 0.1 is 1. -#}
{%- macro declared_total(weight, owner) -%}
    sum(cast({{ weight }} as decimal(18, 10))) over (partition by {{ owner }})
{%- endmacro -%}
