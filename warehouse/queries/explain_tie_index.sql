-- The tie index in the latest year of the gap: three weightings, coverage and rank.
select t.*
from score.tie_index as t
where t.origin = $exporter and t.destination = $importer and t.year = (select max(year) from mart.opportunity)
