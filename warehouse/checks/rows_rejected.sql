/*
rule     = "Most of what a source publishes is used: fewer than 5 % of its rows are rejected."
severity = "warning"
remedy   = "Read meta.rejected_row for the reasons; a publisher may have changed a code list."
*/
select source_id, row_count, rejected_count
from meta.source
where rejected_count > 0.05 * (row_count + rejected_count)
