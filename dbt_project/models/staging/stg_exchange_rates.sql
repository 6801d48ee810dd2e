select currency_code, rate_type, valid_from_date, valid_to_date, rate
from {{ source("input", "exchange_rates") }}
