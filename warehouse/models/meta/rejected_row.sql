/*
description = "Published rows that are not in the tables, each with the reason."
grain       = ["rejection"]
[columns]
rejection  = "Running number"
source_id  = "Source the number comes from; see meta.source"
table_name = "Staged table the row was meant for"
row_number = "Number of the row in the published file or table, from 1"
reason     = "Why the row was left out"
record     = "The row as published, JSON"
*/
select
    row_number() over (order by source_id, table_name, row_number, reason, record) as rejection,
    source_id, table_name, row_number, reason, record
from etl.rejected_row
