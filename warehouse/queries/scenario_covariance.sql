-- Covariance of the coefficients that what-ifs draw from.
select term, other_term, covariance from score.scenario_covariance order by term, other_term
