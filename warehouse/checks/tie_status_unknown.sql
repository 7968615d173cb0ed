/*
rule     = "A tie is observed, carried forward, from a later year, or not reported; only what is not reported has no value."
severity = "error"
remedy   = "Look at the table core.tie_<dimension> that the row comes from."
*/
select origin, destination, year, indicator, value_index, tie_status
from core.tie
where not (tie_status in ('observed', 'from a later year', 'not reported') or tie_status like 'carried forward % years')
    or (value_index is null) <> (tie_status = 'not reported')
