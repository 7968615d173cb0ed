/*
rule     = "A mission's level lies between 0 and 1, and no economy keeps one in itself."
severity = "error"
remedy   = "Add the kind of mission or code to core.mission."
*/
select sender, receiver, year, mission_level, mission_rank, source_id
from core.mission
where mission_level not between 0 and 1 or sender = receiver
