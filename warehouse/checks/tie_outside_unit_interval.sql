/*
rule     = "Normalised ties lie between 0 and 1."
severity = "error"
remedy   = "Look at the normalisation in core.tie."
*/
select origin, destination, year, indicator, value_index from core.tie where not value_index between 0 and 1
