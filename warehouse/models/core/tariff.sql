/*
description = "What an importer levies on an exporter's goods in a year, averaged over six-digit tariff lines."
grain       = ["exporter", "importer", "year", "source_id"]
[columns]
exporter        = "Exporting economy, ISO 3166-1 alpha-3"
importer        = "Importing economy, ISO 3166-1 alpha-3"
year            = "Calendar year"
tariff_pct      = "Applied tariff, simple mean over six-digit lines, per cent ad valorem; null where no line has a rate"
duty_free_share = "Share of the six-digit lines with a rate that are free of duty"
line_count      = "Six-digit tariff lines with a rate"
source_id       = "Source the number comes from; see meta.source"
*/
select exporter, importer, year, tariff_pct, duty_free_share, line_count, 'tariffs' as source_id
from staged.tariffs_applied
where exporter <> importer
