{#- Day a posting belongs to: the day it was posted, else the first day of the period that the ledger names. -#}
{%- macro posting_business_date(lines, periods) -%}
    coalesce({{ lines }}.posting_date, {{ periods }}.period_start_date)
{%- endmacro -%}

{#- A day of the fiscal period a posting belongs to. The ledger's own period wins: what is posted in July may belong to June's closing. -#}
{%- macro posting_period_date(lines, periods) -%}
    case
        when {{ lines }}.fiscal_period is not null
        then coalesce({{ periods }}.period_start_date, {{ lines }}.posting_date)
        else coalesce({{ lines }}.posting_date, {{ periods }}.period_start_date)
    end
{%- endmacro -%}

{#- Day a budget line belongs to: the first one of its period. -#}
{%- macro budget_business_date(lines, periods) -%}
    coalesce({{ lines }}.period_start_date, {{ periods }}.period_start_date)
{%- endmacro -%}
