/*
description = "How close two economies are, from 1990: one value for each of the eight dimensions, from the indicator and the source that stand for it. Values known only from a later year are shown and left out of indices and fits."
grain       = ["origin", "destination", "year", "dimension"]
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
select origin, destination, year, dimension, indicator, raw_value, value_index, tie_status, source_id
from core.tie
where is_headline
