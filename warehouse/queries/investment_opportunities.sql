-- Where an economy could invest more: what it holds beside what comparable pairs hold. Pairs with a haven or conduit, where
-- stocks pass through rather than stay, come last.
select
    home as exporter, host as importer, home_name as exporter_name, host_name as importer_name,
    host as partner, host_name as partner_name, host_region as partner_region, year,
    stock_usd as actual_usd, stock_potential_usd as potential_usd, stock_low_usd as potential_low_usd,
    stock_high_usd as potential_high_usd, untapped_usd, stock_usd / stock_potential_usd as actual_to_potential_ratio,
    tie_index, tie_coverage_share, gap_verdict
from mart.investment_opportunity
where
    home = $economy and stock_usd is not null
    and ($region::varchar is null or host_region = $region::varchar)
    and ($minimum_usd::double is null or stock_potential_usd >= $minimum_usd::double)
    and ($confidence = 'any' or stock_usd < stock_low_usd)
order by is_haven_pair, untapped_usd desc, potential_usd desc, host
