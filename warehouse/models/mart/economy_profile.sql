/*
description = "One line for each economy: how complex and concentrated its exports are, and how it fits those it sells to."
grain       = ["economy"]
[columns]
economy                     = "Economy, ISO 3166-1 alpha-3 (3166-3 for vanished states)"
name                        = "Short English name"
region                      = "World Bank region"
income_group                = "World Bank income group, current classification"
year                        = "Calendar year"
product_count               = "Products told apart"
advantage_count             = "Products the economy exports with revealed comparative advantage of one or more"
economic_complexity_index   = "Economic complexity (Hidalgo & Hausmann 2009), mean 0, standard deviation 1 within the year; levels do not compare across years; null where it is not determined"
continuous_complexity_index = "Economic complexity from RCA / (1 + RCA) instead of yes or no (Atlas of Economic Complexity); null where it is not determined"
is_complexity_meaningful    = "Whether there are products enough (a hundred) for densities and complexities to mean what their names say; sections alone do not"
product_concentration_index = "Herfindahl-Hirschman index of exports over products, normalised: 0 even, 1 a single product"
market_concentration_index  = "Herfindahl-Hirschman index of exports over partners, normalised: 0 even, 1 a single partner"
mean_complementarity_index  = "Complementarity with all partners, mean with equal weights, 0 to 1"
*/
with fit as (select exporter, avg(complementarity_index) as mean_complementarity_index from score.product_pair group by exporter)
select
    b.economy, e.name, e.region, e.income_group, b.year, b.product_count, b.advantage_count, b.economic_complexity_index,
    b.continuous_complexity_index, b.is_complexity_meaningful, b.product_concentration_index,
    b.market_concentration_index, f.mean_complementarity_index
from score.economy_basket as b
inner join ref.economy as e on b.economy = e.economy
left join fit as f on b.economy = f.exporter
