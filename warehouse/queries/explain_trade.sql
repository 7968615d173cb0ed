-- Trade from one economy to another beside its potential, in the years that the gap is measured on.
select year, trade_usd, potential_usd
from score.potential
where exporter = $exporter and importer = $importer
    and year between (select max(year) - 2 from mart.opportunity) and (select max(year) from mart.opportunity)
order by year
