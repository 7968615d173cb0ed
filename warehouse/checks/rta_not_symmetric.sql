/*
rule     = "A regional trade agreement binds both: it is in force both ways, and of one depth."
severity = "error"
remedy   = "Look at core.rta: a pair was taken one way only."
*/
select a.exporter, a.importer, a.year
from core.rta as a
left join core.rta as b on a.exporter = b.importer and a.importer = b.exporter and a.year = b.year
where b.year is null or a.agreement_count <> b.agreement_count or a.rta_depth_index <> b.rta_depth_index
