{#- The different words of a text, in order: equal for two texts that have the same words. Words stand between blanks. -#}
{%- macro distinct_words(text) -%}
    {{ adapter.dispatch("distinct_words")(text) }}
{%- endmacro -%}

{%- macro duckdb__distinct_words(text) -%}
    trim(array_to_string(list_sort(list_distinct(string_split({{ text }}, ' '))), ' '))
{%- endmacro -%}

{%- macro spark__distinct_words(text) -%}
    trim(array_join(array_sort(array_distinct(split({{ text }}, ' '))), ' '))
{%- endmacro -%}

{%- macro default__distinct_words(text) -%}
    {{
        exceptions.raise_compiler_error(
            "distinct_words is not written for this engine"
        )
    }}
{%- endmacro -%}
