select source_name, format, delivery, owner_name, language, expect_every_days
from {{ source("input", "sources") }}
