{#- How a person who does the work is shown: by a pseudonym, or by name where portfolio.yml says so. Names go no
    further than staging. `run` is stg_run_parameters. -#}
{%- macro person_label(name, run) -%}
    case
        when {{ name }} is null
        then null
        when {{ run }}.people_shown_as = 'names'
        then trim({{ name }})
        else
            concat_ws(
                '',
                'Person ',
                substr(
                    {{
                        sha256(
                            "concat_ws('', coalesce("
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

{#- Key of the initiative that a row names: its unknown member where no register has it, not_applicable where none is named. -#}
{%- macro initiative_member_key(stated_code, initiatives) -%}
    case
        when {{ stated_code }} is null
        then {{ surrogate_key(["'not_applicable'"]) }}
        when {{ initiatives }}.initiative_key is null
        then {{ surrogate_key(["'unknown'"]) }}
        else {{ initiatives }}.initiative_key
    end
{%- endmacro -%}

{#- The members of a dimension for what is named and known to nobody, and for what is about none. `run` is dim_run. -#}
{%- macro unnamed_members(run) -%}
    (
        select 'unknown' as member_kind, 'Unknown' as member_name
        from {{ run }}
        union all
        select 'not_applicable' as member_kind, 'Not applicable' as member_name
        from {{ run }}
    )
{%- endmacro -%}

{#- Whether a code is that of a real member. -#}
{%- macro is_named(code) -%}
    {{ code }} not in ('unknown', 'not_applicable')
{%- endmacro -%}
