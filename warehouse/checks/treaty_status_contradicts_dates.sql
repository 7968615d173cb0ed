/*
rule     = "An investment treaty in force has a day of entry and none of termination; one that is signed has neither."
severity = "warning"
remedy   = "Look at the treaty in the source's sheets of both parties."
*/
select treaty_title, economy_1, economy_2, treaty_status, entered_on, terminated_on
from core.treaty
where (treaty_status = 'In force' and (entered_on is null or terminated_on is not null))
    or (treaty_status = 'Signed' and (entered_on is not null or terminated_on is not null))
    or (treaty_status = 'Terminated' and terminated_on is null)
