{#- The input tables whose rows are lines of money: what they lose, money loses. -#}
{%- macro money_tables() -%}
    {{ return(["ledger_lines", "budget_lines"]) }}
{%- endmacro -%}
