-- Tables of the published file, each with its columns.
select table_name, count(*) as column_count, string_agg(column_name, ', ' order by column_name) as columns
from meta.column
group by table_name
order by table_name
