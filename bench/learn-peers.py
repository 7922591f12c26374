"""The same work by scikit-learn, shap and lime, on data of the same kind: one JSON line per job, processor seconds
per call.

Called by `npm run bench -- learn`; argument: JSON with rows, width, trees, explain, svm and the parts wanted.
"""

import json
import sys
import time

import numpy as np


# What takes longer than this is done once.
SECONDS_ENOUGH = 3


def measure(job, work):
    """The best of several runs, as on the other side."""
    best = total = 0
    for repeat in range(5):
        started = time.process_time()
        result = work()
        seconds = time.process_time() - started
        best = min(best, seconds) if repeat else seconds
        total += seconds
        if total > SECONDS_ENOUGH:
            break
    print(json.dumps({"job": job, "seconds": best}), flush=True)
    return result


def absent(jobs, library):
    for job in jobs:
        print(json.dumps({"job": job, "absent": library}), flush=True)


plan = json.loads(sys.argv[1])
rng = np.random.default_rng(1)


def make(rows, width):
    x = rng.standard_normal((rows, width))
    x[::50] *= 3
    y = (x[:, 0] * x[:, 1] + np.sin(2 * x[:, 2]) + 0.5 * rng.standard_normal(rows) > 1.2).astype(int)
    return x, y


try:
    from sklearn.ensemble import IsolationForest, RandomForestClassifier
    from sklearn.kernel_approximation import Nystroem
    from sklearn.linear_model import SGDOneClassSVM
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import OneClassSVM
except ImportError:
    absent(["all"], "scikit-learn")
    sys.exit()

parts = plan["parts"]
x, y = make(plan["rows"], plan["width"])
few = x[: plan["explain"]]
isolation = IsolationForest(n_estimators=250, random_state=0)
forest = RandomForestClassifier(n_estimators=plan["trees"], max_depth=16, random_state=0)
if "isolation" in parts:
    measure("isolation fit", lambda: isolation.fit(x))
    measure("isolation score", lambda: isolation.score_samples(x))
if "forest" in parts:
    measure("forest fit", lambda: forest.fit(x, y))
    measure("forest score", lambda: forest.predict_proba(x))
if "svm" in parts:
    for rows, width, nu in plan["svm"]:
        points, _ = make(rows, width)
        measure(f"svm fit {rows}x{width} nu {nu}", lambda: OneClassSVM(nu=nu).fit(points))
    linear = make_pipeline(
        Nystroem(n_components=300, gamma=1 / plan["width"], random_state=0), SGDOneClassSVM(nu=0.5)
    )
    measure("svm approximate fit", lambda: linear.fit(x))

if "forest" in parts:
    try:
        import lightgbm
    except ImportError:
        absent(["lightgbm fit"], "lightgbm")
    else:
        bagged = lightgbm.LGBMClassifier(
            boosting_type="rf", n_estimators=plan["trees"], num_leaves=255, max_depth=16, subsample=0.63,
            subsample_freq=1, feature_fraction_bynode=0.22, n_jobs=1, random_state=0, verbose=-1,
        )  # fmt: skip
        measure("lightgbm fit", lambda: bagged.fit(x, y))

if "explanations" not in parts:
    sys.exit()
if "isolation" not in parts:
    isolation.fit(x)
if "forest" not in parts:
    forest.fit(x, y)

try:
    import shap
except ImportError:
    absent(["isolation shap", "forest shap"], "shap")
else:
    for job, model in (("isolation shap", isolation), ("forest shap", forest)):
        explainer = shap.TreeExplainer(model)
        measure(job, lambda: explainer.shap_values(few, check_additivity=False))

try:
    from lime.lime_tabular import LimeTabularExplainer
except ImportError:
    absent(["lime"], "lime")
else:
    explainer = LimeTabularExplainer(x[:5000], mode="regression", random_state=0)
    measure("lime", lambda: explainer.explain_instance(x[0], isolation.score_samples, num_samples=5000))
