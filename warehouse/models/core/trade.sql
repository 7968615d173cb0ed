/*
description = "Goods trade between two economies in a year, from exporter to importer."
grain       = ["exporter", "importer", "year", "source_id"]
[columns]
exporter  = "Exporting economy, ISO 3166-1 alpha-3"
importer  = "Importing economy, ISO 3166-1 alpha-3"
year      = "Calendar year"
value_usd = "Value of goods trade, current US dollars; null where missing"
status    = "reported, zero (below the source's unit) or missing (the source has the pair but no number)"
source_id = "Source the number comes from; see meta.source"
*/
select
    exporter, importer, year, value_usd,
    case when value_usd is null then 'missing' when value_usd = 0 then 'zero' else 'reported' end as status,
    'cow_trade' as source_id
from staged.cow_trade_flow
