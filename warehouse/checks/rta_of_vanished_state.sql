/*
rule     = "A state that no longer exists, or does not exist yet, has no trade agreement in force."
severity = "error"
remedy   = "Look at ref.economy_heir: a state's years or its successor may be missing from the seeds."
*/
select r.exporter, r.importer, r.year
from core.rta as r inner join ref.economy as e on r.exporter = e.economy
where r.rta_status = 'observed' and not r.year between coalesce(e.first_year, r.year) and coalesce(e.last_year, r.year)
