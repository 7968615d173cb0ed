/*
description = "Published rows that are not in the tables, each with the reason."
grain       = ["source_id", "table_name", "row_number", "reason"]
[columns]
source_id  = "Source the number comes from; see meta.source"
table_name = "Staged table the row was meant for"
row_number = "Number of the row in the published file or table, from 1"
reason     = "Why the row was left out"
record     = "The row as published, JSON"
*/
select source_id, table_name, row_number, string_agg(distinct reason, '; ' order by reason) as reason, any_value(record) as record
from etl.rejected_row
group by source_id, table_name, row_number
