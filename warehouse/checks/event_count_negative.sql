/*
rule     = "Events are counted: never negative."
severity = "error"
remedy   = "Look at the source's parser: a mark for missing was read as a number."
*/
select origin, destination, year from core.event
where verbal_cooperation < 0 or material_cooperation < 0 or verbal_conflict < 0 or material_conflict < 0
