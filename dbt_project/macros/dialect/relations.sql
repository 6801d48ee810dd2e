{#- Tables and views of a build file. dbt's own way makes each under another name, keeps the old one and changes names, so
    that readers never miss it. Here nobody reads before the build is whole, and DuckDB takes back all of a
    transaction that fails. A build file has no grants, indexes or comments. -#}
{%- materialization table, adapter = "duckdb" -%}
    {%- set relation = this.incorporate(type="table") -%}
    {{- make_in_place(relation, create_table_as(False, relation, compiled_code)) -}}
    {{- return({"relations": [relation]}) -}}
{%- endmaterialization -%}

{%- materialization view, adapter = "duckdb" -%}
    {%- set relation = this.incorporate(type="view") -%}
    {{- make_in_place(relation, create_view_as(relation, compiled_code)) -}}
    {{- return({"relations": [relation]}) -}}
{%- endmaterialization -%}

{%- macro make_in_place(relation, creation) -%}
    {{- run_hooks(pre_hooks, inside_transaction=True) -}}
    {{- drop_relation_if_exists(load_cached_relation(relation)) -}}
    {%- call statement("main") -%} {{ creation }} {%- endcall -%}
    {{- run_hooks(post_hooks, inside_transaction=True) -}}
    {{- adapter.commit() -}}
{%- endmacro -%}
