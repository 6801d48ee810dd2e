{#- Continuous percentile of an expression that is already a double; nulls are left out. -#}
{%- macro quantile(expression, share) -%}
    percentile_cont({{ share }}) within group (order by {{ expression }})
{%- endmacro -%}
