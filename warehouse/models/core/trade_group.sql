/*
description = "Goods trade by group of products (SITC sections, or HS chapters) of the one source that product scores are made from: the best by the seed source_precedence that covers the world; its last five calendar years."
grain       = ["exporter", "importer", "year", "product_code"]
[columns]
exporter     = "Exporting economy, ISO 3166-1 alpha-3"
importer     = "Importing economy, ISO 3166-1 alpha-3"
year         = "Calendar year"
nomenclature = "Classification of products: SITC3 (sections of the Standard International Trade Classification, Revision 3) or an edition of the Harmonized System, such as HS1992"
product_code = "Code of the product in its nomenclature"
value_usd    = "Value of goods trade, current US dollars; null where missing"
source_id    = "Source the number comes from; see meta.source"
*/
with whole as (
    select c.source_id, c.year, p.rank
    from core.trade_coverage as c
    inner join seed.source_precedence as p on p.quantity = 'trade' and c.source_id = p.source_id
    where c.counts_as_total and c.source_id in (select source_id from core.trade_product)
),
chosen as (
    select source_id, year, max(year) over () as latest
    from whole
    where rank = (select min(rank) from whole)
)
select
    t.exporter, t.importer, t.year, t.nomenclature,
    case when t.nomenclature = 'SITC3' then t.product_code else substring(t.product_code, 1, 2) end as product_code,
    sum(t.value_usd) as value_usd, t.source_id
from core.trade_product as t
inner join chosen as c on t.source_id = c.source_id and t.year = c.year
where c.year > c.latest - 5
group by
    t.exporter, t.importer, t.year, t.nomenclature,
    case when t.nomenclature = 'SITC3' then t.product_code else substring(t.product_code, 1, 2) end, t.source_id
