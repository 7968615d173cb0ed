/*
description = "Closeness in the United Nations General Assembly as a tie, from 1990: distance of ideal points, 1 less its share of the largest distance of any pair in any year."
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
*/
with ideal as (select economy, year, ideal_point from staged.un_ideal_points_ideal_point where ideal_point is not null),
spread as (
    select max(width) as largest
    from (select max(ideal_point) - min(ideal_point) as width from ideal group by year) as by_year
)
select
    i.economy as origin, j.economy as destination, i.year, 'alignment' as dimension,
    'un_ideal_point_distance' as indicator, abs(i.ideal_point - j.ideal_point) as raw_value,
    1 - abs(i.ideal_point - j.ideal_point) / s.largest as value_index, 'observed' as tie_status,
    'un_ideal_points' as source_id
from ideal as i
inner join ideal as j on i.year = j.year and i.economy <> j.economy
cross join spread as s
where i.year >= 1990
