-- What the two have signed, opened or imposed: dated facts, one row a spell.
select
    event_kind as kind, event_title as title, event_from_year as from_year, event_to_year as to_year,
    acting_economy as origin, source_id
from mart.pair_event
where exporter = $exporter and importer = $importer
order by event_number
