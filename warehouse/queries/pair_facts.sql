-- What stands between the two, and their sizes in the latest year with both numbers known.
with size as (
    select economy, year, gdp_usd, population, row_number() over (partition by economy order by year desc) as recency
    from core.economy_year
    where gdp_usd is not null and population is not null and economy in ($exporter, $importer)
        and year <= (select last_year from meta.build)
)
select
    gravity.exporter, gravity.importer, gravity.distance_km, gravity.distance_source_id, gravity.contiguous,
    gravity.common_language, gravity.colony,
    i.gdp_usd as exporter_gdp_usd, i.population as exporter_population, i.year as exporter_size_year,
    j.gdp_usd as importer_gdp_usd, j.population as importer_population, j.year as importer_size_year
from core.gravity as gravity
left join size as i on gravity.exporter = i.economy and i.recency = 1
left join size as j on gravity.importer = j.economy and j.recency = 1
where gravity.exporter = $exporter and gravity.importer = $importer
