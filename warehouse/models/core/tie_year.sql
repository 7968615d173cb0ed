/*
description = "Which year of a source stands for which calendar year, for each tie indicator: its own where the source covers it; else, for years with trade, the last one before or the first one after, as far as the seed tie_indicator allows."
grain       = ["indicator", "source_id", "year"]
[columns]
indicator      = "What is measured within the dimension"
source_id      = "Source the number comes from; see meta.source"
year           = "Calendar year"
taken_year     = "Year of the source that stands for this one"
carried_status = "carried forward n years or from a later year; null where the source covers the year itself"
is_first       = "Whether the indicator is the one that stands for its dimension (seed tie_indicator)"
source_place   = "Order of preference among sources for an indicator and year, 1 = best: those that cover the year, then those carried forward, then those known only later; among them by the seed source_precedence"
*/
with covered as (
    select indicator, source_id, year from core.tie_representation
    union
    select indicator, source_id, year from core.tie_alignment
    union
    select indicator, source_id, year from core.tie_security
    union
    select indicator, source_id, year from core.tie_institutions
    union
    select indicator, source_id, year from core.tie_treaties
    union
    select indicator, source_id, year from core.tie_mobility
    union
    select indicator, source_id, year from core.tie_events
    union
    select indicator, source_id, year from core.tie_coercion
),
trade_years as (select distinct year from core.trade where year >= 1990),
wanted as (
    select s.indicator, s.source_id, y.year from covered as s cross join trade_years as y
    except
    select indicator, source_id, year from covered
),
nearest as (
    select
        w.indicator, w.source_id, w.year,
        max(case when c.year < w.year and w.year - c.year <= i.carry_forward_years then c.year end) as year_before,
        min(case when c.year > w.year and c.year - w.year <= i.carry_back_years then c.year end) as year_after
    from wanted as w
    inner join covered as c on w.indicator = c.indicator and w.source_id = c.source_id
    inner join seed.tie_indicator as i on w.indicator = i.indicator
    group by w.indicator, w.source_id, w.year
),
taken as (
    select indicator, source_id, year, year as taken_year, null as carried_status, 0 as doubt from covered
    union all
    select
        indicator, source_id, year, year_before,
        concat('carried forward ', cast(year - year_before as varchar), ' years'), 1
    from nearest
    where year_before is not null
    union all
    select indicator, source_id, year, year_after, 'from a later year', 2
    from nearest
    where year_before is null and year_after is not null
)
select
    t.indicator, t.source_id, t.year, t.taken_year, t.carried_status, coalesce(i.is_headline, false) as is_first,
    row_number() over (partition by t.indicator, t.year order by t.doubt, coalesce(p.rank, 99), t.source_id) as source_place
from taken as t
left join seed.tie_indicator as i on t.indicator = i.indicator
left join (select source_id, min(rank) as rank from seed.source_precedence group by source_id) as p on t.source_id = p.source_id
