"""Shapley values of shap's TreeExplainer on two small scikit-learn forests, with the forests themselves."""

import numpy as np
import shap
import sklearn
from sklearn.ensemble import IsolationForest, RandomForestClassifier

from recording import record

rng = np.random.default_rng(7)
data = np.round(np.vstack([rng.standard_normal((380, 5)), rng.uniform(-5, 5, (20, 5))]), 3).astype(np.float32)
label = ((data[:, 0] * data[:, 1] > 0.2) | (data[:, 2] > 1)).astype(int)
rows = np.round(np.vstack([data[:12], rng.uniform(-6, 6, (12, 5))]), 3).astype(np.float32)


def tree(estimator, value):
    t = estimator.tree_
    return {
        "left": t.children_left,
        "right": t.children_right,
        "feature": t.feature,
        "threshold": t.threshold,
        "cover": t.weighted_n_node_samples,
        "samples": t.n_node_samples,
        "value": value(t),
    }


isolation = IsolationForest(n_estimators=12, max_samples=64, random_state=1).fit(data)
isolation_shap = shap.TreeExplainer(isolation)
forest = RandomForestClassifier(n_estimators=8, max_depth=7, random_state=1).fit(data, label)
forest_shap = shap.TreeExplainer(forest)


def share_of_second(t):
    value = t.value[:, 0, :]
    return value[:, 1] / value.sum(axis=1)


record(
    "src/explain/fixtures/tree-shap.json",
    {
        "library": f"shap {shap.__version__}, scikit-learn {sklearn.__version__}",
        "rows": [[float(str(x)) for x in row] for row in rows],
        "isolation": {
            "sample": 64,
            "trees": [tree(e, lambda t: []) for e in isolation.estimators_],
            "base": float(np.ravel(isolation_shap.expected_value)[0]),
            "values": isolation_shap.shap_values(rows),
            "scores": -isolation.score_samples(rows),
        },
        "classifier": {
            "trees": [tree(e, share_of_second) for e in forest.estimators_],
            "base": float(np.ravel(forest_shap.expected_value)[1]),
            "values": np.asarray(forest_shap.shap_values(rows))[:, :, 1],
            "scores": forest.predict_proba(rows)[:, 1],
        },
    },
)
