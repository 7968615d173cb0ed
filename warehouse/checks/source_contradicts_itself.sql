/*
rule     = "Fewer than one in a thousand rows of a source has the same key as another and different values."
severity = "warning"
remedy   = "Look at the rows in meta.rejected_row: the grain in source.toml may lack a column, or two codes may mean one economy."
*/
with contradictions as (
    select source_id, table_name, count(*) as row_count
    from meta.rejected_row
    where reason like '%another row has the same %'
    group by source_id, table_name
)
select c.source_id, c.table_name, c.row_count
from contradictions as c inner join meta.source as s on c.source_id = s.source_id
where c.row_count > 0.001 * (s.row_count + c.row_count)
