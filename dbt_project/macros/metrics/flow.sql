{#- M47: percentile of durations in days; of fewer than ten it says nothing, so there is none. -#}
{%- macro percentile_days(seconds, share) -%}
    case
        when count({{ seconds }}) >= 10
        then {{ quantile("cast(" ~ seconds ~ " as double) / 86400", share) }}
    end
{%- endmacro -%}

{#- Business day of an instant by `days`, the row of int_days__begun of its day in UTC. -#}
{%- macro looked_up_day(instant) -%}
    case
        when {{ instant }} < days.begins_at
        then days.day_before
        when {{ instant }} >= days.ends_at
        then days.day_after
        else days.calendar_date
    end
{%- endmacro -%}

{#- Why a percentile of so many values is missing. -#}
{%- macro percentile_reason(item_count) -%}
    case
        when {{ item_count }} >= 10
        then cast(null as {{ dbt.type_string() }})
        when {{ item_count }} = 0
        then 'none_measured'
        else 'fewer_than_ten'
    end
{%- endmacro -%}

{#- Why a work item, `measured`, has no flow time. -#}
{%- macro flow_time_reason() -%}
    case
        when measured.flow_seconds is not null
        then cast(null as {{ dbt.type_string() }})
        when measured.status_category = 'done' and measured.done_at is null
        then 'done_without_date'
        when measured.done_at is null
        then 'not_done'
        when measured.history_source = 'none'
        then 'no_status_history'
        when not measured.is_start_known
        then 'started_before_first_snapshot'
        when measured.first_started_at is null
        then 'never_in_progress'
        else 'done_before_started'
    end
{%- endmacro -%}

{#- M50: what a period says of averages, by how far arrivals exceed departures and by the error of Little's law. -#}
{%- macro flow_stability(error, arrival_surplus) -%}
    case
        when {{ error }} is null
        then cast(null as {{ dbt.type_string() }})
        when {{ arrival_surplus }} > 0.10
        then 'growing'
        when {{ arrival_surplus }} < -0.10
        then 'shrinking'
        when {{ error }} >= 0.15
        then 'unsteady'
        else 'stable'
    end
{%- endmacro -%}
