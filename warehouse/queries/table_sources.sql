-- Sources each table is made from, through every table in between.
with recursive upstream as (
    select table_name, reads from meta.lineage
    union
    select upstream.table_name, lineage.reads
    from upstream inner join meta.lineage as lineage on upstream.reads = lineage.table_name
)
select distinct upstream.table_name, source.source_id
from upstream inner join meta.source as source on starts_with(upstream.reads, 'staged.' || source.source_id || '_')
order by upstream.table_name, source.source_id
