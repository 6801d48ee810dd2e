"""What the segments of a large portfolio hold: a query a segment, over numbers `i` from 0 on."""

from datetime import date, timedelta

# A number below n that i and a salt decide; the names of what stands at a number.
MACROS = """
create macro items() as {items};
create macro tracked() as {items} - {items} // 10;
create macro initiatives() as greatest({items} // 200, 10);
create macro results() as greatest({items} // 500, 8);
create macro teams() as greatest({items} // 5000, 4);
create macro chance(i, salt, n) as cast(hash(i, salt, {seed}) % n as bigint);
create macro one_of(i, salt, names) as names[1 + chance(i, salt, len(names))];
create macro initiative_at(i) as format('I-{{:05d}}', i);
create macro result_at(i) as format('KR-{{:05d}}', i);
create macro objective_at(i) as format('O-{{:05d}}', i);
create macro cost_object_at(i) as format('WBS-{{:05d}}', i);
create macro team_at(i) as format('Team {{:03d}}', i);
create macro item_id(i) as cast(1000000 + i as varchar);
create macro item_key(i) as format('P{{:02d}}-{{}}', i % 40, i);
create macro theme(i) as
    ['Digital Growth', 'Customer Trust', 'Operational Excellence', 'Sustainable Supply'][1 + i % 4];
create macro is_epic(i) as i % 50 = 0;
create macro is_subtask_at(i) as i % 5 = 4;
create macro level(i) as
    case when is_epic(i) then 'Epic' when is_subtask_at(i) then 'Sub-task'
    else one_of(i, 1, ['Story', 'Story', 'Task', 'Bug']) end;
create macro change_count(i) as 10 * items() // tracked() + (i < 10 * items() % tracked())::bigint;
create macro created(i) as timestamp '2023-11-01' + to_minutes(i * 1440000 // items() + chance(i, 2, 600));
create macro step(i) as 3600 * (4 + chance(i, 3, 100));
create macro is_finished(i) as chance(i, 4, 5) > 0;
create macro status_after(i, k) as
    case when k < 0 then 'To Do'
    when k = change_count(i) - 1 and is_finished(i) then if(chance(i, 5, 20) = 0, 'Won''t Do', 'Done')
    else ['In Progress', 'Code Review', 'In Progress', 'Blocked', 'In Progress', 'Waiting for Release']
        [1 + k % 6] end;
create macro fiscal(d) as d + interval 6 month;
"""

NIGHT, NEXT_NIGHT = date(2026, 9, 30), date(2026, 10, 30)
DAY = timedelta(days=1)
WEEKS = tuple(date(2026, 10, day) for day in (3, 10, 17, 24))

ITEM = """
    i as row_number, item_id(i) as work_item_id, item_key(i) as work_item_key,
    format('P{:02d}', i % 40) as project_key, level(i) as type_name,
    'Work item ' || i || ' of a portfolio, with a title as long as people write them' as title,
    one_of(i, 6, ['Low', 'Medium', 'High']) as priority_name,
    'dev-' || chance(i, 7, greatest(items() // 400, 5)) as assignee_name,
    'dev-' || chance(i, 8, greatest(items() // 400, 5)) as reporter_name, team_at(i % teams()) as team_name,
    case when is_subtask_at(i) then item_key(i - 1)
        when not is_epic(i) and chance(i, 9, 10) > 0 then item_key(i - i % 50) end as parent_key,
    is_subtask_at(i) as is_subtask, one_of(i, 10, [1, 2, 3, 5, 8, 13, null]) as story_points,
    one_of(i, 11, ['["quality"]', '["growth","app"]', null]) as labels,
    '{"Environment":"production","Rank":"' || i || '","Severity":"' || chance(i, 12, 5) || '"}' as extra,
    created(i) as created_at"""

TRACKED = """
select ITEM,
    created(i) + to_seconds(change_count(i) * step(i)) as updated_at,
    status_after(i, change_count(i) - 1) as status_name,
    if(is_finished(i), created(i) + to_seconds(change_count(i) * step(i)), null) as resolved_at
from NUMBERS""".replace("ITEM", ITEM)

UNTRACKED = """
select * replace (i * 10 + WEEK + 1 as row_number),
    created_at + to_days(WEEK) as updated_at,
    ['To Do', 'In Progress', 'Code Review', 'Done', 'Done'][1 + least(WEEK + chance(i, 13, 2), 4)]
        as status_name
from (select ITEM, i from (select tracked() + i as i from NUMBERS))""".replace("ITEM", ITEM)

TRANSITIONS = """
select i as row_number, item_id(i) as work_item_id, i || '0' || k || ':0' as transition_id,
    status_after(i, k - 1) as from_status_name, status_after(i, k) as to_status_name,
    created(i) + to_seconds((k + 1) * step(i)) as changed_at,
    'dev-' || chance(i, 7, greatest(items() // 400, 5)) as author_name
from (select i, unnest(range(change_count(i))) as k from NUMBERS)"""

LEDGER = """
select 'L' || i || '-0' as line_id, posting_date, year(fiscal(posting_date)) as fiscal_year,
    month(fiscal(posting_date)) as fiscal_period, cast(54000000 + i // 3 as varchar) as document_number,
    if(chance(i, 22, 50) = 0, null, cost_object_at(chance(i, 20, initiatives()))) as cost_object_code,
    'CC-' || chance(i, 21, 300) as cost_center_code,
    one_of(i, 23, ['600000', '620000', '630000']) as account_code,
    'Services' as account_name, one_of(i, 24, ['opex', 'opex', 'opex', 'capex']) as expense_type,
    one_of(i, 25, ['actual', 'actual', 'actual', 'commitment']) as entry_type,
    'Invoice ' || i as description, (chance(i, 26, 2000000) - 200000) / 100 as amount,
    one_of(i, 27, ['EUR', 'EUR', 'CHF', 'USD']) as currency_code
from (select i, cast(date '2025-07-01' + cast(chance(i, 28, 480) as integer) as date) as posting_date
      from NUMBERS where i % 10 PART)"""

BUDGET = """
select 'B' || i || '-' || m || '-0' as line_id, 'original' as version_name, period as period_start_date,
    year(fiscal(period)) as fiscal_year, month(fiscal(period)) as fiscal_period,
    cost_object_at(i // 2) as cost_object_code, 'CC-' || i % 300 as cost_center_code,
    '600000' as account_code, if(i % 2 = 0, 'opex', 'capex') as expense_type, 'expense' as line_type,
    chance(i, 30, 9000000) / 100 as amount, one_of(i // 2, 31, ['EUR', 'EUR', 'CHF', 'USD']) as currency_code
from (select i, m, cast(date '2025-07-01' + to_months(m) as date) as period
      from (select i, unnest(range(24)) as m from NUMBERS))"""

INITIATIVES = """
select initiative_at(i) as initiative_code, 'Initiative ' || i as initiative_name,
    'If we build it, its key results move' as hypothesis, 'Value stream ' || i % 20 as value_stream_name,
    'Owner ' || i % 60 as owner_name, one_of(i, 40, ['H1', 'H1', 'H2', 'H3']) as horizon,
    ['Idea', 'Approved', 'In delivery', 'In delivery', 'In delivery', 'Rolling out', 'Done', 'Stopped']
        [1 + i % 8] as stage_name,
    'No movement after two quarters' as kill_criterion, i % 40 = 0 as is_run,
    4 + chance(i, 41, 40) as remaining_duration_weeks, begun as approved_date, begun + 14 as ready_date,
    if(i % 8 > 1, begun + 40, null) as started_date,
    if(i % 8 in (2, 3) and chance(i, 42, 5) = 0, date '2026-10-01', null) as blocked_since_date,
    begun + 300 as needed_date, begun + 320 + cast(chance(i, 43, 90) as integer) as forecast_delivery_date,
    if(i % 8 in (5, 6), begun + 200, null) as released_date,
    if(i % 8 = 6, begun + 240, null) as value_start_date, if(i % 8 = 7, begun + 100, null) as cancelled_date
from (select i, date '2025-03-01' + cast(chance(i, 44, 400) as integer) as begun from NUMBERS)"""

ESTIMATES = """
select initiative_at(i // 2) as initiative_code,
    date '2026-03-08' + 184 * cast(i % 2 as integer) as estimate_date,
    'increase_revenue' as value_type, profile as urgency_profile, likely * 0.7 as rate_low_amount,
    likely as rate_likely_amount, likely * 1.4 as rate_high_amount, 'EUR' as currency_code,
    if(profile like 'peak%' or profile = 'end_of_life', date '2028-06-30', null) as window_end_date,
    if(profile like 'peak%', 40, null) as half_life_weeks,
    if(profile = 'fixed_date', date '2026-12-31', null) as deadline_date,
    if(profile = 'fixed_date', 100000, null) as penalty_amount,
    if(profile = 'intangible', 500, null) as debt_growth_amount, 1 + i % 8 as user_business_value,
    1 + i % 5 as time_criticality, 1 + i % 3 as risk_opportunity, 1 + i % 13 as job_size,
    '2026-' || i % 2 as estimation_batch, 'Portfolio office' as estimator_name
from (select i, 100 * (10 + chance(i, 50, 400)) as likely,
        one_of(i // 2, 51, ['standard', 'standard', 'standard', 'fixed_date', 'expedite', 'intangible',
            'peak_affected_short', 'peak_affected_long', 'end_of_life', 'unknown']) as profile
      from NUMBERS)"""

KEY_RESULTS = """
select result_at(i) as key_result_code, objective_at(i // 4) as objective_code,
    'Share of customers who come back after visit ' || i as key_result_name, 'Owner ' || i % 60 as owner_name,
    '%' as unit, one_of(i, 60, ['Committed', 'Aspirational']) as key_result_type, 20 as baseline_value,
    if(i % 5 = 0, 8, 40) as target_value, 0.25 as weight, 'Open' as status_name, 'FY27' as period_label,
    date '2026-07-01' as period_start_date, date '2027-06-30' as period_end_date
from NUMBERS"""

CHECK_INS = """
select result_at(i // 8) as key_result_code, date '2026-07-10' + 14 * cast(i % 8 as integer) as check_in_date,
    20 + (i % 8) * chance(i // 8, 61, 30) / 10.0 as value, chance(i, 62, 10) / 10.0 as confidence
from NUMBERS"""

SUPPLY = """
select 'team' as resource_kind, team_at(i % teams()) as resource_name, team_at(i % teams()) as team_name,
    date '2026-07-06' + 7 * cast(i // (3 * teams()) as integer) as week_start_date,
    ['supply', 'time_off', 'reserve'][1 + i // teams() % 3] as measure,
    [8.0, 0.5, 1.0][1 + i // teams() % 3] as quantity, 'fte' as unit
from NUMBERS"""

ALLOCATIONS = """
select 'team' as resource_kind, team_at(i % teams()) as resource_name, team_at(i % teams()) as team_name,
    date '2026-07-06' + 7 * cast(i // teams() // 5 as integer) as week_start_date,
    initiative_at((i % teams() * 25 + i // teams() % 5) % initiatives()) as initiative_code,
    1.5 as quantity, 'fte' as unit
from NUMBERS"""

REPORTS = """
select initiative_at(i) as initiative_code, date '2026-04-30' + to_months(m) as report_date,
    one_of(i * 6 + m, 70, ['green', 'green', 'amber', 'red']) as reported_status, 'On plan' as status_text
from (select i, unnest(range(6)) as m from NUMBERS)"""

OBJECTIVES = """
select objective_at(i) as objective_code, 'Be the first address for need ' || i as objective_name,
    theme(i) as theme_name, 'Owner ' || i % 60 as owner_name, 'FY27' as period_label,
    date '2026-07-01' as period_start_date, date '2027-06-30' as period_end_date,
    if(i % 20 = 0, null, objective_at(i - i % 20)) as parent_objective_code
from NUMBERS"""

DEPENDENCIES = """
select initiative_at(2 * i) as initiative_code, initiative_at(2 * i + 1) as provider_initiative_code,
    'platform' as dependency_kind, date '2026-09-01' + cast(chance(i, 80, 200) as integer) as needed_date,
    date '2026-09-15' + cast(chance(i, 81, 220) as integer) as committed_date,
    one_of(i, 82, ['open', 'agreed', 'late', 'delivered']) as status_name
from NUMBERS"""

DECISIONS = """
select 'D-' || i as decision_id, date '2026-01-15' + cast(chance(i, 90, 280) as integer) as decision_date,
    initiative_at(i * 5) as initiative_code, 'Portfolio board' as gate_name,
    one_of(i, 91, ['fund', 'continue', 'pause', 'stop']) as outcome, 'Owner ' || i % 60 as decided_by_name
from NUMBERS"""

# Cost objects of one initiative in ten are shared with the next one.
COST_OBJECTS = """
select cost_object_at(i - m) as cost_object_code, initiative_at(i) as initiative_code,
    if((i - m) % 10 = 0, 0.5, 1.0) as weight
from (select i, unnest(if(i % 10 = 1, [0, 1], [0])) as m from NUMBERS)"""

SERVED = """
select initiative_at(i) as initiative_code, result_at((i * 3 + m * 7) % results()) as key_result_code,
    0.5 as weight
from (select i, unnest(range(2)) as m from NUMBERS) where i % 20 > 0"""

THEMES = """
select initiative_at(i) as initiative_code, theme(i + m) as theme_name, if(i % 5 = 0, 0.5, 1.0) as weight
from (select i, unnest(if(i % 5 = 0, [0, 1], [0])) as m from NUMBERS) where i % 33 > 0"""

# Each initiative has the epics of every so manieth one; an epic is every fiftieth item.
EPICS = """
select initiative_at(i % initiatives()) as initiative_code, item_key(i * 50) as work_item_key from NUMBERS"""

LINKS = """
select item_id(i * 5) as work_item_id, 'blocks' as link_type, 'outward' as direction,
    item_key(i * 5 + 7) as linked_key
from NUMBERS"""

FORMER_KEYS = """
select item_id(i * 100) as work_item_id, 'OLD-' || i as former_key from NUMBERS"""

ITEMS, INITIATIVE_COUNT, RESULTS = "tracked()", "initiatives()", "results()"
# table, source, day of the file, query, how many numbers
QUERIES: tuple[tuple[str, str, date, str, str], ...] = (
    ("work_items", "jira", NIGHT, TRACKED, ITEMS),
    ("work_items", "jira", NEXT_NIGHT, f"{TRACKED} where chance(i, 14, 10) = 0", ITEMS),
    *(
        ("work_items", "jira_storefront", day, UNTRACKED.replace("WEEK", str(week)), "items() // 10")
        for week, day in enumerate(WEEKS)
    ),
    ("work_item_transitions", "jira", NEXT_NIGHT, TRANSITIONS, ITEMS),
    ("work_item_links", "jira", NIGHT, LINKS, "items() // 10"),
    ("work_item_former_keys", "jira", NIGHT, FORMER_KEYS, "items() // 200"),
    ("ledger_lines", "ledger", NIGHT, LEDGER.replace("PART", "< 9"), "2 * items()"),
    ("ledger_lines", "ledger", NEXT_NIGHT, LEDGER.replace("PART", "= 9"), "2 * items()"),
    (
        "ledger_lines",
        "ledger",
        NEXT_NIGHT + DAY,
        LEDGER.replace("select ", "select true as is_deleted, ", 1).replace("PART", "= 0 and i % 1000 = 0"),
        "2 * items()",
    ),
    ("budget_lines", "budget", NIGHT, BUDGET, "2 * initiatives()"),
    (
        "budget_lines",
        "budget",
        NEXT_NIGHT,
        BUDGET.replace("'B' ||", "'C' ||").replace("'original'", "'current'"),
        "2 * initiatives()",
    ),
    ("initiatives", "initiatives", NIGHT, INITIATIVES, INITIATIVE_COUNT),
    ("initiatives", "initiatives", NEXT_NIGHT, f"{INITIATIVES} where i % 7 = 0", INITIATIVE_COUNT),
    ("initiative_themes", "initiatives", NIGHT, THEMES, INITIATIVE_COUNT),
    ("initiative_key_results", "initiatives", NIGHT, SERVED, INITIATIVE_COUNT),
    ("initiative_cost_objects", "initiatives", NIGHT, COST_OBJECTS, INITIATIVE_COUNT),
    ("initiative_work_items", "initiatives", NIGHT, EPICS, "items() // 50"),
    ("cost_of_delay_estimates", "initiatives", NIGHT, ESTIMATES, "2 * initiatives()"),
    ("status_reports", "initiatives", NIGHT, REPORTS, INITIATIVE_COUNT),
    ("objectives", "okr", NIGHT, OBJECTIVES, "results() // 4"),
    ("key_results", "okr", NIGHT, KEY_RESULTS, RESULTS),
    ("key_results", "okr", NEXT_NIGHT, f"{KEY_RESULTS} where i % 9 = 0", RESULTS),
    ("key_result_check_ins", "okr", NEXT_NIGHT, CHECK_INS, "8 * results()"),
    ("initiative_dependencies", "dependencies", NIGHT, DEPENDENCIES, "initiatives() // 2"),
    ("decisions", "decisions", NEXT_NIGHT, DECISIONS, "initiatives() // 5"),
    ("capacity_weeks", "capacity", NEXT_NIGHT, SUPPLY, "3 * 26 * teams()"),
    ("capacity_allocations", "capacity", NEXT_NIGHT, ALLOCATIONS, "5 * 26 * teams()"),
)
