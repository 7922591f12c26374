"""Local weights of lime on five cases, averaged over seeds: the order in which ours must come."""

import importlib.metadata

import numpy as np
from lime.lime_tabular import LimeTabularExplainer

from recording import record

rng = np.random.default_rng(3)
NAMES = ["a", "b", "c", "d", "e", "f"]
training = np.round(
    np.column_stack(
        [
            rng.standard_normal(500),
            np.exp(rng.standard_normal(500)),
            rng.uniform(0, 10, 500),
            rng.standard_normal(500) * 3,
            rng.integers(0, 24, 500),
            rng.standard_normal(500),
        ]
    ),
    2,
)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# The tests hold the same five functions.
MODELS = {
    "linear": lambda x: 3 * x[:, 0] + 1.2 * x[:, 2] - 0.4 * x[:, 3],
    "logistic": lambda x: sigmoid(2 * x[:, 0] - 1.5 * x[:, 1] + 0.25 * x[:, 2]),
    "steps": lambda x: 4.0 * (x[:, 2] > 7.5) + 2.0 * (x[:, 3] < 0) + 1.0 * (x[:, 4] >= 12) + 0.4 * (x[:, 5] > 0),
    "product": lambda x: x[:, 0] * x[:, 3] + 0.5 * x[:, 2],
    "distance": lambda x: np.sqrt(x[:, 0] ** 2 + (x[:, 3] / 3) ** 2 + 0.02 * (x[:, 4] - 12) ** 2),
}
ROWS = {
    "linear": [1.5, 0.5, 9.0, -4.0, 3, 0.1],
    "logistic": [-0.9, 2.5, 1.0, 0.3, 20, -0.2],
    "steps": [0.2, 1.0, 8.5, -1.0, 15, 1.2],
    "product": [1.8, 0.7, 0.6, 5.0, 6, 0.4],
    "distance": [-2.0, 1.0, 4.0, 6.5, 1, 0.0],
}
SEEDS = 10

cases = []
for name, model in MODELS.items():
    totals = np.zeros(len(NAMES))
    for seed in range(SEEDS):
        explainer = LimeTabularExplainer(training, mode="regression", feature_names=NAMES, random_state=seed)
        explained = explainer.explain_instance(np.array(ROWS[name]), model, num_features=6, num_samples=5000)
        for feature, weight in explained.as_map()[1]:
            totals[feature] += weight / SEEDS
    cases.append({"model": name, "row": ROWS[name], "weights": np.round(totals, 5)})
    print(name, dict(zip(NAMES, np.round(totals, 3))))

record(
    "src/explain/fixtures/lime.json",
    {"library": f"lime {importlib.metadata.version('lime')}", "names": NAMES, "training": training, "cases": cases},
)
