/*
rule     = "Most of what a source publishes is used: fewer than 5 % of its rows about economies are rejected."
severity = "warning"
remedy   = "Read meta.rejected_row for the reasons; a publisher may have changed a code list."
*/
with wrong as (
    select source_id, count(*) as rejected from meta.rejected_row
    where reason <> 'aggregate, not an economy'
    group by source_id
)
select source_id, row_count, rejected from meta.source inner join wrong using (source_id)
where rejected > 0.05 * (row_count + rejected)
