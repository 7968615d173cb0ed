-- Why trade between the two is easy or hard: the terms of the logarithm of ease, with intervals.
select *
from score.ease_decomposition
where exporter = $exporter and importer = $importer
