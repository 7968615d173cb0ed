/*
description = "Goods trade between two economies in a year as each source has it: two reports of one flow where a source gives both."
grain       = ["exporter", "importer", "year", "source_id", "reporter"]
[columns]
exporter  = "Exporting economy, ISO 3166-1 alpha-3"
importer  = "Importing economy, ISO 3166-1 alpha-3"
year      = "Calendar year"
source_id = "Source the number comes from; see meta.source"
reporter  = "Who reported the flow: exporter, importer, or both where the source reconciled the two reports itself"
valuation = "FOB (free on board) or CIF (with insurance and freight)"
value_usd = "Value of goods trade, current US dollars; null where missing"
*/
select exporter, importer, year, 'cow_trade' as source_id, 'importer' as reporter, 'CIF' as valuation, value_usd
from staged.cow_trade_flow
union all
select
    exporter, importer, year, 'imf_imts' as source_id, reported_by as reporter,
    case when reported_by = 'importer' then 'CIF' else 'FOB' end as valuation, value_usd
from staged.imf_imts_report
union all
select exporter, importer, year, 'unctad_trade_matrix' as source_id, 'exporter' as reporter, 'FOB' as valuation, value_usd
from staged.unctad_trade_matrix_flow
where product_code = 'TOTAL'
union all
select
    exporter, importer, year, 'cepii_baci' as source_id, 'both' as reporter, 'FOB' as valuation,
    1000 * sum(value_kusd) as value_usd
from staged.cepii_baci_flow
group by exporter, importer, year
