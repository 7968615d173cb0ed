/*
rule     = "A sanction has a sender and a target that differ, and restricts something."
severity = "error"
remedy   = "Look at the case in its source, and at core.sanction."
*/
select case_id, sanctioning, sanctioned, year from core.sanction
where sanctioning = sanctioned
    or not (restricts_trade or restricts_arms or restricts_military or restricts_finance or restricts_travel or restricts_other)
