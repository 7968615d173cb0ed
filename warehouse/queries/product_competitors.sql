-- Who else sells a product group in the market: the twelve largest suppliers and the exporter, actual beside potential.
with suppliers as (
    select
        exporter, exporter_name, importer_name, year, product_name, product_trade_usd as actual_usd,
        product_potential_usd as potential_usd, product_trade_usd / nullif(product_potential_usd, 0) as actual_to_potential_ratio,
        comparative_advantage, tie_index, source_id, product_trade_usd / nullif(sum(product_trade_usd) over (), 0) as market_share,
        rank() over (order by product_trade_usd desc) as place
    from mart.product_opportunity
    where importer = $importer and product_code = $product
)
select * from suppliers where place <= 12 or exporter = $exporter order by place, exporter
