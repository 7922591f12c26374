"""Areas under the ROC curve of scikit-learn's estimators over five seeds.

Without arguments: on generated sets, recorded as a fixture together with the sets.
With a folder of ADBench `.npz` files: printed as a table, to be compared with `npm run bench -- learn --sets FOLDER`.
"""

import pathlib
import sys

import numpy as np
import sklearn
from sklearn.ensemble import IsolationForest, RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler
from sklearn.svm import OneClassSVM

from recording import record

SEEDS = range(5)


def isolation_forest(x, y):
    models = (IsolationForest(n_estimators=250, random_state=seed).fit(x) for seed in SEEDS)
    return [roc_auc_score(y, -model.score_samples(x)) for model in models]


def one_class_svm(x, y):
    z = StandardScaler().fit_transform(x)
    return [roc_auc_score(y, -OneClassSVM(nu=0.5).fit(z).decision_function(z))]


def random_forest(x, y):
    """Learns from the even rows, is judged on the odd ones."""
    models = (RandomForestClassifier(random_state=seed).fit(x[::2], y[::2]) for seed in SEEDS)
    return [roc_auc_score(y[1::2], model.predict_proba(x[1::2])[:, 1]) for model in models]


ESTIMATORS = {"isolation-forest": isolation_forest, "one-class-svm": one_class_svm, "random-forest": random_forest}


def scattered(rng):
    x = rng.standard_normal((380, 5)) @ rng.standard_normal((5, 5)) * 0.6
    return np.vstack([x, rng.uniform(-5, 5, (30, 5))]), 30


def clustered(rng):
    centres = np.array([[0, 0, 0, 0], [5, 5, 0, 0], [0, 5, 5, 1]])
    x = centres[rng.integers(0, 3, 380)] + rng.standard_normal((380, 4)) * 0.7
    return np.vstack([x, rng.uniform(-3, 8, (40, 4))]), 40


def skewed(rng):
    x = np.exp(rng.standard_normal((380, 6)) * 0.7)
    return np.vstack([x, np.exp(rng.standard_normal((25, 6)) * 1.1 + 0.4)]), 25


def generated():
    sets = []
    for seed, make in enumerate([scattered, clustered, skewed]):
        rng = np.random.default_rng(seed)
        x, strange = make(rng)
        y = np.zeros(len(x), dtype=int)
        y[-strange:] = 1
        order = rng.permutation(len(x))
        x, y = np.round(x[order], 2), y[order]
        areas = {name: np.round(judge(x, y), 6) for name, judge in ESTIMATORS.items()}
        sets.append({"name": make.__name__, "rows": x, "strange": y, "areas": areas})
    fixture = {"library": f"scikit-learn {sklearn.__version__}", "sets": sets}
    record("src/learn/fixtures/quality.json", fixture)


def public(folder):
    for path in sorted(pathlib.Path(folder).glob("*.npz")):
        with np.load(path, allow_pickle=False) as stored:
            x, y = stored["X"], stored["y"].ravel()
        for name, judge in ESTIMATORS.items():
            areas = judge(x, y)
            print(f"{path.stem:24} {name:18} {np.mean(areas):.4f} ({np.std(areas):.4f})")


if len(sys.argv) > 1:
    public(sys.argv[1])
else:
    generated()
