select distinct
    {{ surrogate_key(["initiatives.value_stream_name"]) }} as value_stream_key,
    initiatives.value_stream_name
from {{ ref("dim_initiative") }} as initiatives
