/*
rule     = "No single code or name that means no economy stands in more than 1 % of a source's rows."
severity = "warning"
remedy   = "Add the code to warehouse/seeds/economy_code.csv, or the name to the aliases in warehouse/seeds/economy.csv."
*/
select u.source_id, u.reason, u.row_count
from meta.unmapped_code as u inner join meta.source as s on u.source_id = s.source_id
where u.reason like 'unknown %' and u.row_count > 0.01 * (s.row_count + u.row_count)
