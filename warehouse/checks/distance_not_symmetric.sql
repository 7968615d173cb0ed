/*
rule     = "Distance is the same both ways."
severity = "warning"
remedy   = "Look at the pair in the distance source."
*/
select a.exporter, a.importer, a.distance_km, b.distance_km as distance_back_km
from core.gravity as a inner join core.gravity as b on a.exporter = b.importer and a.importer = b.exporter
where a.exporter < a.importer and abs(a.distance_km - b.distance_km) > 1
