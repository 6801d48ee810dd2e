select type_name, work_class from {{ source("input", "work_types") }}
