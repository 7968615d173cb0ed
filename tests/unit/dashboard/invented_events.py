"""What Germany and Viet Nam have signed, opened, imposed, invested and sold, all of it invented."""

from datetime import date

import polars as pl

from tests.unit.dashboard.invented_evidence import _frame


def tables() -> dict[str, pl.DataFrame]:
    """Return the tables behind the dated facts of a pair, and those on investment and products."""
    both = (("DEU", "VNM"), ("VNM", "DEU"))
    return {
        "core.agreement": _frame(("agreement_id", "agreement_name"), ("1", "Invented Trade Agreement")),
        "core.agreement_member": _frame(
            ("agreement_id", "economy_1", "economy_2", "from_year", "to_year", "is_rta", "source_id"),
            *(("1", one, other, 2005, None, True, "cow_trade") for one, other in both),
        ).with_columns(pl.col("to_year").cast(pl.Int64)),
        "core.treaty": _frame(
            ("treaty_title", "economy_1", "economy_2", "signed_on", "from_year", "to_year", "source_id"),
            ("Invented BIT (1993)", "DEU", "VNM", date(1993, 4, 3), 1998, 2009, "cow_trade"),
        ),
        "core.alliance": _frame(
            ("economy_1", "economy_2", "year", "defence", "neutrality", "non_aggression", "consultation", "source_id"),
            *((*pair, year, False, False, False, True, "cow_trade") for pair in both for year in (2001, 2002)),
            ("FRA", "GBR", 2014, True, False, False, True, "cow_trade"),
        ),
        "core.sanction": _frame(
            ("case_id", "sanctioning", "sanctioned", "year", "restricts_trade", "restricts_arms", "restricts_military",
             "restricts_finance", "restricts_travel", "restricts_other", "source_id"),
            *((7, "DEU", "VNM", year, False, True, False, True, False, False, "cow_trade") for year in (2006, 2007)),
            (8, "USA", "PAK", 2014, True, False, False, False, False, False, "cow_trade"),
        ),
        "core.mission": _frame(
            ("sender", "receiver", "year", "mission_level", "mission_rank", "source_id"),
            ("DEU", "VNM", 2022, 1.0, "embassy", "embassies"),
        ),
        "score.ease_decomposition": _frame(
            ("exporter", "importer", "year", "ease_term", "log_points", "low_log_points", "high_log_points", "ln_ease"),
            *(("DEU", "VNM", 2014, name, value, value - 0.1, value + 0.1, -0.45)
              for name, value in (("geography", -0.6), ("culture", 0.1), ("trade policy", 0.2), ("diplomacy", 0.15),
                                  ("residual", -0.3))),
        ),
        "mart.next_tie": _frame(
            ("exporter", "importer", "exporter_name", "importer_name", "scenario_tie", "scenario_line",
             "rank_next_tie", "rank_next_tie_world", "full_exports_gain_usd", "full_exports_gain_low_usd",
             "full_exports_gain_high_usd", "full_real_gdp_pct", "full_real_gdp_low_pct",
             "full_real_gdp_high_pct", "direct_pct", "direct_low_pct", "direct_high_pct",
             "evidence_badge"),
            ("KEN", "DEU", "Kenya", "Germany", "rta", "2014__sign-rta_KEN_DEU", 1, 1, 4e8, 2e8, 6e8, 0.02, 0.01, 0.03,
             32.0, 12.0, 55.0, "within-pair"),
            ("DEU", "VNM", "Germany", "Viet Nam", "rta", "2014__sign-rta_DEU_VNM", 1, None, 3e8, 1e8, 5e8, 0.01, 0.0,
             0.02, 32.0, 12.0, 55.0, "within-pair"),
        ),
        "mart.investment_opportunity": _frame(
            ("home", "host", "home_name", "host_name", "host_region", "year", "stock_usd", "stock_potential_usd",
             "stock_low_usd", "stock_high_usd", "untapped_usd", "gap_verdict", "is_haven_pair", "tie_index",
             "tie_coverage_share"),
            ("DEU", "VNM", "Germany", "Viet Nam", "East Asia & Pacific", 2014, 2e9, 3e9, 1e9, 9e9, 1e9, "open", False,
             0.5, 0.6),
            ("VNM", "DEU", "Viet Nam", "Germany", "Europe & Central Asia", 2014, 1e7, 4e7, 1e7, 1e8, 3e7,
             "open only with havens and conduits", False, 0.5, 0.6),
            ("IDN", "NLD", "Indonesia", "Netherlands", "Europe & Central Asia", 2014, 1e9, 9e9, 2e9, 2e10, 8e9,
             "haven or conduit", True, 0.4, 0.6),
            ("IDN", "DEU", "Indonesia", "Germany", "Europe & Central Asia", 2014, 1e8, 9e8, 2e8, 2e9, 8e8, "open",
             False, 0.6, 0.6),
            ("IDN", "KEN", "Indonesia", "Kenya", "Sub-Saharan Africa", 2014, 1e7, 6e7, 5e6, 2e8, 5e7, "open", False,
             None, 0.0),
            ("IDN", "VNM", "Indonesia", "Viet Nam", "East Asia & Pacific", 2014, None, 7e7, 5e6, 2e8, None,
             "not reported", False, 0.5, 0.6),
        ),
    }  # fmt: skip
