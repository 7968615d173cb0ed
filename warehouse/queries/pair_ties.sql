-- Ties both ways, year by year, each value with its status and source.
select
    tie.origin, tie.destination, tie.year, tie.dimension, tie.indicator, tie.raw_value, tie.value_index, tie.tie_status,
    tie.source_id, source.title as source_title, source.version as source_version
from core.tie as tie
left join meta.source as source on tie.source_id = source.source_id
where (tie.origin = $exporter and tie.destination = $importer) or (tie.origin = $importer and tie.destination = $exporter)
order by tie.dimension, tie.indicator, tie.origin, tie.year
