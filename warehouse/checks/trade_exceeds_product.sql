/*
rule     = "No economy exports twenty times what it produces."
severity = "warning"
remedy   = "Look at the unit in the trade source's parser and in the World Bank's; ships under a flag of convenience explain less."
*/
with exports as (select exporter, year, source_id, sum(value_usd) as exports_usd from core.trade group by exporter, year, source_id)
select x.exporter, x.year, x.source_id, x.exports_usd, e.gdp_usd
from exports as x inner join core.economy_year as e on x.exporter = e.economy and x.year = e.year
where x.exports_usd > 20 * e.gdp_usd
