-- Who else sells in the market: the twelve largest suppliers and the exporter, actual beside potential.
with suppliers as (
    select
        exporter, exporter_name, importer_name, year, actual_usd, potential_usd, actual_to_potential_ratio, change_5y_pct, tie_index,
        actual_usd / nullif(sum(actual_usd) over (), 0) as market_share,
        rank() over (order by actual_usd desc) as place
    from mart.opportunity
    where importer = $importer
)
select * from suppliers where place <= 12 or exporter = $exporter order by place, exporter
