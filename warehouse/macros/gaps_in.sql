/*
question = "Where was trade missing in an earlier year, and what became of it?"
returns  = "One row per directed pair, largest untapped trade first: actual and potential as in mart.opportunity, current US dollars, mean of the year and the two before; ties of the year; change from and to the means five years before and after, per cent, where all their years are covered"
example  = "from mart.gaps_in(2009) where exporter = 'IDN' limit 10"
*/
create or replace macro mart.gaps_in(in_year) as table
with known as (select min(year) as first_year, max(year) as last_year from score.potential),
flows as (
    select
        exporter, importer,
        avg(trade_usd) filter (year between in_year - 2 and in_year) as actual_usd,
        avg(potential_usd) filter (year between in_year - 2 and in_year) as potential_usd,
        avg(trade_usd) filter (year between in_year - 7 and in_year - 5) as before_usd,
        avg(trade_usd) filter (year between in_year + 3 and in_year + 5) as after_usd
    from score.potential
    where year between in_year - 7 and in_year + 5 and trade_usd is not null
    group by exporter, importer
)
select
    f.exporter, f.importer, i.name as exporter_name, j.name as importer_name, i.region as exporter_region,
    j.region as importer_region, cast(in_year as integer) as year, f.actual_usd, f.potential_usd,
    greatest(f.potential_usd - f.actual_usd, 0) as untapped_usd, f.actual_usd / f.potential_usd as actual_to_potential_ratio,
    case when in_year - 7 >= k.first_year then 100 * (f.actual_usd / nullif(f.before_usd, 0) - 1) end as change_5y_pct,
    case when in_year + 5 <= k.last_year then 100 * (f.after_usd / nullif(f.actual_usd, 0) - 1) end as change_after_pct,
    c.tie_index, c.tie_coverage_share, c.alignment_index, c.representation_index, c.representation_status
from flows as f cross join known as k
inner join ref.economy as i on f.exporter = i.economy
inner join ref.economy as j on f.importer = j.economy
left join mart.country_pair as c on f.exporter = c.exporter and f.importer = c.importer and c.year = in_year
where f.potential_usd > 0
order by untapped_usd desc, potential_usd desc, exporter, importer
