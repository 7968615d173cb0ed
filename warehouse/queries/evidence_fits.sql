-- The fits behind the numbers: formula, sample, what was dropped, convergence.
select *
from meta.model_fit
where model_id not like 'curve_%' and model_id not like 'potential_%' or model_id = (select max(model_id) from meta.model_fit where model_id like 'potential_%')
order by model_id
