-- The ties that stand for each dimension of closeness in the latest year of the gap, with their statuses.
select dimension, indicator, raw_value, value_index, tie_status
from core.tie
where origin = $exporter and destination = $importer and is_headline
    and year = (select max(year) from mart.opportunity)
order by dimension
