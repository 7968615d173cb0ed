/*
description = "Everything about a directed pair of economies in a year: trade, potential, distance, sizes and ties."
grain       = ["exporter", "importer", "year"]
[columns]
exporter              = "Exporting economy, ISO 3166-1 alpha-3"
importer              = "Importing economy, ISO 3166-1 alpha-3"
year                  = "Calendar year"
exporter_name         = "Exporting economy's short English name"
importer_name         = "Importing economy's short English name"
trade_usd             = "Value of goods trade from exporter to importer, current US dollars; null where missing"
trade_status          = "reported, zero (below the source's unit) or missing (the source has the pair but no number)"
trade_source_id       = "Source of trade_usd: the best by the seed source_precedence among those that have a number for the pair and cover the world in that year; potentials are fitted to one source, see meta.model_fit"
potential_usd         = "What comparable pairs trade: fitted value of the between gravity model without ties, current US dollars; null outside the fitted years"
distance_km           = "Distance in kilometres: population-weighted where known, else between the largest cities, else between capitals"
contiguous            = "Whether the two share a border"
common_language       = "Whether the two share an official language"
colony                = "Whether one ever ruled the other as a colony"
exporter_gdp_usd      = "Exporter's gross domestic product, current US dollars"
importer_gdp_usd      = "Importer's gross domestic product, current US dollars"
alignment_index       = "Closeness of the two in UN General Assembly votes, 0 to 1"
alignment_status      = "Status of alignment_index: observed, carried forward n years, from a later year, or not reported"
representation_index  = "Level of the exporter's highest standing mission in the importer, 0 to 1; may be from a later year"
representation_status = "Status of representation_index: observed, carried forward n years, from a later year, or not reported"
tie_index             = "Mean over the tie dimensions of what is known, 0 to 1; treaties, which the potential takes in, and values from a later year are left out"
tie_coverage_share    = "Share of the seven tie dimensions in tie_index that are known"
*/
with displayed as (
    select
        t.*, row_number() over (
            partition by t.exporter, t.importer, t.year
            order by case when t.value_usd is null then 1 else 0 end, p.rank, t.source_id
        ) as place
    from core.trade as t
    left join seed.source_precedence as p on p.quantity = 'trade' and t.source_id = p.source_id
),
ties as (
    select
        origin, destination, year,
        max(case when dimension = 'alignment' then value_index end) as alignment_index,
        max(case when dimension = 'alignment' then tie_status end) as alignment_status,
        max(case when dimension = 'representation' then value_index end) as representation_index,
        max(case when dimension = 'representation' then tie_status end) as representation_status
    from score.tie
    where dimension in ('alignment', 'representation')
    group by origin, destination, year
)
select
    t.exporter, t.importer, t.year, i.name as exporter_name, j.name as importer_name,
    t.value_usd as trade_usd, t.status as trade_status, t.source_id as trade_source_id,
    p.potential_usd,
    g.distance_km, g.contiguous, g.common_language, g.colony,
    yi.gdp_usd as exporter_gdp_usd, yj.gdp_usd as importer_gdp_usd,
    s.alignment_index, coalesce(s.alignment_status, 'not reported') as alignment_status,
    s.representation_index, coalesce(s.representation_status, 'not reported') as representation_status,
    x.tie_index, coalesce(x.tie_coverage_share, 0) as tie_coverage_share
from displayed as t
left join ref.economy as i on t.exporter = i.economy
left join ref.economy as j on t.importer = j.economy
left join core.gravity as g on t.exporter = g.exporter and t.importer = g.importer
left join core.economy_year as yi on t.exporter = yi.economy and t.year = yi.year
left join core.economy_year as yj on t.importer = yj.economy and t.year = yj.year
left join score.potential as p on t.exporter = p.exporter and t.importer = p.importer and t.year = p.year
left join ties as s on t.exporter = s.origin and t.importer = s.destination and t.year = s.year
left join score.tie_index as x on t.exporter = x.origin and t.importer = x.destination and t.year = x.year
where t.place = 1
