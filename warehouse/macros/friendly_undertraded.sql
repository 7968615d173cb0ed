/*
question = "Which close partners does an economy sell to less than comparable pairs do?"
returns  = "One row per market whose tie index is above the median of the economy's markets and whose trade is below potential, largest untapped trade first"
example  = "from mart.friendly_undertraded('IDN') limit 10"
*/
create or replace macro mart.friendly_undertraded(of_economy) as table
select importer, importer_name, year, actual_usd, potential_usd, untapped_usd, tie_index, tie_coverage_share
from mart.opportunity
where exporter = of_economy and untapped_usd > 0
  and tie_index > (select median(tie_index) from mart.opportunity where exporter = of_economy)
order by untapped_usd desc
