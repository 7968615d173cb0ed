/*
question = "Whom is an economy closest to in a year?"
returns  = "One row per partner it reports trade to, highest tie index first"
example  = "from mart.closest_partners('IDN', 2014) limit 10"
*/
create or replace macro mart.closest_partners(of_economy, in_year) as table
select importer as partner, importer_name as partner_name, tie_index, tie_coverage_share, trade_usd, trade_status
from mart.country_pair where exporter = of_economy and year = in_year and tie_index is not null
order by tie_index desc, partner
