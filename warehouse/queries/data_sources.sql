-- Sources, as in sources.sql, with where they come from and how many rows were taken and refused.
select
    source.source_id as source, source.title, source.producer, source.page, source.version, source.licence, source.redistributable,
    source.access, source.source_status, source.message, source.fetched_at, source.row_count, source.rejected_count,
    citation.bibtex
from meta.source as source
left join meta.citation as citation on source.source_id = citation.source_id
where coalesce($source, source.source_id) = source.source_id
order by source.title
