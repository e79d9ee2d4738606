"""
Fits the trees that tell kinds of pictures apart: `python3 train_pictures.py FOLDER` after features.ts. Prints what they do on
packages that they have not seen, then writes packages/image/src/generated/picture-kinds.ts from those that are not held out.
"""
import json
import sys
from pathlib import Path

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import confusion_matrix

KINDS = ["photo", "screenshot", "chart", "document"]
HOME = Path(sys.argv[1] if len(sys.argv) > 1 else "/tmp/headroom-pictures")
OUT = Path(__file__).parents[3] / "packages/image/src/generated/picture-kinds.ts"

rows = json.loads((HOME / "features.json").read_text())
x = np.array([row["features"] for row in rows], dtype=np.float64)
y = np.array([KINDS.index(row["kind"]) for row in rows])
held = np.array([row["heldOut"] for row in rows])


def forest():
    return RandomForestClassifier(60, max_depth=9, min_samples_leaf=4, class_weight="balanced", max_features=6, random_state=7)


model = forest().fit(x[~held], y[~held])
odds = model.predict_proba(x[held])
best = odds.argmax(axis=1)
print(f"{(~held).sum()} pictures learned, {held.sum()} of other packages: accuracy {(best == y[held]).mean():.3f}")
print(confusion_matrix(y[held], best))
for floor in (0.5, 0.6, 0.7, 0.8):
    chosen = (best == 0) & (odds[:, 0] >= floor)
    print(f"  photo at {floor}: right {np.mean(y[held][chosen] == 0):.3f}, reached {np.mean(chosen[y[held] == 0]):.2f}")


def tree(one):
    """Flat: for each node the feature , the threshold and the two next nodes; at a leaf -1 and the odds."""
    made = one.tree_
    nodes = []
    for at in range(made.node_count):
        if made.children_left[at] < 0:
            value = made.value[at][0]
            nodes.append([-1, *(round(float(each), 3) for each in value / value.sum())])
        else:
            nodes.append([int(made.feature[at]), float(f"{made.threshold[at]:.6g}"), int(made.children_left[at]), int(made.children_right[at])])
    return nodes


shipped = {"kinds": KINDS, "trees": [tree(one) for one in model.estimators_]}
OUT.write_text("/** Made by tooling/training/image/train_pictures.py. A node: feature, threshold, left, right; a leaf: -1 and the odds of each kind. */\n" + f"export const PICTURE_KINDS: {{ readonly kinds: readonly ['photo', 'screenshot', 'chart', 'document']; readonly trees: readonly (readonly (readonly number[])[])[] }} = {json.dumps(shipped, separators=(',', ':'))};\n")
print("wrote", OUT.name, OUT.stat().st_size, "bytes")
