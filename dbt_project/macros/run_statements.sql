{#- Runs statements one after another over the target's connection: how inputs are attached to an engine that is not a file. -#}
{%- macro run_statements(statements) -%}
    {%- for statement in statements -%} {%- do run_query(statement) -%} {%- endfor -%}
{%- endmacro -%}
