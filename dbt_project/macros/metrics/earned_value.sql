{#- Why a figure is missing: an inherited reason, else the first condition that holds; NULL where the figure is there. -#}
{%- macro case_reason(figure, inherited, conditions) -%}
    case
        when {{ figure }} is not null
        then cast(null as {{ dbt.type_string() }})
        when {{ inherited }} is not null
        then {{ inherited }}
        {% for condition, reason in conditions %}
            when {{ condition }} then '{{ reason }}'
        {% endfor %}
    end
{%- endmacro -%}

{#- Estimates at completion (PMI) from budget bac, cost ac, earned value ev, cpi and spi: a) the rest costs what the work so far
    cost, b) the rest costs what was planned, c) both cost and delay go on. -#}
{%- macro estimate_at_completion(method) -%}
    {%- if method == "cpi" -%} cast(bac as double) / nullif(cpi, 0)
    {%- elif method == "typical" -%} ac + bac - ev
    {%- else -%} ac + cast(bac - ev as double) / nullif(cpi * spi, 0)
    {%- endif -%}
{%- endmacro -%}
