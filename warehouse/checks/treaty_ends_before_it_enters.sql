/*
rule     = "No investment treaty is terminated before it enters into force, or enters before it is signed."
severity = "warning"
remedy   = "Look at the treaty in the source's sheets of both parties."
*/
select treaty_title, economy_1, economy_2, signed_on, entered_on, terminated_on
from core.treaty
where terminated_on < entered_on or entered_on < signed_on
