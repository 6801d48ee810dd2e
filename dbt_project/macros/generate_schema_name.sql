{#- A layer is a schema of that very name, whatever the target's own schema is called. -#}
{%- macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro -%}
