-- What stands between the two, and their sizes in the latest year with both numbers known.
with size as (
    select economy, year, gdp_usd, population
    from core.economy_year
    where gdp_usd is not null and population is not null and year <= (select last_year from meta.build)
),
i as (select * from size where economy = $exporter order by year desc limit 1),
j as (select * from size where economy = $importer order by year desc limit 1)
select
    gravity.exporter, gravity.importer, gravity.distance_km, gravity.distance_source_id, gravity.contiguous,
    gravity.common_language, gravity.colony,
    i.gdp_usd as exporter_gdp_usd, i.population as exporter_population, i.year as exporter_size_year,
    j.gdp_usd as importer_gdp_usd, j.population as importer_population, j.year as importer_size_year
from core.gravity as gravity
left join i on gravity.exporter = i.economy
left join j on gravity.importer = j.economy
where gravity.exporter = $exporter and gravity.importer = $importer
