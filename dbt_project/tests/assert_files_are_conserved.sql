-- A row here is a file of which rows are neither accepted nor rejected nor ignored by
-- a named rule.
select * from {{ ref("mart_file_loads") }} where difference_count <> 0
