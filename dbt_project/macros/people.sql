{#- How a person who does the work is shown: by a pseudonym, or by name where portfolio.yml says so. Names go no
    further than staging. `run` is stg_run_parameters. -#}
{%- macro person_label(name, run) -%}
    case
        when {{ name }} is null
        then null
        when {{ run }}.people_shown_as = 'names'
        then trim({{ name }})
        else
            concat(
                'Person ',
                substr(
                    {{
                        sha256(
                            "concat(coalesce("
                            ~ run
                            ~ ".pseudonym_salt, ''), '|', trim("
                            ~ name
                            ~ "))"
                        )
                    }},
                    1,
                    12
                )
            )
    end
{%- endmacro -%}

{#- Key of a person in dim_person, by the name that is shown. -#}
{%- macro person_key(label) -%}
    {{ surrogate_key(["coalesce(" ~ label ~ ", 'Unassigned')"]) }}
{%- endmacro -%}

{#- Key of a team in dim_team. -#}
{%- macro team_key(name) -%}
    {{ surrogate_key(["coalesce(" ~ name ~ ", 'Unassigned')"]) }}
{%- endmacro -%}
