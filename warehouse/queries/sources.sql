-- Sources behind the numbers: version, licence, freshness and how to cite them.
select
    source.source_id, source.title, source.producer, source.page, source.version, source.licence, source.redistributable,
    source.source_status, source.message, source.fetched_at, citation.bibtex
from meta.source as source
left join meta.citation as citation on source.source_id = citation.source_id
order by source.title
