/*
rule     = "Every visa requirement has its place between closed and open; days of stay go with free entry only."
severity = "error"
remedy   = "Add the requirement to core.tie_mobility and to the source's definition."
*/
select v.origin, v.destination, v.year, v.visa_requirement, v.visa_free_days
from core.visa as v
left join core.tie_mobility as t on v.origin = t.origin and v.destination = t.destination and v.year = t.year
where (t.value_index is null and not v.is_covid_ban)
    or (v.visa_free_days is not null and (v.visa_requirement <> 'visa free' or v.visa_free_days not between 1 and 3660))
