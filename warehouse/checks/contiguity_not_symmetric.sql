/*
rule     = "Who touches is touched, in the same way."
severity = "warning"
remedy   = "Look at the pair in the contiguity source."
*/
select a.origin, a.destination, a.year, a.contiguity_type, b.contiguity_type as contiguity_type_back
from core.contiguity as a
left join core.contiguity as b on a.origin = b.destination and a.destination = b.origin and a.year = b.year
where b.year is null or a.contiguity_type <> b.contiguity_type
