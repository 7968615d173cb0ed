/*
rule     = "No two places are further apart than half the way around the earth, and none has a distance below zero."
severity = "error"
remedy   = "Look at the unit in the distance source's parser: kilometres are expected."
*/
select exporter, importer, distance_km, distance_source_id from core.gravity where distance_km not between 0 and 20040
