"""Tails of distributions and two-sample statistics as scipy computes them."""

import numpy as np
import scipy
from scipy import spatial, special, stats

from recording import record

a = [(37 * i % 101) / 100 for i in range(60)]
b = [(53 * i % 97) / 97 * 0.9 + 0.15 for i in range(80)]
edges = np.quantile(a, np.arange(1, 10) / 10)
counts = [np.bincount(np.searchsorted(edges, x, side="left"), minlength=10) for x in (a, b)]
table = stats.chi2_contingency(counts, correction=False)

gamma = [(p, x) for p in (0.5, 1, 2.5, 10, 60, 400) for x in (0.01, 0.7, 2, 9, 30, 70, 430, 900)]
beta = [(p, q, x) for p in (0.5, 1, 3, 40) for q in (0.5, 2, 25) for x in (0.001, 0.1, 0.4, 0.9, 0.999)]
chi = [(tail, freedom) for tail in (0.5, 0.05, 0.01, 1e-6) for freedom in (1, 2, 9, 30, 200)]
kolmogorov = [(d, n) for n in (1, 5, 34, 140, 500, 5000) for d in (0.02, 0.05, 0.1, 0.158333, 0.3, 0.7)]
rates = [0.01, 0.2, 0.03, 0.04, 0.5, 0.001, 0.04]

record(
    "src/learn/fixtures/statistics.json",
    {
        "library": f"scipy {scipy.__version__}",
        "logGamma": [(x, special.gammaln(x)) for x in (0.1, 0.5, 1, 1.5, 2, 10.3, 170, 5000)],
        "gamma": [(p, x, special.gammainc(p, x), special.gammaincc(p, x)) for p, x in gamma],
        "beta": [(p, q, x, special.betainc(p, q, x)) for p, q, x in beta],
        "chiSquare": [(tail, freedom, stats.chi2.isf(tail, freedom)) for tail, freedom in chi],
        "kolmogorov": [(d, n, stats.kstwo.sf(d, n)) for d, n in kolmogorov],
        "rates": [(p, q) for p, q in zip(rates, stats.false_discovery_control(rates))],
        "counts": counts,
        "kolmogorovSmirnov": stats.ks_2samp(a, b, method="asymp"),
        "wasserstein": stats.wasserstein_distance(a, b),
        "jensenShannon": spatial.distance.jensenshannon(counts[0], counts[1], base=2),
        "chiSquareTest": [table.statistic, table.dof, table.pvalue],
    },
)
