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
tie_status  = "observed; carried forward n years from the source's last year before; from a later year: known only from a year after this one, left out of indices and fits by default; or not reported: the source has the pair but no value"
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
-- Only missions are told by more than one source: of those that know a pair in a year the best one stands for it.
best as (
    select m.origin, m.destination, y.year, min(y.source_place) as source_place
    from core.tie_representation as m
    inner join core.tie_year as y
        on m.indicator = y.indicator and m.source_id = y.source_id and m.year = y.taken_year
    where y.is_first and m.value_index is not null
    group by m.origin, m.destination, y.year
)
select
    m.origin, m.destination, y.year, m.dimension, m.indicator, m.raw_value, m.value_index,
    coalesce(y.carried_status, m.tie_status) as tie_status, m.source_id,
    y.is_first and coalesce(y.source_place = b.source_place, true) as is_headline
from measured as m
inner join core.tie_year as y on m.indicator = y.indicator and m.source_id = y.source_id and m.year = y.taken_year
left join ref.economy as i on m.origin = i.economy
left join ref.economy as j on m.destination = j.economy
left join best as b
    on m.dimension = 'representation' and m.origin = b.origin and m.destination = b.destination and y.year = b.year
where
    y.carried_status is null
    or (
        m.tie_status = 'observed'
        and y.year between coalesce(i.first_year, y.year) and coalesce(i.last_year, y.year)
        and y.year between coalesce(j.first_year, y.year) and coalesce(j.last_year, y.year)
    )
