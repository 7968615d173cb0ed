/*
description = "Directed pairs in the latest year, ranked by untapped trade: what comparable pairs trade less what this pair does."
grain       = ["exporter", "importer"]
[columns]
exporter                  = "Exporting economy, ISO 3166-1 alpha-3"
importer                  = "Importing economy, ISO 3166-1 alpha-3"
exporter_name             = "Exporting economy's short English name"
importer_name             = "Importing economy's short English name"
exporter_region           = "World Bank region of the exporter"
importer_region           = "World Bank region of the importer"
year                      = "Calendar year"
actual_usd                = "Mean trade of this year and the two before, current US dollars"
potential_usd             = "What comparable pairs trade: fitted value of the between gravity model without ties, current US dollars; null outside the fitted years"
gap_log                   = "ln(potential / actual), actual floored at half a million US dollars, the source's unit"
untapped_usd              = "max(potential - actual, 0), current US dollars"
actual_to_potential_ratio = "actual / potential; below 1 the pair trades less than comparable pairs"
change_5y_pct             = "Change of the three-year mean of trade over five years, per cent; null where there was none five years before"
trade_intensity           = "X_ij X_w / (X_i M_j): ease of trade from totals, 1 = proportional to the two totals"
tie_index                 = "Mean over the tie dimensions of what is known, 0 to 1; treaties, which the potential takes in, and values from a later year are left out"
tie_coverage_share        = "Share of the seven tie dimensions in tie_index that are known"
alignment_index           = "Closeness of the two in UN General Assembly votes, 0 to 1"
representation_index      = "Level of the exporter's highest standing mission in the importer, 0 to 1; may be from a later year"
representation_status     = "Status of representation_index: observed, carried forward n years, from a later year, or not reported"
rank_untapped             = "Rank of untapped_usd among all pairs, 1 = largest"
*/
with latest as (select max(year) as year from score.potential),
-- Pairs without a number in the window have no actual; a zero counts, a missing year does not.
windows as (
    select
        p.exporter, p.importer, l.year,
        avg(case when p.year > l.year - 3 and p.trade_usd is not null then p.trade_usd end) as actual_usd,
        avg(case when p.year > l.year - 3 and p.trade_usd is not null then p.potential_usd end) as potential_usd,
        avg(case when p.year between l.year - 7 and l.year - 5 then p.trade_usd end) as before_usd
    from score.potential as p cross join latest as l
    where p.year between l.year - 7 and l.year
    group by p.exporter, p.importer, l.year
),
measured as (
    select
        w.*, sum(actual_usd) over () as world_usd, sum(actual_usd) over (partition by exporter) as exports_usd,
        sum(actual_usd) over (partition by importer) as imports_usd
    from windows as w
    where actual_usd is not null and potential_usd is not null
)
select
    m.exporter, m.importer, i.name as exporter_name, j.name as importer_name,
    i.region as exporter_region, j.region as importer_region, m.year, m.actual_usd, m.potential_usd,
    ln(m.potential_usd / greatest(m.actual_usd, 5e5)) as gap_log,
    greatest(m.potential_usd - m.actual_usd, 0) as untapped_usd,
    m.actual_usd / m.potential_usd as actual_to_potential_ratio,
    100 * (m.actual_usd / nullif(m.before_usd, 0) - 1) as change_5y_pct,
    m.actual_usd * m.world_usd / nullif(m.exports_usd * m.imports_usd, 0) as trade_intensity,
    c.tie_index, c.tie_coverage_share, c.alignment_index, c.representation_index, c.representation_status,
    rank() over (order by greatest(m.potential_usd - m.actual_usd, 0) desc)::integer as rank_untapped
from measured as m
inner join ref.economy as i on m.exporter = i.economy
inner join ref.economy as j on m.importer = j.economy
left join mart.country_pair as c on m.exporter = c.exporter and m.importer = c.importer and m.year = c.year
