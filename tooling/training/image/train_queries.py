"""
Fits the head that reads a question: logistic regression over hashed n-grams, int8. Prints what it does on templates that it has
not seen (five folds by template), then writes packages/image/src/generated/question-head.ts from all of them.
"""
import base64
import json
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from concepts import CONCEPTS, WITHOUT, concepts_of
from grams import BUCKETS, features, tidy
from queries import CLASSES, HELD_OUT, queries

OUT = Path(__file__).parents[3] / "packages/image/src/generated/question-head.ts"

# With one of these nobody is answered from a small picture.
CLOSE = {"count", "every", "exact", "differ", "read", "act", "who", "beside", "fine"}
# One of these, or a "what" and a "this", has to be there for a small picture.
OPEN = {"gist", "noun"}


def matrix(texts):
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        found = features(text)
        rows += [row] * len(found)
        columns += found.keys()
        values += found.values()
    return csr_matrix((values, (rows, columns)), shape=(len(texts), BUCKETS))


def weights(groups):
    """Every template weighs the same, however many spellings it has."""
    _, where, counts = np.unique(groups, return_inverse=True, return_counts=True)
    return 1 / np.sqrt(counts[where])


def fit(x, y, groups):
    return LogisticRegression(C=20, max_iter=3000).fit(x, y, sample_weight=weights(groups))


def quantised(model):
    scales = np.abs(model.coef_).max(axis=1) / 127
    return scales, np.round(model.coef_ / scales[:, None]).astype(np.int8)


def said(x, scales, table, bias):
    logits = (x @ table.T.astype(np.float64)) * scales + bias
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)


rows = queries()
texts = [row[3] for row in rows]
y = np.array([CLASSES.index(row[0]) for row in rows])
groups = np.array([row[2] for row in rows])
x = matrix(texts)

odds = np.zeros((len(rows), len(CLASSES)))
for train, test in GroupKFold(5).split(x, y, groups):
    model = fit(x[train], y[train], groups[train])
    scales, table = quantised(model)
    odds[test] = said(x[test], scales, table, model.intercept_)
best = odds.argmax(axis=1)
each = weights(groups)
print(f"{len(rows)} queries, {len(set(groups))} templates; unseen templates: accuracy {np.average(best == y, weights=each):.3f}")
for floor in (0.5, 0.6, 0.7, 0.8, 0.9):
    line = []
    for index, name in enumerate(CLASSES):
        chosen = (best == index) & (odds[:, index] >= floor)
        right = np.average(y[chosen] == index, weights=each[chosen]) if chosen.any() else 0
        reached = each[chosen & (y == index)].sum() / each[y == index].sum()
        line.append(f"{name} {right:.3f}/{reached:.2f}")
    print(f"  at {floor}: precision/recall", "  ".join(line))


def vetoed(text):
    tidied = tidy(text)
    found = set(concepts_of(tidied))
    return bool(CLOSE & found) or not (OPEN & found or {"what", "this"} <= found)


open_to_less = np.array([not vetoed(text) for text in texts])
for floor in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
    chosen = (best == 2) & (odds[:, 2] >= floor) & open_to_less
    print(f"  gist at {floor} without {sorted(CLOSE)}: precision {np.average(y[chosen] == 2, weights=each[chosen]):.3f}, recall {each[chosen & (y == 2)].sum() / each[y == 2].sum():.2f}")
    for i in np.flatnonzero(chosen & (y != 2)):
        if floor == 0.6:
            print("   ", rows[i][0], round(odds[i, 2], 2), texts[i])

model = fit(x, y, groups)
scales, table = quantised(model)
other = queries(HELD_OUT)
truth = np.array([CLASSES.index(row[0]) for row in other])
odds = said(matrix([row[3] for row in other]), scales, table, model.intercept_)
print(f"{len(other)} questions of questions-held-out.txt: accuracy {(odds.argmax(axis=1) == truth).mean():.3f}")
for row, each in zip(other, odds):
    if CLASSES[each.argmax()] != row[0]:
        print("   ", row[0], "->", CLASSES[each.argmax()], round(each.max(), 2), "vetoed" if vetoed(row[3]) else "", row[3])
head = {
    "classes": CLASSES,
    "without": WITHOUT,
    "concepts": CONCEPTS,
    "close": sorted(CLOSE),
    "open": sorted(OPEN),
    "buckets": BUCKETS,
    "bias": [round(float(value), 6) for value in model.intercept_],
    "scales": [round(float(value), 9) for value in scales],
    "weights": base64.b64encode(table.tobytes()).decode(),
}
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text("/** Made by tooling/training/image/train_queries.py. Weights: int8 of each bucket, class by class, in base64. */\n" + f"export const QUESTION_HEAD = {json.dumps(head)} as const;\n")
CHECKED = ["What is this?", "Was steht auf dem Schild?", "左上角有什么？", "How many birds are in the picture?", "Describe the scene in a few words", "Qu'y a-t-il en haut à gauche?"]
checked = {text: [round(float(each), 4) for each in row] for text, row in zip(CHECKED, said(matrix(CHECKED), scales, table, model.intercept_))}
FIXTURE = OUT.with_name("question-odds.fixture.ts")
FIXTURE.write_text("/** What train_queries.py says of some questions, in the order of the head's classes. */\nexport const QUESTION_ODDS: Readonly<Record<string, readonly number[]>> = " + json.dumps(checked, ensure_ascii=False) + ";\n")
print("wrote", OUT.name, OUT.stat().st_size, "bytes")
