/*
question = "From where does an economy import less than comparable pairs do?"
returns  = "One row per supplier, largest untapped trade first: actual, potential and untapped, current US dollars, with the tie index and its coverage"
example  = "from mart.import_opportunities('KEN') limit 10"
*/
create or replace macro mart.import_opportunities(of_economy) as table
select
    exporter, exporter_name, exporter_region, year, actual_usd, potential_usd, untapped_usd, tie_index, tie_coverage_share,
    chance_outgrow_share, gain_median_usd, gain_low_usd, gain_high_usd
from mart.opportunity where importer = of_economy order by untapped_usd desc, potential_usd desc
