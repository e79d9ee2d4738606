"""
Fits the linguistic scorer: `python3 fit.py FOLDER OUT.ts` reads `train.*` (made by `dump.ts`) and writes the weights as a module.

Two stages, both of integers when they run: a logistic regression over hashed words, neighbours and parts of speech, and boosted trees
over a few dozen measures and the sums of the first stage (out of fold while fitting). Figures are of cross-validation by document; the
held-out passages are not read here.
"""
import base64, sys, json
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

BUCKETS, SCALE, LEAF = 1 << 15, 16, 1024
C, TREES, LEAVES, RATE = 0.12, 80, 10, 0.12


def read(folder, name):
    kept = np.fromfile(f'{folder}/{name}.kept.u8', np.uint8)
    n = len(kept)
    dense = np.fromfile(f'{folder}/{name}.dense.i32', np.int32).reshape(n, -1)
    sparse = np.fromfile(f'{folder}/{name}.sparse.i32', np.int32).reshape(n, -1)
    rows = np.fromfile(f'{folder}/{name}.rows.i32', np.int32).reshape(n, 3)
    return dense, sparse, kept, rows


def matrix(sparse):
    n, k = sparse.shape
    return csr_matrix((np.ones(n * k, np.float32), sparse.ravel(), np.arange(0, n * k + 1, k)), (n, BUCKETS))


def first_stage(x, y):
    model = LogisticRegression(C=C, max_iter=300, solver='liblinear').fit(x, y)
    weights = np.clip(np.round(model.coef_[0] * SCALE * 2), -127, 127).astype(np.int8)
    return weights, int(round(model.intercept_[0] * SCALE * 2))


def sums(sparse, weights, intercept):
    return weights.astype(np.int32)[sparse].sum(1) + intercept


def beside(own, dense):
    """The sums of the word before and behind; 0 at the ends of a paragraph (features 17 and 2 say where)."""
    before = np.where(dense[:, 17] == 0, 0, np.concatenate([[0], own[:-1]]))
    after = np.where(dense[:, 2] < 0, 0, np.concatenate([own[1:], [0]]))
    return np.column_stack([own, before, after])


def trees():
    return HistGradientBoostingClassifier(max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=RATE, min_samples_leaf=40,
                                          l2_regularization=5.0, early_stopping=False, random_state=1)


def out_of_fold(sparse, y, groups, folds=5):
    own = np.zeros(len(y), np.int32)
    for a, b in GroupKFold(folds).split(sparse, y, groups):
        own[b] = sums(sparse[b], *first_stage(matrix(sparse[a]), y[a]))
    return own


def export(model):
    """Nodes of all trees in one list: feature, threshold (<= goes left), left, right; a leaf has feature -1 and its value."""
    nodes, roots = [], []
    for (tree,) in model._predictors:
        base = len(nodes)
        roots.append(base)
        for node in tree.nodes:
            if node['is_leaf']:
                nodes.append([-1, int(round(node['value'] * LEAF)), 0, 0])
            else:
                nodes.append([int(node['feature_idx']), int(np.floor(node['num_threshold'])), base + int(node['left']), base + int(node['right'])])
    return roots, nodes, int(round(float(np.ravel(model._baseline_prediction)[0]) * LEAF))


def main(folder, out):
    dense, sparse, y, rows = read(folder, 'train')
    passage, document, needed = rows.T
    free = needed == 0
    say = lambda name, score: print(f'{name}: AUC {roc_auc_score(y, score):.4f}, of words that may go {roc_auc_score(y[free], score[free]):.4f}')
    say('idf', dense[:, 0])
    own = out_of_fold(sparse, y, document)
    say('first stage', own)
    stacked = np.column_stack([dense, beside(own, dense)])
    score = np.zeros(len(y))
    for a, b in GroupKFold(5).split(stacked, y, document):
        # The first stage inside the fold is fitted without the fold's documents, as it is for the rest.
        inner = out_of_fold(sparse[a], y[a], document[a])
        outer = sums(sparse[b], *first_stage(matrix(sparse[a]), y[a]))
        model = trees().fit(np.column_stack([dense[a], beside(inner, dense[a])]), y[a])
        score[b] = model.decision_function(np.column_stack([dense[b], beside(outer, dense[b])]))
    say('both', score)
    weights, intercept = first_stage(matrix(sparse), y)
    model = trees().fit(stacked, y)
    roots, nodes, base = export(model)
    data = {'intercept': intercept, 'base': base, 'roots': roots, 'nodes': [n for node in nodes for n in node]}
    with open(out, 'w') as file:
        file.write('/** Made by `tooling/training/fit.py` of our own labelled passages; only integers. */\n')
        file.write(f"export const WEIGHTS = '{base64.b64encode(weights.tobytes()).decode()}';\n")
        file.write(f'export const TREES = {json.dumps(data, separators=(",", ":"))} as const;\n'.replace(' as const', ''))
    print(len(roots), 'trees', len(nodes), 'nodes', np.count_nonzero(weights), 'weights')


if __name__ == '__main__':
    main(*sys.argv[1:3])
