{#- Given up before its end: the words people write in a status column. -#}
{%- macro is_dropped(status) -%}
    coalesce(
        {{ status }} in ('dropped', 'cancelled', 'canceled', 'abandoned', 'deleted'),
        false
    )
{%- endmacro -%}

{#- No longer open, for it was met, missed or finished. -#}
{%- macro is_closed(status) -%}
    coalesce(
        {{ status }} in (
            'closed',
            'done',
            'completed',
            'complete',
            'accomplished',
            'achieved',
            'partial',
            'partially achieved',
            'not achieved',
            'met',
            'missed',
            'archived'
        ),
        false
    )
{%- endmacro -%}
