/*
description = "Goods trade by product, in the finest detail each source gives; what is not there is zero or below the source's unit. Excerpts stand here too: see core.trade_coverage."
grain       = ["exporter", "importer", "year", "nomenclature", "product_code", "source_id"]
stored      = false
[columns]
exporter  = "Exporting economy, ISO 3166-1 alpha-3"
importer  = "Importing economy, ISO 3166-1 alpha-3"
year      = "Calendar year"
nomenclature = "Classification of products: SITC3 (sections of the Standard International Trade Classification, Revision 3) or an edition of the Harmonized System, such as HS1992"
product_code = "Code of the product in its nomenclature"
value_usd    = "Value of goods trade, current US dollars; null where missing"
quantity_t   = "Quantity, tonnes; null where not given"
source_id    = "Source the number comes from; see meta.source"
*/
select
    exporter, importer, year, 'HS1992' as nomenclature, product_code, 1000 * value_kusd as value_usd, quantity_t,
    'cepii_baci' as source_id
from staged.cepii_baci_flow
union all
select
    exporter, importer, year, 'SITC3' as nomenclature, product_code, value_usd, null as quantity_t,
    'unctad_trade_matrix' as source_id
from staged.unctad_trade_matrix_flow
where product_code <> 'TOTAL'
union all
-- Where both reported, the importer's number stands.
select exporter, importer, year, nomenclature, product_code, value_usd, quantity_t, 'un_comtrade' as source_id
from (
    select
        *, row_number() over (
            partition by exporter, importer, year, nomenclature, product_code order by reported_by desc
        ) as place
    from staged.un_comtrade_flow
) as reports
where place = 1
