/*
rule     = "Trade by product is never negative, and no economy trades with itself."
severity = "error"
remedy   = "Look at the source's parser: a mark for missing was read as a number, or two codes were mapped to one economy."
*/
select exporter, importer, year, product_code, value_usd from core.trade_product where value_usd < 0 or exporter = importer
