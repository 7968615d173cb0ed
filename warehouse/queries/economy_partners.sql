-- Partners of an economy: trade and potential both ways, with the tie index.
with outward as (select importer as partner, * from mart.opportunity where exporter = $economy),
inward as (select exporter as partner, * from mart.opportunity where importer = $economy)
select
    coalesce(outward.partner, inward.partner) as economy, known.name, known.region,
    known.capital_latitude as latitude, known.capital_longitude as longitude,
    outward.actual_usd as exports_usd, outward.potential_usd as exports_potential_usd,
    outward.untapped_usd as exports_untapped_usd, inward.actual_usd as imports_usd,
    inward.potential_usd as imports_potential_usd, inward.untapped_usd as imports_untapped_usd,
    outward.tie_index, outward.tie_coverage_share, coalesce(outward.year, inward.year) as year
from outward
full join inward on outward.partner = inward.partner
inner join ref.economy as known on coalesce(outward.partner, inward.partner) = known.economy
order by coalesce(outward.actual_usd, 0) + coalesce(inward.actual_usd, 0) desc, known.name
