-- Untapped trade in a product group by partner or, where no economy is chosen, by exporter; sums do not net what lies
-- above potential.
with pairs as (
    select
        case when $economy::varchar is not null and $direction = 'export' then importer else exporter end as place,
        case when $direction = 'import' then importer else exporter end as home,
        case when $direction = 'import' then exporter else importer end as partner,
        product_trade_usd, product_potential_usd, untapped_usd
    from mart.product_opportunity
    where product_code = $product and product_potential_usd > 0
)
select
    pairs.place as economy, known.name, known.capital_latitude as latitude, known.capital_longitude as longitude,
    sum(untapped_usd) as untapped_usd, sum(product_trade_usd) as actual_usd, sum(product_potential_usd) as potential_usd,
    count(*) as pair_count
from pairs
inner join ref.economy as known on pairs.place = known.economy
inner join ref.economy as partners on pairs.partner = partners.economy
where
    ($economy::varchar is null or home = $economy::varchar)
    and ($region::varchar is null or partners.region = $region::varchar)
    and ($minimum_usd::double is null or product_potential_usd >= $minimum_usd::double)
group by pairs.place, known.name, known.capital_latitude, known.capital_longitude
order by untapped_usd desc, pairs.place
