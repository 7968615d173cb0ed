-- Ties both ways, year by year, each value with its status and source.
with tie as (
    select * from core.tie where origin = $exporter and destination = $importer
    union all
    select * from core.tie where origin = $importer and destination = $exporter
)
select
    tie.*, sender.name as origin_name, receiver.name as destination_name, source.title as source_title,
    source.version as source_version
from tie
left join meta.source as source on tie.source_id = source.source_id
left join ref.economy as sender on tie.origin = sender.economy
left join ref.economy as receiver on tie.destination = receiver.economy
order by tie.dimension, tie.indicator, tie.origin, tie.year
