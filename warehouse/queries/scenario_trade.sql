-- Fitted trade that what-ifs of a year start from.
select exporter, importer, fitted_usd from score.scenario_trade where year = $year
