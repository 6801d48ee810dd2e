{#- Hexadecimal sha256 of a text. -#}
{%- macro sha256(text) -%} {{ adapter.dispatch("sha256")(text) }} {%- endmacro -%}

{%- macro duckdb__sha256(text) -%} sha256({{ text }}) {%- endmacro -%}

{%- macro spark__sha256(text) -%} sha2({{ text }}, 256) {%- endmacro -%}

{%- macro default__sha256(text) -%}
    {{ exceptions.raise_compiler_error("sha256 is not written for this engine") }}
{%- endmacro -%}
