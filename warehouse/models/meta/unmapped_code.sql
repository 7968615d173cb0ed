/*
description = "Codes and names that stand for no economy in our list, with the number of rows they cost."
grain       = ["source_id", "table_name", "reason"]
[columns]
source_id  = "Source the number comes from; see meta.source"
table_name = "Staged table the row was meant for"
reason     = "Why the row was left out"
row_count  = "Rows"
*/
select source_id, table_name, reason, count(*) as row_count
from meta.rejected_row
where reason like 'unknown%' or reason like '%has no economy in%'
group by source_id, table_name, reason
