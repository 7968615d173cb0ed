-- Directed pairs by what one could sell the other of a product group, largest untapped first.
with pairs as (
    select
        case when $direction = 'import' then exporter else importer end as partner,
        case when $direction = 'import' then exporter_name else importer_name end as partner_name,
        case when $direction = 'import' then importer else exporter end as home,
        product_trade_usd as actual_usd, product_potential_usd as potential_usd,
        product_trade_usd / product_potential_usd as actual_to_potential_ratio,
        goods.* exclude (product_trade_usd, product_potential_usd)
    from mart.product_opportunity as goods
    where product_code = $product and product_potential_usd > 0
)
select known.region as partner_region, pairs.*
from pairs
inner join ref.economy as known on pairs.partner = known.economy
where
    ($economy::varchar is null or home = $economy::varchar)
    and ($region::varchar is null or known.region = $region::varchar)
    and ($minimum_usd::double is null or potential_usd >= $minimum_usd::double)
order by untapped_usd desc, potential_usd desc, exporter, importer
