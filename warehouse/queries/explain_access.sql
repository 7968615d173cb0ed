-- How open the market is to the exporter, measured four ways, in the latest year measured.
select m.*
from score.market_access as m
where m.exporter = $exporter and m.importer = $importer and m.year = (select max(year) from score.market_access)
