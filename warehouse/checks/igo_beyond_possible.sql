/*
rule     = "A pair shares no more organisations than either of the two shares with anyone."
severity = "error"
remedy   = "Look at core.igo: a dyad is counted twice, or a code maps to the wrong economy."
*/
select economy_1, economy_2, year, joint_igo_count, possible_igo_count
from core.igo
where joint_igo_count > possible_igo_count or joint_igo_count < 0
