/*
rule     = "Every name in a sanction is an economy, or a bloc whose members are known."
severity = "warning"
remedy   = "Add the name to warehouse/seeds/bloc.csv with its dated members, or to the aliases in warehouse/seeds/economy.csv."
*/
select bloc, sanction_side, count(*) as case_count from core.sanction_bloc where not is_known group by bloc, sanction_side
