"""Expected path lengths c(n) as scikit-learn computes them, and the exact ones from harmonic numbers."""

from fractions import Fraction

import numpy as np
import sklearn
from sklearn.ensemble._iforest import _average_path_length

from recording import record

SIZES = [0, 1, 2, 3, 4, 5, 8, 16, 100, 256, 512, 1024]


def exact(n):
    if n < 2:
        return 0.0
    return float(2 * sum(Fraction(1, k) for k in range(1, n)) - Fraction(2 * (n - 1), n))


record(
    "src/learn/fixtures/path-length.json",
    {
        "library": f"scikit-learn {sklearn.__version__}",
        "sizes": SIZES,
        "sklearn": _average_path_length(np.array(SIZES)),
        "exact": [exact(n) for n in SIZES],
    },
)
