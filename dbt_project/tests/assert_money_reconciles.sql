-- A row here is a source and currency whose ledger or budget does not tie: input,
-- fact and allocated parts differ.
select *
from {{ ref("mart_reconciliation") }}
where not is_reconciled or difference_amount <> 0
