-- Rows that were refused, by source and reason, with one of them as published.
select rejected.source_id, source.title, rejected.table_name, rejected.reason, count(*) as row_count, min(rejected.record) as example
from meta.rejected_row as rejected
inner join meta.source as source on rejected.source_id = source.source_id
where coalesce($source, rejected.source_id) = rejected.source_id
group by rejected.source_id, source.title, rejected.table_name, rejected.reason
order by row_count desc, source.title, rejected.reason
