/*
description = "Product groups of a directed pair: what it trades, what product mix and geography say it would, and how close the two are."
grain       = ["exporter", "importer", "product_code"]
[columns]
exporter              = "Exporting economy, ISO 3166-1 alpha-3"
importer              = "Importing economy, ISO 3166-1 alpha-3"
exporter_name         = "Exporting economy's short English name"
importer_name         = "Importing economy's short English name"
year                  = "Calendar year"
nomenclature          = "Classification of products: SITC3 (sections of the Standard International Trade Classification, Revision 3) or an edition of the Harmonized System, such as HS1992"
product_code          = "Code of the product in its nomenclature"
product_name          = "Description of the product; null where no source gives one"
is_differentiated     = "Whether goods differ by maker: SITC sections 5 to 8 against 0 to 4, HS chapters accordingly; a stand-in for Rauch's (1999) list; null where neither"
product_trade_usd     = "Trade of the product group, mean over five calendar years with weights 5, 4, 3, 2, 1 from the year backwards, over those the source holds, current US dollars"
product_potential_usd = "Potential of the product group: where the pair trades it the geometric mean of static and gravity potential, rescaled by importer; where it does not, the gravity potential alone; current US dollars"
static_potential_usd  = "Static export potential indicator (Decreux & Spies 2016): supply share times ease of trade times demand, current US dollars; 0 where the pair trades nothing at all"
gravity_potential_usd = "Fitted value of the product group's gravity on geography and trade agreements, current US dollars; null where a regressor is missing"
potential_basis       = "product mix and geography, geography (the pair does not trade the group) or product mix (geography is missing)"
untapped_usd          = "max(potential - actual, 0), current US dollars"
comparative_advantage = "Revealed comparative advantage (Balassa 1965): the product's share in the economy's exports over its share in the world's; null for an economy without exports"
ease_of_trade_ratio   = "Ease of trade: the pair's trade over what supply and demand by product group alone would give (ITC); null where it is missing or the exporter sells nothing that the importer buys"
complementarity_index = "Trade complementarity (Michaely 1996): how far the importer buys what the exporter sells, 0 to 1"
tie_index             = "Mean over the tie dimensions of what is known, 0 to 1; treaties, which the potential takes in, and values from a later year are left out"
tie_coverage_share    = "Share of the seven tie dimensions in tie_index that are known"
rank_in_pair          = "Rank of the untapped part among the pair's product groups, 1 = largest"
source_id             = "Source the number comes from; see meta.source"
*/
-- Advantage is shown at the level of the groups; a source with finer products has it in score.economy_product.
with measured as (
    select p.*, greatest(p.product_potential_usd - p.product_trade_usd, 0) as untapped_usd
    from score.product_potential as p
)
select
    m.exporter, m.importer, i.name as exporter_name, j.name as importer_name, m.year, m.nomenclature, m.product_code,
    n.product_name, n.is_differentiated, m.product_trade_usd, m.product_potential_usd, m.static_potential_usd,
    m.gravity_potential_usd, m.potential_basis, m.untapped_usd, a.comparative_advantage, q.ease_of_trade_ratio,
    q.complementarity_index, c.tie_index, c.tie_coverage_share,
    cast(rank() over (partition by m.exporter, m.importer order by m.untapped_usd desc) as integer) as rank_in_pair,
    m.source_id
from measured as m
inner join ref.economy as i on m.exporter = i.economy
inner join ref.economy as j on m.importer = j.economy
left join core.product as n on m.nomenclature = n.nomenclature and m.product_code = n.product_code
left join score.economy_product as a on m.exporter = a.economy and m.product_code = a.product_code
left join score.product_pair as q on m.exporter = q.exporter and m.importer = q.importer
left join mart.country_pair as c on m.exporter = c.exporter and m.importer = c.importer and m.year = c.year
