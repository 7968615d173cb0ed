/*
rule     = "Every agreement that was in force binds someone."
severity = "warning"
remedy   = "Look at the agreement's members in the source: a code may not map (meta.rejected_row), or a withdrawal leaves no one."
*/
select agreement_id, agreement_name, entry_year
from core.agreement
where agreement_kind <> 'withdrawal' and entry_year is not null
    and agreement_id not in (select agreement_id from core.agreement_member)
