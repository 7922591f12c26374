"""Decision values, offsets and numbers of support vectors of LIBSVM on ten generated sets."""

import numpy as np
import sklearn
from sklearn.svm import OneClassSVM

from recording import record


def points(rng, rows, columns, kind):
    if kind == "normal":
        x = rng.standard_normal((rows, columns))
    elif kind == "uniform":
        x = rng.uniform(-2, 3, (rows, columns))
    elif kind == "clusters":
        x = rng.standard_normal((rows, columns)) * 0.4 + 4 * rng.integers(0, 3, (rows, 1))
    else:
        x = np.exp(rng.standard_normal((rows, columns)))
    return np.round(x, 3)


# kind of data, rows, columns, parameters
CASES = [
    ("normal", 200, 4, {"kernel": "rbf", "gamma": "scale", "nu": 0.5}),
    ("normal", 180, 9, {"kernel": "rbf", "gamma": "auto", "nu": 0.05}),
    ("clusters", 240, 3, {"kernel": "rbf", "gamma": 0.7, "nu": 0.1}),
    ("uniform", 150, 2, {"kernel": "rbf", "gamma": 2.0, "nu": 0.3}),
    ("skewed", 200, 5, {"kernel": "rbf", "gamma": "scale", "nu": 0.2}),
    ("normal", 120, 20, {"kernel": "rbf", "gamma": 0.01, "nu": 0.9}),
    ("skewed", 160, 4, {"kernel": "linear", "nu": 0.25}),
    ("uniform", 150, 3, {"kernel": "poly", "gamma": 0.5, "degree": 3, "coef0": 1.0, "nu": 0.4}),
    ("clusters", 150, 2, {"kernel": "poly", "gamma": "auto", "degree": 2, "coef0": 0.5, "nu": 0.15}),
    ("normal", 150, 4, {"kernel": "sigmoid", "gamma": 0.05, "coef0": 0.2, "nu": 0.3}),
]

cases = []
for seed, (kind, rows, columns, parameters) in enumerate(CASES):
    rng = np.random.default_rng(seed)
    train = points(rng, rows, columns, kind)
    test = np.vstack([points(rng, 15, columns, kind), np.round(rng.uniform(-6, 8, (10, columns)), 3)])
    model = OneClassSVM(**parameters).fit(train)
    cases.append(
        {
            "kind": kind,
            "parameters": parameters,
            "train": train,
            "test": test,
            "rho": -model.intercept_[0],
            "supportVectors": len(model.support_),
            "decisions": np.round(model.decision_function(test), 9),
        }
    )

record("src/learn/fixtures/one-class-svm.json", {"library": f"scikit-learn {sklearn.__version__}", "cases": cases})
