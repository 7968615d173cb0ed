/*
question = "Where does an economy export less than comparable pairs do?"
returns  = "One row per market, largest untapped trade first: actual, potential and untapped, current US dollars, with the tie index and its coverage"
example  = "from mart.export_opportunities('KEN') limit 10"
*/
create or replace macro mart.export_opportunities(of_economy) as table
select
    importer, importer_name, importer_region, year, actual_usd, potential_usd, untapped_usd, tie_index, tie_coverage_share,
    chance_outgrow_share, gain_median_usd, gain_low_usd, gain_high_usd
from mart.opportunity where exporter = of_economy order by untapped_usd desc, potential_usd desc
