select
    loops.dependency_loop_key,
    loops.loop_code,
    loops.initiative_code,
    coalesce(initiatives.initiative_name, 'Unknown') as initiative_name,
    loops.loop_path,
    loops.loop_length_count
from {{ ref("fct_dependency_loops") }} as loops
left join
    {{ ref("dim_initiative") }} as initiatives
    on loops.initiative_code = initiatives.initiative_code
