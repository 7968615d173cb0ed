/*
rule     = "Hardly an importer levies more than ten times the value on all goods of a partner."
severity = "warning"
remedy   = "Look at the unit of the tariff file: shares and per cent may have been mixed up."
*/
select exporter, importer, year, tariff_pct from core.tariff where tariff_pct > 1000
