-- Partners of an economy: trade and potential both ways, with the tie index.
select
    known.economy, known.name, known.region, known.capital_latitude as latitude, known.capital_longitude as longitude,
    outward.actual_usd as exports_usd, outward.potential_usd as exports_potential_usd,
    outward.untapped_usd as exports_untapped_usd, inward.actual_usd as imports_usd,
    inward.potential_usd as imports_potential_usd, inward.untapped_usd as imports_untapped_usd,
    outward.tie_index, outward.tie_coverage_share, coalesce(outward.year, inward.year) as year
from ref.economy as known
left join mart.opportunity as outward on outward.exporter = $economy and outward.importer = known.economy
left join mart.opportunity as inward on inward.importer = $economy and inward.exporter = known.economy
where coalesce(outward.year, inward.year) is not null
order by coalesce(outward.actual_usd, 0) + coalesce(inward.actual_usd, 0) desc, known.name
