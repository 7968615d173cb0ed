/*
description = "How close an economy is to its partners in a year, dimension by dimension: means of the values that stand for the dimension and are not from a later year."
grain       = ["economy", "dimension", "year"]
[columns]
economy          = "Economy, ISO 3166-1 alpha-3 (3166-3 for vanished states)"
dimension        = "One of the eight dimensions of closeness: representation, alignment, …"
year             = "Calendar year"
mean_value_index = "Mean over partners of the closeness to them, each with the same weight, 0 to 1"
partner_count    = "Partners with a number"
tie_status       = "observed; carried forward n years from the source's last year before; from a later year: known only from a year after this one, left out of indices and fits by default; or not reported: the source has the pair but no value"
*/
select
    origin as economy, dimension, year, avg(value_index) as mean_value_index,
    cast(count(*) as integer) as partner_count, min(tie_status) as tie_status
from core.tie
where is_headline and value_index is not null and tie_status <> 'from a later year'
group by origin, dimension, year
