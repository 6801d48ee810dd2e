-- A row here is a member that facts or bridges name and its dimension lacks.
{{ config(meta={"invariant": "keys"}) }}
{%- set references = [
    ("fct_ledger_allocations", "initiative_code", "dim_initiative"),
    ("fct_budget_allocations", "initiative_code", "dim_initiative"),
    ("dim_work_item", "initiative_code", "dim_initiative"),
    ("bridge_initiative_key_result", "initiative_code", "dim_initiative"),
    ("fct_ledger_allocations", "theme_name", "dim_strategic_theme"),
    ("fct_budget_allocations", "theme_name", "dim_strategic_theme"),
    ("bridge_initiative_theme", "theme_name", "dim_strategic_theme"),
    ("fct_theme_targets", "theme_name", "dim_strategic_theme"),
    ("dim_initiative", "value_stream_name", "dim_value_stream"),
    ("fct_ledger_lines", "cost_center_code", "dim_cost_center"),
    ("fct_ledger_lines", "account_code", "dim_account"),
    ("fct_ledger_lines", "currency_code", "dim_currency"),
    ("fct_budget_lines", "version_name", "dim_budget_version"),
    ("fct_ledger_lines", "source_name", "dim_source"),
    ("fct_key_result_days", "key_result_code", "dim_key_result"),
    ("fct_objective_days", "objective_code", "dim_objective"),
    ("dim_key_result", "objective_key", "dim_objective"),
    ("bridge_initiative_key_result", "key_result_key", "dim_key_result"),
    ("fct_key_result_check_ins", "key_result_key", "dim_key_result"),
    ("fct_parent_objective_scores", "objective_code", "dim_objective"),
    ("fct_objective_criteria", "objective_code", "dim_objective"),
    ("fct_budget_lines", "cost_center_code", "dim_cost_center"),
    ("fct_budget_lines", "account_code", "dim_account"),
    ("fct_budget_lines", "currency_code", "dim_currency"),
    ("fct_budget_lines", "source_name", "dim_source"),
    ("fct_ledger_lines", "business_date", "dim_date", "calendar_date"),
    ("fct_file_loads", "source_name", "dim_source"),
    ("fct_quality_results", "source_name", "dim_source"),
    ("fct_quarantined_rows", "source_name", "dim_source"),
    ("fct_status_reports", "initiative_key", "dim_initiative"),
    ("fct_cost_of_delay_estimates", "initiative_key", "dim_initiative"),
    ("fct_initiative_days", "initiative_code", "dim_initiative"),
    ("bridge_work_item_initiative", "initiative_key", "dim_initiative"),
    ("bridge_work_item_initiative", "work_item_hash", "dim_work_item"),
    ("bridge_initiative_theme", "initiative_key", "dim_initiative"),
    ("bridge_initiative_theme", "theme_key", "dim_strategic_theme"),
    ("bridge_initiative_key_result", "initiative_key", "dim_initiative"),
    ("bridge_cost_object_initiative", "initiative_code", "dim_initiative"),
    ("bridge_cost_object_initiative", "theme_name", "dim_strategic_theme"),
    ("dim_strategic_theme_version", "theme_key", "dim_strategic_theme"),
    ("dim_work_item", "value_stream_name", "dim_value_stream"),
    ("dim_work_item", "team_key", "dim_team"),
    ("dim_work_item", "assignee_key", "dim_person", "person_key"),
    ("dim_initiative", "owner_key", "dim_person", "person_key"),
    ("dim_objective", "owner_key", "dim_person", "person_key"),
    ("dim_key_result", "owner_key", "dim_person", "person_key"),
    ("fct_decisions", "initiative_key", "dim_initiative"),
    (
        "fct_decisions",
        "from_initiative_key",
        "dim_initiative",
        "initiative_key",
    ),
    (
        "fct_decisions",
        "to_initiative_key",
        "dim_initiative",
        "initiative_key",
    ),
    ("fct_decisions", "initiative_version_key", "dim_initiative_version"),
    ("fct_decisions", "decided_by_key", "dim_person", "person_key"),
    ("bridge_initiative_dependency", "initiative_key", "dim_initiative"),
    (
        "bridge_initiative_dependency",
        "provider_initiative_key",
        "dim_initiative",
        "initiative_key",
    ),
    ("dim_initiative_version", "owner_key", "dim_person", "person_key"),
    ("dim_key_result_version", "owner_key", "dim_person", "person_key"),
    (
        "fct_status_reports",
        "initiative_version_key",
        "dim_initiative_version",
    ),
    (
        "fct_key_result_check_ins",
        "key_result_version_key",
        "dim_key_result_version",
    ),
    ("fct_capacity_weeks", "team_key", "dim_team"),
    ("fct_capacity_weeks", "person_key", "dim_person"),
    ("fct_capacity_allocations", "capacity_week_key", "fct_capacity_weeks"),
    ("fct_capacity_allocations", "initiative_key", "dim_initiative"),
    ("fct_capacity_conflicts", "capacity_week_key", "fct_capacity_weeks"),
    ("fct_dependency_risks", "initiative_key", "dim_initiative"),
    (
        "fct_dependency_risks",
        "provider_initiative_key",
        "dim_initiative",
        "initiative_key",
    ),
] %}
{% for reference in references %}
    {%- set fact, column, dimension = reference[:3] -%}
    {%- set member = reference[3] or column -%}
    select
        '{{ fact }}.{{ column }}' as reference,
        cast(facts.{{ column }} as {{ dbt.type_string() }}) as member
    from {{ ref(fact) }} as facts
    left join
        {{ ref(dimension) }} as members on facts.{{ column }} = members.{{ member }}
    where
        members.{{ member }} is null
        {{ "and facts." ~ column ~ " is not null" if dimension == "dim_date" }}
    group by facts.{{ column }} {{ "union all" if not loop.last }}
{% endfor %}
