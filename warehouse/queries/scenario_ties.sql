-- Ties of a year that a scenario may change.
select actor, partner, year, scenario_tie, tie_value from score.scenario_tie where year = $year
