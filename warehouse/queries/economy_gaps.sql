-- The largest gaps of an economy, ten each way.
with gaps as (
    select
        case when exporter = $economy then 'export' else 'import' end as direction, opportunity.*,
        row_number() over (partition by exporter = $economy order by untapped_usd desc, exporter, importer) as place
    from mart.opportunity as opportunity
    where exporter = $economy or importer = $economy
)
select
    direction, place, exporter, importer, exporter_name, importer_name, year, actual_usd, potential_usd,
    potential_low_usd, potential_high_usd, untapped_usd, chance_outgrow_share, gain_median_usd, gain_low_usd,
    gain_high_usd, tie_index, tie_coverage_share
from gaps
where place <= 10 and untapped_usd > 0
order by direction, place
