/*
description = "Reported events as a tie, from 1990: logarithm of 1 + cooperative events less that of 1 + conflictual ones; 0.5 where they balance or nothing was reported, 1 the most cooperative pair and year, or as far below 0.5 for conflict."
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
with balances as (
    select
        origin, destination, year, source_id,
        ln(1.0 + verbal_cooperation + material_cooperation) - ln(1.0 + verbal_conflict + material_conflict) as balance
    from core.event
    where year >= 1990
),
spread as (select max(abs(balance)) as largest from balances)
select
    b.origin, b.destination, b.year, 'events' as dimension, 'cooperation_balance' as indicator, b.balance as raw_value,
    case when s.largest > 0 then 0.5 + 0.5 * b.balance / s.largest else 0.5 end as value_index,
    'observed' as tie_status, b.source_id
from balances as b cross join spread as s
