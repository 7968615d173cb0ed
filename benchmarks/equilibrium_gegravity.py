"""gegravity's side of `benchmarks.equilibrium`; runs where gegravity is installed and imports nothing of ours."""

import sys
import time
import warnings

import gegravity as ge
import numpy as np
import pandas as pd


def model(trade, change, sigma):
    economies = [f"E{k:03d}" for k in range(len(trade))]
    exporter, importer = np.indices(trade.shape).reshape(2, -1)
    output, expenditure = trade.sum(axis=1), trade.sum(axis=0)
    costs = trade * trade.sum() / (output[:, None] * expenditure)
    frame = pd.DataFrame(
        {
            "exporter": np.array(economies)[exporter],
            "importer": np.array(economies)[importer],
            "year": "2000",
            "trade": trade.ravel(),
            "Y": output[exporter],
            "E": expenditure[importer],
            "log_costs": np.log(costs).ravel(),
            "log_change": 0.0,
        }
    )
    coefficients = pd.DataFrame({"name": ["log_costs", "log_change"], "value": [1.0, 1.0], "error": [0.1, 0.1]})
    built = ge.OneSectorGE(
        ge.BaselineData(
            frame.copy(),
            imp_var_name="importer",
            exp_var_name="exporter",
            year_var_name="year",
            trade_var_name="trade",
            expend_var_name="E",
            output_var_name="Y",
        ),
        year="2000",
        cost_coeff_values=ge.CostCoeffs(coefficients, identifier_col="name", coeff_col="value", stderr_col="error"),
        cost_variables=["log_costs", "log_change"],
        reference_importer=economies[0],
        sigma=sigma,
        quiet=True,
    )
    built.build_baseline(omr_rescale=1)
    built.define_experiment(frame.assign(log_change=change.ravel()))
    return built, economies


def main(given: str, answer: str) -> None:
    warnings.simplefilter("ignore")
    with np.load(given) as held:
        built, economies = model(held["trade"], held["change"], float(held["sigma"]))
    wall, cpu = time.perf_counter(), time.process_time()
    built.simulate()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    flows = built.bilateral_trade_results["experiment trade"].unstack().loc[economies, economies]
    prices = built.factory_gate_prices.loc[economies].to_numpy()[:, 0]
    np.savez(answer, prices=prices, trade=flows.to_numpy(), wall=wall, cpu=cpu)


if __name__ == "__main__":
    main(*sys.argv[1:])
