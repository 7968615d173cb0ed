/*
description = "How close two economies are, from 1990, one indicator at a time, with the status of each value. A year that a source does not cover takes the value of its last year before, else of its first year after, as far as the seed tie_indicator allows; no row: not reported."
grain       = ["origin", "destination", "year", "indicator", "source_id"]
[columns]
origin      = "Economy the tie runs from: sender of the mission, voter, citizen's home; ISO 3166-1 alpha-3"
destination = "Economy the tie runs to, ISO 3166-1 alpha-3"
year        = "Calendar year"
dimension   = "One of the eight dimensions of closeness: representation, alignment, …"
indicator   = "What is measured within the dimension"
raw_value   = "The indicator as measured, in its own unit"
value_index = "The indicator on a scale from 0 to 1, 1 = closest; the normalisation is described in the methods page"
tie_status  = "observed, or from a later year: known only from a year after this one, left out of indices and fits by default"
source_id   = "Source the number comes from; see meta.source"
is_headline = "Whether this value stands for its dimension: the dimension's first indicator, observed rather than carried, from the source of highest precedence (seeds tie_indicator and source_precedence)"
*/
with measured as (
    select origin, destination, year, dimension, indicator, raw_value, value_index, tie_status, source_id
    from core.tie_representation
    union all
    select origin, destination, year, dimension, indicator, raw_value, value_index, tie_status, source_id
    from core.tie_alignment
    union all
    select origin, destination, year, dimension, indicator, raw_value, value_index, tie_status, source_id
    from core.tie_security
    union all
    select origin, destination, year, dimension, indicator, raw_value, value_index, tie_status, source_id
    from core.tie_institutions
    union all
    select origin, destination, year, dimension, indicator, raw_value, value_index, tie_status, source_id
    from core.tie_treaties
    union all
    select origin, destination, year, dimension, indicator, raw_value, value_index, tie_status, source_id
    from core.tie_mobility
    union all
    select origin, destination, year, dimension, indicator, raw_value, value_index, tie_status, source_id
    from core.tie_events
    union all
    select origin, destination, year, dimension, indicator, raw_value, value_index, tie_status, source_id
    from core.tie_coercion
),
covered as (select distinct indicator, source_id, year from measured),
wanted as (
    select distinct c.indicator, c.source_id, t.year
    from (select distinct indicator, source_id from covered) as c
    cross join (select distinct year from core.trade where year >= 1990) as t
    where not exists (
        select 1 from covered as k where k.indicator = c.indicator and k.source_id = c.source_id and k.year = t.year
    )
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
    select
        indicator, source_id, year, coalesce(year_before, year_after) as taken_year,
        case when year_before is null then 'from a later year'
            else concat('carried forward ', cast(year - year_before as varchar), ' years') end as tie_status
    from nearest
    where year_before is not null or year_after is not null
),
carried as (
    select
        m.origin, m.destination, t.year, m.dimension, m.indicator, m.raw_value, m.value_index, t.tie_status, m.source_id
    from measured as m
    inner join taken as t on m.indicator = t.indicator and m.source_id = t.source_id and m.year = t.taken_year
    inner join ref.economy as i
        on m.origin = i.economy and t.year between coalesce(i.first_year, t.year) and coalesce(i.last_year, t.year)
    inner join ref.economy as j
        on m.destination = j.economy and t.year between coalesce(j.first_year, t.year) and coalesce(j.last_year, t.year)
    where m.tie_status = 'observed'
),
every_row as (
    select * from measured
    union all
    select * from carried
),
ranked as (
    select
        r.*, i.is_headline as is_first,
        case
            when r.tie_status = 'observed' then 0
            when r.tie_status = 'from a later year' then 200
            when r.tie_status = 'not reported' then 300
            else 100
        end + coalesce(p.rank, 0) as place
    from every_row as r
    left join seed.tie_indicator as i on r.indicator = i.indicator
    left join (select source_id, rank from seed.source_precedence where quantity = 'mission') as p on r.source_id = p.source_id
),
contested as (
    select origin, destination, year, min(place) as best
    from ranked
    where indicator = 'mission_level'
    group by origin, destination, year
)
select
    r.origin, r.destination, r.year, r.dimension, r.indicator, r.raw_value, r.value_index, r.tie_status, r.source_id,
    coalesce(r.is_first, false) and coalesce(r.place = c.best, true) as is_headline
from ranked as r
left join contested as c
    on r.indicator = 'mission_level' and r.origin = c.origin and r.destination = c.destination and r.year = c.year
