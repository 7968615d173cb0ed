-- Coefficients of the gravity models.
select *
from score.gravity_coefficient
order by model_id, term
